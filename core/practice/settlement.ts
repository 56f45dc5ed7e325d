import { type Account, feeUnits, payHeld, receive, release } from './accounts.ts';
import { quoteUnits } from './market-spec.ts';
import type { PracticeFill, PracticeOrder } from './practice-order.ts';

/** Fees in millionths of what is received. */
export interface Fees {
  readonly maker: bigint;
  readonly taker: bigint;
}

/** One side of a trade: whose order met how much of what, as maker or taker. */
export interface TradeSide {
  readonly account: Account;
  readonly order: PracticeOrder;
  readonly tradeId: number;
  readonly ticks: bigint;
  readonly lots: bigint;
  readonly isMaker: boolean;
  readonly feeRateMillionths: bigint;
  readonly atMs: number;
}

/**
 * Settles one side of a trade in full: pays what was held, gives a limit buy back what it got cheaper for, receives the other asset
 * less the fee on it, and takes the trade into the order.
 */
export function settle(side: TradeSide): PracticeFill {
  const { account, order, tradeId, ticks, lots, isMaker, feeRateMillionths, atMs } = side;
  const { market } = order;
  const cost = quoteUnits(ticks, lots, market);
  const base = lots * market.lotUnits;
  const isBuy = order.side === 'buy';
  if (isBuy) {
    payHeld(account, market.quote, cost);
    if (order.ticks !== null) release(account, market.quote, quoteUnits(order.ticks, lots, market) - cost);
  } else payHeld(account, market.base, base);
  const received = isBuy ? base : cost;
  const feeAsset = isBuy ? market.base : market.quote;
  const fee = feeUnits(received, feeRateMillionths);
  receive(account, feeAsset, received - fee);
  order.filledLots += lots;
  order.quoteUnits += cost;
  order.status = order.filledLots === order.lots ? 'FILLED' : 'PARTIALLY_FILLED';
  order.updatedAtMs = atMs;
  return {
    tradeId,
    orderId: order.orderId,
    market,
    ticks,
    lots,
    feeUnits: fee,
    feeAsset,
    feeRateMillionths,
    isMaker,
    atMs,
  };
}

/** Gives back what `lots` of an order at its price had held; at its stop price where it waits for that and has no other. */
export function giveBack(account: Account, order: PracticeOrder, lots: bigint): void {
  const { market, side } = order;
  const ticks = order.ticks ?? order.stopTicks;
  if (side === 'sell') release(account, market.base, lots * market.lotUnits);
  else if (ticks !== null) release(account, market.quote, quoteUnits(ticks, lots, market));
  else throw new Error('a market order holds by what it was given, not by price');
}

/**
 * Ends a market order: what `heldUnits` of it were not spent is given back. It has expired where it was not filled, or where the book
 * ran out before its quote amount was spent or fetched.
 */
export function endMarketOrder(account: Account, order: PracticeOrder, heldUnits: bigint, isBookEmpty: boolean): void {
  const { market, side, lots, filledLots, quoteTarget } = order;
  const spent = side === 'buy' ? order.quoteUnits : filledLots * market.lotUnits;
  release(account, side === 'buy' ? market.quote : market.base, heldUnits - spent);
  const isShort = quoteTarget !== null && isBookEmpty && order.quoteUnits < quoteTarget;
  if (filledLots < lots || isShort) order.status = 'EXPIRED';
}
