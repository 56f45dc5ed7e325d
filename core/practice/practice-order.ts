import type { MarketSpec } from './market-spec.ts';
import type { BookSide } from './matching/order-book.ts';

/** The kinds of order, in Binance's words. */
export type PracticeType = 'LIMIT' | 'LIMIT_MAKER' | 'MARKET';
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
  /** Null for market orders. */
  readonly ticks: bigint | null;
  readonly lots: bigint;
  /** What a market order was to spend or fetch, in quote units of 10^-8; null where it was given in base. */
  readonly quoteTarget: bigint | null;
  readonly createdAtMs: number;
  filledLots: bigint;
  /** What the fills cost in quote units of 10^-8. */
  quoteUnits: bigint;
  status: 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH';
  updatedAtMs: number;
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

/** Whether an order can still trade. */
export function isOpen(order: PracticeOrder): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
}
