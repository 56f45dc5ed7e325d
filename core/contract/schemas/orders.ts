import * as z from 'zod';
import { AtMs, Decimal, Id, MarketSymbol, OrderType, RulingShape, Side, Verdict } from './common.ts';

/** What a person wants to trade. `amount` in base units; `price` in quote per base, exactly for 'limit' orders. */
export const OrderDraft = z.strictObject({
  exchange: z.string().min(1).max(40),
  symbol: MarketSymbol,
  marketType: z.enum(['spot']).default('spot'),
  side: Side,
  type: OrderType,
  amount: Decimal,
  price: Decimal.optional(),
});

/**
 * A judged order that can be submitted once before `expiresAtMs`. `worstCost` is the most that can leave the account: quote for a
 * buy (fee included, rounded up), base for a sell. `estimatedFee` uses the taker rate. `blocked` says why it cannot pass right now.
 */
export const OrderPreview = z.strictObject({
  previewId: Id,
  digest: z.string(),
  expiresAtMs: AtMs,
  draft: z.strictObject({
    exchange: z.string(),
    symbol: z.string(),
    marketType: z.literal('spot'),
    side: Side,
    type: OrderType,
    amount: Decimal,
    price: Decimal.nullable(),
  }),
  estimatedPrice: Decimal.nullable(),
  notional: Decimal,
  worstCost: z.strictObject({ amount: Decimal, asset: z.string() }),
  estimatedFee: z.strictObject({ amount: Decimal, asset: z.string() }),
  verdict: Verdict,
  rulings: z.array(RulingShape),
  blocked: z.string().nullable(),
});

/** Where an order stands. 'pending' has left no answer yet; 'outcome-unknown' was sent and is being settled with the venue. */
export const OrderStatus = z.enum([
  'pending',
  'open',
  'partially-filled',
  'filled',
  'canceled',
  'rejected',
  'outcome-unknown',
]);

/** One order as the console keeps it. */
export const Order = z.strictObject({
  orderId: Id,
  clientOrderId: z.string(),
  venueOrderId: z.string().nullable(),
  exchange: z.string(),
  symbol: z.string(),
  side: Side,
  type: OrderType,
  amount: Decimal,
  price: Decimal.nullable(),
  filled: Decimal,
  remaining: Decimal,
  averagePrice: Decimal.nullable(),
  status: OrderStatus,
  createdAtMs: AtMs,
  updatedAtMs: AtMs,
  reason: z.string().nullable(),
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
