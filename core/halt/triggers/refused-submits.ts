import type { Clock } from '../../ports.ts';
import type { HaltControl } from '../halt.ts';

const minuteMs = 60_000;

/**
 * Halts when one origin has had too many submits refused within a minute: a program that keeps trying what may not pass is not to be
 * trusted with what may. Previews never count. Answers what a refused submit is told to.
 */
export function haltOnRefusedSubmits(
  halt: Pick<HaltControl, 'engage' | 'resolve'>,
  clock: Clock,
  most: () => number,
): (origin: string) => void {
  const times = new Map<string, number[]>();
  return (origin) => {
    const nowMs = clock.monotonicMs();
    const recent = (times.get(origin) ?? []).filter((atMs) => nowMs - atMs < minuteMs);
    recent.push(nowMs);
    times.set(origin, recent);
    const limit = most();
    if (recent.length < limit) return;
    times.delete(origin);
    const text = `${recent.length} submits of '${origin}' were refused within a minute`;
    halt.engage({ source: 'automatic', code: 'refused-submits', text });
    // What was refused is over: the person decides whether it may go on.
    halt.resolve('refused-submits');
  };
}
