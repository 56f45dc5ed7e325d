import { type DecimalText, fromUnits } from '../domain/money.ts';
import { price } from './candles.ts';
import type { Exchange } from './exchange-port.ts';
import { assetScale, type MarketSpec } from './market-spec.ts';
import { personAccountId } from './person-account.ts';
import type { PracticeFill, PracticeOrder } from './practice-order.ts';
import type { PracticeStore } from './practice-store.ts';

/** Why one of the person's orders filled as it did. */
export interface OrderReasons {
  /**
   * The best prices when it came to the book, null where a side was empty; null as a whole for orders from before they were kept, and for
   * a stop order that still waits.
   */
  readonly bookAtArrival: { readonly bid: DecimalText | null; readonly ask: DecimalText | null } | null;
  /** The stop price that it waited for and when a trade reached it (null: not yet); null for an order that is no stop. */
  readonly trigger: { readonly stopPrice: DecimalText; readonly atMs: number | null } | null;
  /** The time simulated between sending and arriving. The practice exchange is in this process: there is none. */
  readonly latencyMs: 0;
  /** Every fill, oldest first: as taker one for each resting order that it took, best price first. */
  readonly fills: readonly FillReason[];
}

/** One fill with the fee on it. */
export interface FillReason {
  readonly tradeId: string;
  readonly price: DecimalText;
  readonly amount: DecimalText;
  readonly role: 'maker' | 'taker';
  /** In `feeAsset`: `feeRate` of what was received, rounded up at eight decimals. */
  readonly fee: DecimalText;
  readonly feeAsset: string;
  /** As a part: 0.001 is 0.1 %. Null for fills from before it was kept. */
  readonly feeRate: DecimalText | null;
  readonly atMs: number;
}

/** The most fills of one order that are told. */
const mostFills = 10_000;
const rateScale = 6;

/** The reasons of the person's order of this number, open or finished; null when there is none. */
export function orderReasons(
  { exchange, store }: { readonly exchange: Exchange; readonly store: PracticeStore },
  orderId: string,
): OrderReasons | null {
  if (!/^\d{1,15}$/.test(orderId)) return null;
  const number = Number.parseInt(orderId, 10);
  const open = exchange.orderById(number);
  const order = open?.accountId === personAccountId ? open : store.orderById(number, personAccountId);
  if (order === null) return null;
  const { market } = order;
  const all = { market: market.venueName, orderId: order.orderId, fromId: 0, fromMs: null, toMs: null };
  return {
    bookAtArrival: toTop(order),
    trigger: toTrigger(order),
    latencyMs: 0,
    fills: store.fills({ ...all, limit: mostFills }).map((fill) => toReason(fill, market)),
  };
}

function toTop({ bookAtArrival, market }: PracticeOrder): OrderReasons['bookAtArrival'] {
  if (bookAtArrival === null) return null;
  const { bid, ask } = bookAtArrival;
  return { bid: bid === null ? null : price(bid, market), ask: ask === null ? null : price(ask, market) };
}

function toTrigger({ market, stopTicks, triggeredAtMs }: PracticeOrder): OrderReasons['trigger'] {
  return stopTicks === null ? null : { stopPrice: price(stopTicks, market), atMs: triggeredAtMs };
}

function toReason(fill: PracticeFill, market: MarketSpec): FillReason {
  return {
    tradeId: String(fill.tradeId),
    price: price(fill.ticks, market),
    amount: fromUnits(fill.lots * market.lotUnits, assetScale),
    role: fill.isMaker ? 'maker' : 'taker',
    fee: fromUnits(fill.feeUnits, assetScale),
    feeAsset: fill.feeAsset,
    feeRate: fill.feeRateMillionths === null ? null : fromUnits(fill.feeRateMillionths, rateScale),
    atMs: fill.atMs,
  };
}
