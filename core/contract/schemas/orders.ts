import * as z from 'zod';
import { AtMs, Decimal, Id, MarketSymbol, OrderType, RulingShape, Side, TimeInForce, Verdict } from './common.ts';

/**
 * What a person wants to trade. Exactly one of `amount` (base units) and `quoteAmount` (quote units, market orders only) is given;
 * `price`, in quote per base, for every type but 'market' and 'stop-market'; `stopPrice` for the two stop types and no other;
 * `timeInForce` for 'limit' only, where absent is 'gtc'.
 */
export const OrderDraft = z.strictObject({
  exchange: z.string().min(1).max(40),
  symbol: MarketSymbol,
  marketType: z.enum(['spot']).default('spot'),
  side: Side,
  type: OrderType,
  amount: Decimal.optional(),
  quoteAmount: Decimal.optional(),
  price: Decimal.optional(),
  stopPrice: Decimal.optional(),
  timeInForce: TimeInForce.optional(),
});

/** What changes in an order that is replaced: the new amount still to be traded, the new price, the new stop price, or several. */
export const ReplaceDraft = z.strictObject({
  orderId: Id,
  amount: Decimal.optional(),
  price: Decimal.optional(),
  stopPrice: Decimal.optional(),
});

/**
 * A judged order that can be submitted once before `expiresAtMs`. `worstCost` is the most that can leave the account: quote for a
 * buy (fee included, rounded up), base for a sell. `estimatedFee` uses the taker rate, and is null for a sale where the venue does not tell
 * now what the account pays. `blocked` says why it cannot pass right now.
 * `replaces` is the order that is cancelled first, null for a new one.
 */
export const OrderPreview = z.strictObject({
  previewId: Id,
  digest: z.string(),
  expiresAtMs: AtMs,
  replaces: Id.nullable(),
  draft: z.strictObject({
    exchange: z.string(),
    symbol: z.string(),
    marketType: z.literal('spot'),
    side: Side,
    type: OrderType,
    amount: Decimal.nullable(),
    quoteAmount: Decimal.nullable(),
    price: Decimal.nullable(),
    stopPrice: Decimal.nullable(),
    timeInForce: TimeInForce.nullable(),
  }),
  estimatedPrice: Decimal.nullable(),
  /** About how much base a market order by quote amount comes to; the amount itself for every other order. Null when the book cannot tell. */
  estimatedAmount: Decimal.nullable(),
  notional: Decimal,
  worstCost: z.strictObject({ amount: Decimal, asset: z.string() }),
  estimatedFee: z.strictObject({ amount: Decimal, asset: z.string() }).nullable(),
  verdict: Verdict,
  rulings: z.array(RulingShape),
  blocked: z.string().nullable(),
});

/** Where an order stands. An 'open' stop order may still wait for its stop price. 'pending' has left no answer yet; 'outcome-unknown' was sent and is being settled with the venue. */
export const OrderStatus = z.enum([
  'pending',
  'open',
  'partially-filled',
  'filled',
  'canceled',
  'expired',
  'rejected',
  'outcome-unknown',
]);

/** One order as the console keeps it. `amount` and `remaining` are null while a market order by quote amount has no answer yet. */
export const Order = z.strictObject({
  orderId: Id,
  clientOrderId: z.string(),
  venueOrderId: z.string().nullable(),
  exchange: z.string(),
  symbol: z.string(),
  side: Side,
  type: OrderType,
  timeInForce: TimeInForce.nullable(),
  amount: Decimal.nullable(),
  quoteAmount: Decimal.nullable(),
  price: Decimal.nullable(),
  stopPrice: Decimal.nullable(),
  filled: Decimal,
  remaining: Decimal.nullable(),
  averagePrice: Decimal.nullable(),
  status: OrderStatus,
  createdAtMs: AtMs,
  updatedAtMs: AtMs,
  reason: z.string().nullable(),
  /** The order that this one took the place of. */
  replaces: Id.nullable(),
});

/** What became of a submit: sent, or waiting for the person's approval, after which it is sent by itself. */
export const Submission = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('sent'), order: Order }),
  z.strictObject({ state: z.literal('awaiting-approval'), approvalId: Id, expiresAtMs: AtMs }),
]);

/** One asset that flattening came across. `why` says in words what was not sold, null where all of it was sent. */
export const FlattenedAsset = z.strictObject({
  asset: z.string(),
  amount: Decimal,
  symbol: z.string().nullable(),
  order: Order.nullable(),
  approvalId: Id.nullable(),
  why: z.string().nullable(),
});

/** What flattening did: the orders it cancelled, those it could not, and each asset it sold or left. */
export const Flattening = z.strictObject({
  quote: z.string(),
  canceled: z.number().int().nonnegative(),
  left: z.array(Order),
  assets: z.array(FlattenedAsset),
});

/** One execution. `fee.asset` is what the venue charged it in. */
export const Fill = z.strictObject({
  fillId: z.string(),
  orderId: Id,
  exchange: z.string(),
  symbol: z.string(),
  side: Side,
  price: Decimal,
  amount: Decimal,
  notional: Decimal,
  fee: z.strictObject({ amount: Decimal, asset: z.string() }),
  role: z.enum(['maker', 'taker']),
  atMs: AtMs,
});

/** What one asset amounts to: free + held = total. */
export const Balance = z.strictObject({
  asset: z.string(),
  free: Decimal,
  held: Decimal,
  total: Decimal,
});
