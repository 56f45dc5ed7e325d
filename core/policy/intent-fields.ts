/** An order as a rule sees it: what was asked, as text. Null where it was not said; that never skips a rule. */
export interface OrderFields {
  readonly kind: 'order';
  readonly exchange: string | null;
  readonly symbol: string | null;
  readonly marketType: string | null;
  readonly side: string | null;
  readonly type: string | null;
  /** Null for a market order by quote amount too. */
  readonly amount: string | null;
  readonly quoteAmount: string | null;
  readonly price: string | null;
  readonly stopPrice: string | null;
  readonly timeInForce: string | null;
}

/** A quantity of a transaction: the whole number, null where it was not said, 'invalid' where it is none. */
export type Quantity = bigint | null | 'invalid';

/** A transaction as a rule sees it. */
export interface TransactionFields {
  readonly kind: 'transaction';
  readonly chainId: Quantity;
  /** Lower-case address, null for none (which makes a contract), 'invalid'. */
  readonly to: string | null;
  readonly valueWei: Quantity;
  readonly gas: Quantity;
  /** `maxFeePerGas` where there is one, else `gasPrice`: the most that is paid for a unit of gas. */
  readonly gasPriceWei: Quantity;
  /** The calldata as 0x text in small letters, '0x' where there is none. */
  readonly data: string | 'invalid';
  /** Bytes of calldata; 0 where there is none. */
  readonly dataBytes: number | 'invalid';
  /** Who signs; null where it was not said. */
  readonly from: string | null;
  /** What is wrong with the transaction as a whole, in words; null when nothing is. */
  readonly fault: string | null;
}

/** What rules judge. */
export type IntentFields = OrderFields | TransactionFields;
