import type { DecimalText } from './money.ts';

/** An order exactly as it would be sent: quantised amounts, our own client order id. `price` is null for market orders. */
export interface OrderIntent {
  readonly kind: 'order';
  readonly exchange: string;
  /** 'BASE/QUOTE'. */
  readonly symbol: string;
  readonly marketType: 'spot';
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  /** In base units, a multiple of the market's lot size. */
  readonly amount: DecimalText;
  /** In quote per base, a multiple of the market's tick size. */
  readonly price: DecimalText | null;
  readonly clientOrderId: string;
}
