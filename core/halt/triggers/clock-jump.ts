import type { Clock } from '../../ports.ts';
import type { HaltControl } from '../halt.ts';

const periodMs = 5_000;

/** Whole seconds in words, such as '3 h 20 min'. */
function inWords(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Halts when the wall clock has moved further than `mostMs` from where the monotonic clock says it should be, and sleep does not explain
 * it (the time since the machine started goes on while it sleeps, the monotonic clock does not). The answer stops watching.
 */
export function haltOnClockJump(halt: Pick<HaltControl, 'engage' | 'resolve'>, clock: Clock, mostMs: () => number) {
  let wallMs = clock.nowMs();
  let monotonicMs = clock.monotonicMs();
  let bootMs = clock.sinceBootMs();
  return clock.every(periodMs, () => {
    const passedMs = clock.monotonicMs() - monotonicMs;
    const sleptMs = Math.max(0, clock.sinceBootMs() - bootMs - passedMs);
    const jumpMs = clock.nowMs() - wallMs - passedMs;
    // Whether the monotonic clock counts sleep differs between systems: either way sleep explains at most its own length.
    const unexplainedMs = jumpMs > 0 ? Math.max(0, jumpMs - sleptMs) : jumpMs;
    wallMs = clock.nowMs();
    monotonicMs = clock.monotonicMs();
    bootMs = clock.sinceBootMs();
    if (Math.abs(unexplainedMs) <= mostMs()) return;
    const direction = unexplainedMs > 0 ? 'ahead' : 'back';
    halt.engage({
      source: 'automatic',
      code: 'clock-jumped',
      text: `The clock of this machine jumped ${inWords(unexplainedMs)} ${direction}`,
    });
    halt.resolve('clock-jumped');
  });
}
