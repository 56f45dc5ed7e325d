import type { DecimalText } from '../domain/money.ts';
import type { FeedMarket } from './feed-market.ts';
import type { MarketSpec } from './market-spec.ts';

/** What an order must keep to: prices are multiples of `tickSize`, amounts of `lotSize` and no less than `minAmount`. */
export interface MarketFilters {
  readonly tickSize: DecimalText;
  readonly lotSize: DecimalText;
  readonly minAmount: DecimalText;
  readonly minNotional: DecimalText;
}

/** What the practice exchange's API asks of its markets. */
export interface MarketRules {
  filtersOf(market: MarketSpec): MarketFilters;
  /** Whether it can be traded at all in this run. */
  isListed(market: MarketSpec): boolean;
  /** Why a market takes no orders at this moment, in a sentence; null where it does. */
  closed(market: MarketSpec): string | null;
}

/** How a mirrored market stands: whose it is, and the sentence that the person reads. */
export interface MirrorStanding {
  readonly isLive: boolean;
  readonly text: string;
}

/** Where the books of the practice exchange come from: participants that are simulated, or another exchange's live books. */
export interface MarketSource {
  readonly feed: readonly FeedMarket[];
  readonly rules: MarketRules;
  /** Knows which markets there are, as far as it can be known now. Never rejects. */
  opened(): Promise<void>;
  /** Fills the books for the first time, behind what was put back from the database. */
  begin(): void;
  /** Lets the market run up to a market time. */
  play(marketTimeMs: number): void;
  start(): void;
  stop(): void;
  /** Null where nothing is mirrored. */
  standing(): MirrorStanding | null;
}
