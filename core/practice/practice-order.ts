import type { MarketSpec } from './market-spec.ts';
import type { BookSide } from './matching/order-book.ts';

/** The kinds of order, in Binance's words. */
export const practiceTypes = ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'STOP_LOSS'] as const;
export type PracticeType = (typeof practiceTypes)[number];
/** How long an order works; GTC for those that do not say. */
export type PracticeTimeInForce = 'GTC' | 'IOC' | 'FOK';

/** An account's order as the practice exchange keeps it. */
export interface PracticeOrder {
  readonly orderId: number;
  readonly accountId: number;
  readonly clientOrderId: string;
  readonly market: MarketSpec;
  readonly side: BookSide;
  readonly type: PracticeType;
  readonly timeInForce: PracticeTimeInForce;
  /** Null for orders without a limit. */
  readonly ticks: bigint | null;
  /** The trade price that sets a stop order going; null for every other order. */
  readonly stopTicks: bigint | null;
  readonly lots: bigint;
  /** What a market order was to spend or fetch, in quote units of 10^-8; null where it was given in base. */
  readonly quoteTarget: bigint | null;
  readonly createdAtMs: number;
  /**
   * The best prices in ticks when it came to the book, null where a side was empty; null as a whole where it was not kept, and while the
   * order waits for its stop price.
   */
  bookAtArrival: BookTop | null;
  /** When a trade reached its stop price; null before, and for every other order. */
  triggeredAtMs: number | null;
  filledLots: bigint;
  /** What the fills cost in quote units of 10^-8. */
  quoteUnits: bigint;
  status: 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH';
  /** Numbers the match with the account's own order that ended this one; null for every other order. */
  preventedMatchId: number | null;
  updatedAtMs: number;
}

/** The best price of each side in ticks, null where there is none. */
export interface BookTop {
  readonly bid: bigint | null;
  readonly ask: bigint | null;
}

/** A trade of an account with itself that did not happen: the resting order left the book instead, with `lots` untraded. */
export interface PreventedMatch {
  readonly preventedMatchId: number;
  readonly makerOrderId: number;
  readonly ticks: bigint;
  readonly lots: bigint;
}

/** One fill of an account's order. */
export interface PracticeFill {
  readonly tradeId: number;
  readonly orderId: number;
  readonly market: MarketSpec;
  readonly ticks: bigint;
  readonly lots: bigint;
  readonly feeUnits: bigint;
  readonly feeAsset: string;
  /** Of what was received, in millionths; null where it was not kept. */
  readonly feeRateMillionths: bigint | null;
  readonly isMaker: boolean;
  readonly atMs: number;
}

/** A trade as everybody sees it. */
export interface PrintedTrade {
  readonly tradeId: number;
  readonly market: MarketSpec;
  readonly ticks: bigint;
  readonly lots: bigint;
  readonly takerSide: BookSide;
  readonly atMs: number;
}

/** Whether an order waits outside the book for its stop price. */
export function isWaiting(order: PracticeOrder): boolean {
  return isOpen(order) && order.stopTicks !== null && order.triggeredAtMs === null;
}

/** Whether an order can still trade. */
export function isOpen(order: PracticeOrder): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
}
