import type { Clock } from '../ports.ts';

/** How long live trading has been armed, as far as it counts toward all of the policy's limit (see first-share.ts). */
export interface TimeLive {
  /** It is armed from now on; what was counted before is forgotten. */
  begin(): void;
  /** Counts what has gone by since the last look. */
  look(untilMs: number): void;
  /** Counts up to now, ends, and answers what was counted since it was armed, in whole milliseconds; 0 where it was not begun. */
  end(untilMs: number): number;
}

/**
 * Counts from look to look the smaller of what the wall clock and the monotonic clock say has gone by: a clock that was set ahead proves no
 * time, neither in one jump nor in many small ones, and one that was set back gives none to make up for later. After `untilMs` of the wall
 * clock nothing counts. It counts in memory: a console that ends while it is armed proves nothing by that arming.
 */
export function createTimeLive(clock: Pick<Clock, 'monotonicMs' | 'nowMs'>): TimeLive {
  let last: { readonly wallMs: number; readonly monotonicMs: number } | null = null;
  let countedMs = 0;

  const look = (untilMs: number): void => {
    if (last === null) return;
    const now = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
    const wallMs = Math.min(now.wallMs, untilMs) - last.wallMs;
    countedMs += Math.max(0, Math.min(wallMs, now.monotonicMs - last.monotonicMs));
    last = now;
  };

  return {
    begin() {
      last = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
      countedMs = 0;
    },
    look,
    end(untilMs) {
      look(untilMs);
      last = null;
      const wholeMs = Math.floor(countedMs);
      countedMs = 0;
      return wholeMs;
    },
  };
}
