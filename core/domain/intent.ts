import type { DecimalText } from './money.ts';

/** The kinds of order offered: 'limit-maker' is refused by the venue if it would trade at once. */
export const orderTypes = ['limit', 'limit-maker', 'market'] as const;
export type OrderType = (typeof orderTypes)[number];

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
  /** In quote per base, a multiple of the market's tick size; null exactly for market orders. */
  readonly price: DecimalText | null;
  /** Null for 'market' and 'limit-maker' orders. */
  readonly timeInForce: TimeInForce | null;
  readonly clientOrderId: string;
}
