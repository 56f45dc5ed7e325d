import { systemClock } from '../../../core/node-ports.ts';
import type { Clock } from '../../../core/ports.ts';

/** The system's clock, on which deadlines from `fromMs` to `toMs` come so many times sooner; everything else takes its time. */
export function hastyClock(fromMs: number, toMs: number, times: number): Clock {
  const isHasty = (delayMs: number): boolean => delayMs >= fromMs && delayMs <= toMs;
  return {
    ...systemClock,
    after: (delayMs, task) => systemClock.after(isHasty(delayMs) ? delayMs / times : delayMs, task),
  };
}
