import type { Level, PublicTrade } from '../../contract/shapes.ts';
import type { Result } from '../../domain/result.ts';
import type { MarketFilters } from '../market-source.ts';

/** An exchange whose live public books are mirrored, as far as the practice exchange knows it: it reads, without a key. */
export interface MirroredVenue {
  /** As the person reads it. */
  readonly title: string;
  /** The symbols that can be traded there now, each with its filters; null where the exchange does not tell them exactly. Its error. */
  markets(): Promise<Result<ReadonlyMap<string, MarketFilters | null>>>;
  /** Up to `depth` levels a side: bids descend, asks ascend, the sides do not cross. Its error. */
  book(symbol: string, depth: number): Promise<Result<MirroredBook>>;
  /** Its last public trades, oldest first. Its error. */
  trades(symbol: string): Promise<Result<readonly PublicTrade[]>>;
}

/** A book as it was shown. */
export interface MirroredBook {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}
