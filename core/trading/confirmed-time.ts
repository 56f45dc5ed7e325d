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

/** Starts at the newest time that was confirmed before, 0 for none. */
export function createConfirmedTime(knownMs: number): ConfirmedTime {
  let confirmedMs = knownMs;
  return {
    confirm(venueMs, wallMs) {
      confirmedMs = Math.max(confirmedMs, Math.floor(Math.min(venueMs, wallMs)));
    },
    nowMs: () => confirmedMs,
  };
}
