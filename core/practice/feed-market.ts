import type { Candles } from './candles.ts';
import type { MarketSpec } from './market-spec.ts';

/** The day before this run, in ticks and lots. */
export interface DayPast {
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly last: bigint;
  readonly lots: bigint;
}

/** One market as the feed shows it. */
export interface FeedMarket {
  readonly market: MarketSpec;
  readonly candles: Candles;
  /** Null where nothing is known of the time before: the figures of the day then count from the first price on. */
  readonly past: DayPast | null;
  /** Whether it is heard from: of one that is not, no listener is told anything. */
  isLive(): boolean;
  /** The price in ticks where it is known otherwise than from this exchange's trades. */
  priceNow(): bigint | null;
}
