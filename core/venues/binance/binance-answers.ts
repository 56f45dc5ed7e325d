import * as z from 'zod';
import { isStop, isWithoutPrice, type OrderType, timesInForce } from '../../domain/intent.ts';
import { compare, type DecimalText, isPositive, readDecimal, zero } from '../../domain/money.ts';

/** Exact decimal text out of a venue's own decimals ('0.10000000'), zero or more. JSON numbers are refused: they may have lost digits. */
const Amount = z.string().transform((text, context): DecimalText => {
  const value = readDecimal(text);
  if (value !== null && !value.startsWith('-')) return value;
  context.addIssue({ code: 'custom', message: 'is not an amount' });
  return z.NEVER;
});
const Positive = Amount.refine((amount) => isPositive(amount), 'is not above zero');

/** The venue's numbering of orders and trades, kept as text: ccxt's parser gives text where a number would lose digits. */
const VenueId = z.union([
  z
    .int()
    .nonnegative()
    .transform((id) => String(id)),
  z.string().regex(/^\d{1,20}$/),
]);
/** Milliseconds since the epoch. */
const AtMs = z.int().nonnegative();
const VenueName = z.string().regex(/^[\p{L}\p{N}_.-]{1,40}$/u);
const Asset = z.string().regex(/^[\p{L}\p{N}]{1,20}$/u);
const ClientOrderId = z.string().regex(/^[.A-Z:/a-z0-9_-]{1,36}$/);

/** GET /api/v3/exchangeInfo, as far as it is used. Entries are read one by one: one odd market must not hide the others. */
export const ExchangeInfo = z.looseObject({ symbols: z.array(z.unknown()).min(1) });

/** One market of exchangeInfo. */
export const SymbolEntry = z.looseObject({
  symbol: VenueName,
  status: z.string(),
  baseAsset: z.string().regex(/^[A-Z0-9]{1,20}$/),
  quoteAsset: z.string().regex(/^[A-Z0-9]{1,20}$/),
  isSpotTradingAllowed: z.boolean(),
  orderTypes: z.array(z.string()),
  filters: z.array(z.looseObject({ filterType: z.string() })),
});

/** Of one market, only what it is called: also of those that cannot be traded here, because an order may be open on one. */
export const NamedEntry = z.looseObject({ symbol: VenueName, baseAsset: z.string(), quoteAsset: z.string() });

/** The filters that an order is sized by. Binance has some twenty kinds; it checks the others itself, and says so. */
export const PriceFilter = z.looseObject({ filterType: z.literal('PRICE_FILTER'), tickSize: Positive });
export const LotSize = z.looseObject({ filterType: z.literal('LOT_SIZE'), stepSize: Positive, minQty: Amount });
export const Notional = z.looseObject({ filterType: z.enum(['NOTIONAL', 'MIN_NOTIONAL']), minNotional: Amount });

/** GET /api/v3/time. */
export const ServerTime = z.looseObject({ serverTime: AtMs });

/** GET /sapi/v1/asset/tradeFee. */
export const TradeFees = z
  .array(z.looseObject({ symbol: VenueName, makerCommission: Amount, takerCommission: Amount }))
  .min(1);

const DepthLevel = z.tuple([Positive, Positive]).rest(z.unknown());

/** GET /api/v3/depth: bids descend, asks ascend, and the sides do not cross. */
export const Depth = z
  .looseObject({ lastUpdateId: VenueId, bids: z.array(DepthLevel), asks: z.array(DepthLevel) })
  .refine(({ bids }) => bids.every(([price], i) => comesAfter(bids[i - 1]?.[0], price)), 'bids are out of order')
  .refine(({ asks }) => asks.every(([price], i) => comesAfter(price, asks[i - 1]?.[0])), 'asks are out of order')
  .refine(({ bids, asks }) => comesAfter(asks[0]?.[0], bids[0]?.[0]), 'the book is crossed');

/** GET /api/v3/account. An answer without any balance is not believed. */
export const Account = z.looseObject({
  balances: z.array(z.looseObject({ asset: Asset, free: Amount, locked: Amount })).min(1),
});

const Uid = VenueId.refine((uid) => !/^0*$/.test(uid), 'is no account');
/** GET /api/v3/account, of which account it is: all keys of one have its `uid`. What is not one tells nothing. */
export const AccountUid = z.looseObject({ uid: Uid.optional().catch(undefined) });

/** The venue's order types and the kinds we know; those that take profit become one of them once they are triggered. */
export const kinds = {
  LIMIT: 'limit',
  LIMIT_MAKER: 'limit-maker',
  STOP_LOSS_LIMIT: 'stop-limit',
  TAKE_PROFIT_LIMIT: 'limit',
  MARKET: 'market',
  STOP_LOSS: 'stop-market',
  TAKE_PROFIT: 'market',
} as const;

const OrderShape = z.looseObject({
  symbol: VenueName,
  orderId: VenueId,
  clientOrderId: ClientOrderId,
  price: Amount,
  origQty: Amount,
  executedQty: Amount,
  cummulativeQuoteQty: Amount,
  status: z.enum([
    'NEW',
    'PENDING_NEW',
    'PARTIALLY_FILLED',
    'FILLED',
    'CANCELED',
    'PENDING_CANCEL',
    'REJECTED',
    'EXPIRED',
    'EXPIRED_IN_MATCH',
  ]),
  type: z
    .enum(['LIMIT', 'LIMIT_MAKER', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT', 'MARKET', 'STOP_LOSS', 'TAKE_PROFIT'])
    .transform((type) => kinds[type]),
  timeInForce: z.string().transform((text) => timesInForce.find((word) => word === text.toLowerCase()) ?? null),
  side: z.enum(['BUY', 'SELL']),
  /** Told of orders that wait for a trigger; zero for others, or left out. */
  stopPrice: Amount.default(zero),
});

/** An order's fields without its time, which each endpoint names otherwise. */
export type OrderFields = z.output<typeof OrderShape>;

/** One order, from GET /api/v3/order. */
export const OrderAnswer = OrderShape.extend({ updateTime: AtMs }).refine(isConsistent, 'contradicts itself');

/**
 * One entry of openOrders, read as loosely as it can be and still be cancelled: whoever placed it may have used any kind of order, and one
 * that we do not know must not hide the others.
 */
const OpenAnswer = z.looseObject({
  symbol: VenueName,
  orderId: VenueId,
  clientOrderId: z.string().max(100),
  price: Amount,
  origQty: Amount,
  executedQty: Amount,
  type: z.string().regex(/^[A-Z_]{1,40}$/),
  side: z.enum(['BUY', 'SELL']),
  stopPrice: Amount.optional(),
});
/** An open order, whoever placed it. */
export type OpenFields = z.output<typeof OpenAnswer>;
/** GET /api/v3/openOrders. No order is in it twice. */
export const OpenAnswers = z
  .array(OpenAnswer)
  .refine((orders) => new Set(orders.map(({ symbol, orderId }) => `${symbol} ${orderId}`)).size === orders.length);

/** GET /sapi/v1/system/status: 0 is normal, 1 is maintenance. https://developers.binance.com/docs/wallet/others/system-status */
export const SystemStatus = z.looseObject({ status: z.int() });

/** DELETE /api/v3/order: `clientOrderId` names the cancel itself, `origClientOrderId` the order. */
export const CancelAnswer = OrderShape.extend({ origClientOrderId: ClientOrderId, transactTime: AtMs }).refine(
  isConsistent,
  'contradicts itself',
);

/** POST /api/v3/order with newOrderRespType FULL. */
export const PlacedAnswer = OrderShape.extend({
  fills: z.array(
    z.looseObject({ price: Positive, qty: Positive, commission: Amount, commissionAsset: Asset, tradeId: VenueId }),
  ),
  transactTime: AtMs,
}).refine(isConsistent, 'contradicts itself');

/** GET /api/v3/myTrades. */
export const Trades = z.array(
  z.looseObject({
    symbol: VenueName,
    id: VenueId,
    orderId: VenueId,
    price: Positive,
    qty: Positive,
    commission: Amount,
    commissionAsset: Asset,
    time: AtMs,
    isMaker: z.boolean(),
  }),
);

/** Whether the filled amount, its cost and the status can be true together; a half-true order would become a wrong position. */
function isConsistent(order: {
  readonly origQty: DecimalText;
  readonly executedQty: DecimalText;
  readonly cummulativeQuoteQty: DecimalText;
  readonly price: DecimalText;
  readonly stopPrice: DecimalText;
  readonly status: string;
  readonly type: OrderType;
}): boolean {
  const { executedQty: filled, origQty: whole } = order;
  if (!isWithoutPrice(order.type) && (order.price === zero || whole === zero)) return false;
  if (isStop(order.type) && (order.stopPrice === zero || whole === zero)) return false;
  if (filled === zero && order.cummulativeQuoteQty !== zero) return false;
  switch (order.status) {
    case 'NEW':
    case 'PENDING_NEW':
    case 'REJECTED':
      return filled === zero;
    case 'FILLED':
      return filled === whole;
    case 'PARTIALLY_FILLED':
      return filled !== zero && compare(filled, whole) < 0;
    default:
      return compare(filled, whole) <= 0;
  }
}

/** Whether `later` is above `earlier`; true where there is nothing to compare with. */
function comesAfter(later: DecimalText | undefined, earlier: DecimalText | undefined): boolean {
  return later === undefined || earlier === undefined || compare(later, earlier) > 0;
}
