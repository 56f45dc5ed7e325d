import type { Clock } from '../../ports.ts';

/** How much may be asked, as Kraken counts it: each call raises a counter that falls with time, and must not go above its most. */
export interface CallCounter {
  /** Waits until one more call of this cost stays under the most. Calls that came earlier go first. */
  take(cost: number): Promise<void>;
}

/** What Kraken allows. */
export interface CallLimit {
  readonly most: number;
  readonly fallPerSec: number;
}

/**
 * A key's private calls in the lowest tier, because Kraken does not tell the tier. Orders and cancels are counted elsewhere, by market.
 * https://docs.kraken.com/exchange/guides/rest/ratelimits
 */
export const keyLimit: CallLimit = { most: 15, fallPerSec: 0.33 };
/** Public calls of one address: about one a second. https://support.kraken.com/articles/206548367-what-are-the-api-rate-limits */
export const publicLimit: CallLimit = { most: 4, fallPerSec: 1 };

/** A counter that starts at zero. */
export function createCallCounter(clock: Clock, { most, fallPerSec }: CallLimit): CallCounter {
  let count = 0;
  let countedAtMs = clock.monotonicMs();
  return {
    async take(cost) {
      const nowMs = clock.monotonicMs();
      count = Math.max(0, count - ((nowMs - countedAtMs) / 1_000) * fallPerSec) + cost;
      countedAtMs = nowMs;
      const waitMs = ((count - most) / fallPerSec) * 1_000;
      if (waitMs > 0) await new Promise<void>((resolve) => void clock.after(Math.ceil(waitMs), resolve));
    },
  };
}
