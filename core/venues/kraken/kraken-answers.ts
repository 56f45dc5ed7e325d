import * as z from 'zod';
import {
  compare,
  type DecimalText,
  decimal,
  isPositive,
  readDecimal,
  roundTo,
  toUnits,
  zero,
} from '../../domain/money.ts';

/** An answer of Kraken: its errors (only warnings are left when it comes here) and what was asked for. https://docs.kraken.com/api-reference */
export const answered = <S extends z.ZodType>(result: S) => z.looseObject({ error: z.array(z.string()), result });

/** Exact decimal text out of Kraken's own decimals, zero or more. JSON numbers are refused: they may have lost digits. */
export const Amount = z.string().transform((text, context): DecimalText => {
  const value = readDecimal(text);
  if (value !== null && !value.startsWith('-')) return value;
  context.addIssue({ code: 'custom', message: 'is not an amount' });
  return z.NEVER;
});
const Positive = Amount.refine((amount) => isPositive(amount), 'is not above zero');
/** A rate that Kraken gives as a small JSON number ('0.26' percent), in its shortest writing. */
const Percent = z.union([z.number().transform(String), z.string()]).pipe(Amount);

/** Kraken's times are seconds with decimals; in milliseconds. ccxt hands long ones on as text. */
const Seconds = z
  .union([z.number().nonnegative(), z.string().regex(/^(0|[1-9]\d{0,10})(\.\d{1,12})?$/)])
  .transform((seconds) =>
    typeof seconds === 'number'
      ? Math.trunc(seconds * 1_000)
      : Number.parseInt(String(toUnits(roundTo(decimal(seconds), 3, 'down'), 3)), 10),
  );

/** Kraken's numbering of orders and trades: three groups of capitals and digits. */
export const TxId = z.string().regex(/^[A-Z0-9]{5,8}-[A-Z0-9]{4,7}-[A-Z0-9]{5,8}$/);
const Name = z.string().regex(/^[A-Za-z0-9.:_/-]{1,40}$/);

/** GET Time. */
export const ServerTime = answered(z.looseObject({ unixtime: z.int().positive() }));

/** GET SystemStatus. */
export const SystemStatus = answered(z.looseObject({ status: z.string() }));

/** GET AssetPairs, as far as it is used. Entries are read one by one: one odd market must not hide the others. */
export const AssetPairs = answered(
  z.record(z.string(), z.unknown()).refine((pairs) => Object.keys(pairs).length > 0, 'is empty'),
);

/** One market of AssetPairs that has a name for people. */
export const PairEntry = z.looseObject({
  altname: Name,
  wsname: z.string().regex(/^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/i),
  base: Name,
  quote: Name,
});

/** What an order for it is sized by, and what it costs: tiers of [30 days' volume in USD, percent]. */
export const PairRules = z.looseObject({
  aclass_base: z.literal('currency'),
  aclass_quote: z.literal('currency'),
  status: z.literal('online'),
  pair_decimals: z.int().min(0).max(18),
  lot_decimals: z.int().min(0).max(18),
  ordermin: Positive,
  costmin: Amount.optional(),
  tick_size: Positive.optional(),
  fees: z.array(z.tuple([Percent, Percent])).min(1),
  fees_maker: z.array(z.tuple([Percent, Percent])).optional(),
});

/** GET Assets. */
export const Assets = z.record(Name, z.looseObject({ altname: Name }));

const Fee = z.looseObject({ fee: Amount });
/** POST TradeVolume with `pair`. */
export const TradeVolume = answered(
  z.looseObject({ volume: Amount, fees: z.record(Name, Fee).nullish(), fees_maker: z.record(Name, Fee).nullish() }),
);

const DepthLevel = z.tuple([Positive, Positive]).rest(z.unknown());
/** One order book of GET Depth: bids descend, asks ascend, and the sides do not cross. */
export const Book = z
  .looseObject({ bids: z.array(DepthLevel), asks: z.array(DepthLevel) })
  .refine(({ bids }) => bids.every(([price], i) => comesAfter(bids[i - 1]?.[0], price)), 'bids are out of order')
  .refine(({ asks }) => asks.every(([price], i) => comesAfter(price, asks[i - 1]?.[0])), 'asks are out of order')
  .refine(({ bids, asks }) => comesAfter(asks[0]?.[0], bids[0]?.[0]), 'the book is crossed');
/** GET Depth. */
export const Depth = answered(z.record(Name, Book));

/** POST BalanceEx. An answer without any balance is an account that never held anything: it is believed only as an empty object. */
export const BalanceEx = answered(
  z.record(
    z.string().regex(/^[A-Za-z0-9.]{1,20}$/),
    z.looseObject({ balance: Amount, hold_trade: Amount.default(zero) }),
  ),
);

/** POST AddOrder: the order's number and a sentence that repeats it. */
export const Added = answered(z.looseObject({ descr: z.looseObject({ order: z.string() }), txid: z.tuple([TxId]) }));

/** POST CancelOrder. `pending`: it will be cancelled. */
export const Cancelled = answered(z.looseObject({ count: z.int().nonnegative(), pending: z.boolean().optional() }));

/** POST CancelAllOrdersAfter; '0' where the switch is off. */
export const Switched = answered(
  z.looseObject({
    currentTime: z.iso.datetime({ offset: true }),
    triggerTime: z.union([z.literal('0'), z.iso.datetime({ offset: true })]),
  }),
);

/** POST QueryTrades: by trade number. */
export const Trades = answered(
  z.record(
    TxId,
    z.looseObject({
      ordertxid: TxId,
      pair: Name,
      time: Seconds,
      type: z.enum(['buy', 'sell']),
      price: Positive,
      cost: Amount,
      fee: Amount,
      vol: Positive,
      maker: z.boolean(),
    }),
  ),
);

/** One order as OpenOrders, ClosedOrders and QueryOrders tell it. With 'viqc' among `oflags` its amounts are in quote units. */
export const OrderInfo = z
  .looseObject({
    cl_ord_id: z
      .string()
      .regex(/^[\x20-\x7e]{1,64}$/)
      .nullish(),
    status: z.enum(['pending', 'open', 'closed', 'canceled', 'expired']),
    opentm: Seconds,
    closetm: Seconds.optional(),
    descr: z.looseObject({
      pair: Name,
      type: z.enum(['buy', 'sell']),
      ordertype: z.string().regex(/^[a-z-]{1,30}$/),
      price: z.string(),
      price2: z.string(),
      leverage: z.string(),
      order: z.string(),
    }),
    vol: Amount,
    vol_exec: Amount,
    cost: Amount,
    price: Amount,
    stopprice: Amount.optional(),
    oflags: z.string(),
    trades: z.array(TxId).optional(),
  })
  .refine(
    ({ oflags, vol, vol_exec }) => oflags.includes('viqc') || compare(vol_exec, vol) <= 0,
    'more is done than was asked for',
  );
/** An order's fields. */
export type OrderFields = z.output<typeof OrderInfo>;

/** POST OpenOrders. */
export const OpenOrders = answered(
  z.looseObject({
    open: z.record(
      TxId,
      OrderInfo.refine(({ status }) => status === 'open' || status === 'pending', 'is not open'),
    ),
  }),
);
/** POST ClosedOrders. */
export const ClosedOrders = answered(
  z.looseObject({
    closed: z.record(
      TxId,
      OrderInfo.refine(({ status }) => status !== 'open' && status !== 'pending', 'is open'),
    ),
  }),
);
/** POST QueryOrders. */
export const QueriedOrders = answered(z.record(TxId, OrderInfo));

/** Whether `later` is above `earlier`; true where there is nothing to compare with. */
function comesAfter(later: DecimalText | undefined, earlier: DecimalText | undefined): boolean {
  return later === undefined || earlier === undefined || compare(later, earlier) > 0;
}
