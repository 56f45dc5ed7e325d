import type { DecimalText } from './money.ts';

/**
 * The kinds of order there are; a market may offer fewer. 'limit-maker' is refused by the venue if it would trade at once.
 *
 * The two stop kinds wait at the venue, outside the book, until a trade there reaches their stop price; then they become a limit order at
 * their price ('stop-limit') or a market order ('stop-market'), once and for good. A sell waits below the market and goes when the price
 * falls to its stop (a stop loss), a buy waits above and goes when it rises to it. One on the wrong side would go at once: it is refused
 * before it is sent. What triggers is the last trade of that market at that venue, on all three: Binance
 * (https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints), Kraken with its default `trigger` 'last'
 * (https://docs.kraken.com/api-reference/trading/add-order), Coinbase by `stop_direction`
 * (https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/orders/create-order).
 */
export const orderTypes = ['limit', 'limit-maker', 'market', 'stop-limit', 'stop-market'] as const;
export type OrderType = (typeof orderTypes)[number];

/** The kinds that wait for a stop price. */
export const stopTypes = ['stop-limit', 'stop-market'] as const satisfies readonly OrderType[];

/** Whether an order of this kind waits for a stop price. */
export function isStop(type: OrderType): type is (typeof stopTypes)[number] {
  return type === 'stop-limit' || type === 'stop-market';
}

/** Whether an order of this kind takes what the book offers once it trades, without a price of its own. */
export function isWithoutPrice(type: OrderType): boolean {
  return type === 'market' || type === 'stop-market';
}

/** How long a limit order works: until it is cancelled, only now for what is there (the rest expires), or all of it now or nothing. */
export const timesInForce = ['gtc', 'ioc', 'fok'] as const;
export type TimeInForce = (typeof timesInForce)[number];

/** An order exactly as it would be sent: quantised amounts, our own client order id. */
export interface OrderIntent {
  readonly kind: 'order';
  readonly exchange: string;
  /** 'BASE/QUOTE'. */
  readonly symbol: string;
  readonly marketType: 'spot';
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  /** In base units, a multiple of the market's lot size; null exactly for a market order that is given by `quoteAmount`. */
  readonly amount: DecimalText | null;
  /** What a market order may spend (buy) or is to fetch (sell), in quote units; null for every other order. */
  readonly quoteAmount: DecimalText | null;
  /** In quote per base, a multiple of the market's tick size; null exactly for 'market' and 'stop-market' orders. */
  readonly price: DecimalText | null;
  /** The trade price that sets it going, in quote per base, a multiple of the tick size; null exactly where the kind is no stop. */
  readonly stopPrice: DecimalText | null;
  /** Null for all but 'limit' orders; the others work until they are cancelled. */
  readonly timeInForce: TimeInForce | null;
  readonly clientOrderId: string;
}
