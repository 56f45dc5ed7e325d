import type { Clock } from '../ports.ts';

/**
 * The time that the rolling windows of the policy go by. It moves only as far as a venue's clock and this machine's wall clock both say,
 * and never back: neither a clock that was set ahead nor a venue that lies makes an hour pass.
 */
export interface ConfirmedTime {
  /** Takes in what a venue's clock and the wall clock said at one moment. */
  confirm(venueMs: number, wallMs: number): void;
  /** Milliseconds since the epoch; 0 while nothing is known. */
  nowMs(): number;
}

/**
 * Starts at a time that was confirmed before, 0 for none. A console starts at none: its rows are dated by the wall clock, too, and are no
 * confirmation.
 */
export function createConfirmedTime(knownMs = 0): ConfirmedTime {
  let confirmedMs = knownMs;
  return {
    confirm(venueMs, wallMs) {
      confirmedMs = Math.max(confirmedMs, Math.floor(Math.min(venueMs, wallMs)));
    },
    nowMs: () => confirmedMs,
  };
}

/**
 * The time that a reservation is counted from: the later of confirmed time and the wall clock. A venue or a node that keeps confirmed time
 * back could otherwise let it begin so long ago that it is over as soon as the true time is confirmed.
 */
export function reservedFrom(clock: Pick<Clock, 'nowMs'>, confirmedTime: Pick<ConfirmedTime, 'nowMs'>): number {
  return Math.max(confirmedTime.nowMs(), clock.nowMs());
}
