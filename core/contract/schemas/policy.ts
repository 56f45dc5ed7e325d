import * as z from 'zod';
import { Decimal } from './common.ts';

/** Quantities as decimal or 0x text (or safe whole numbers); null and missing are judged, not rejected. */
const Quantity = z
  .union([z.string().max(200), z.number().int().safe()])
  .nullable()
  .optional();
const Text = z.string().max(200_000).nullable().optional();

/** An order as `policy.simulate` takes it. */
export const SimulatedOrder = z.strictObject({
  exchange: Text,
  symbol: Text,
  marketType: Text,
  side: Text,
  type: Text,
  amount: Quantity,
  price: Quantity,
});

/** A transaction as `policy.simulate` takes it. */
export const SimulatedTransaction = z.strictObject({
  chainId: Quantity,
  to: Text,
  value: Quantity,
  gas: Quantity,
  gasPrice: Quantity,
  maxFeePerGas: Quantity,
  maxPriorityFeePerGas: Quantity,
  data: Text,
  nonce: Quantity,
  from: Text,
});

/** What to judge, by which layer, and (optionally) under which settings instead of the console's own. */
export const SimulateInput = z.union([
  z.strictObject({
    kind: z.literal('order'),
    order: SimulatedOrder,
    layer: z.enum(['engine', 'signer']).default('engine'),
    environment: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({
    kind: z.literal('transaction'),
    transaction: SimulatedTransaction,
    layer: z.enum(['engine', 'signer']).default('engine'),
    environment: z.record(z.string(), z.string()).optional(),
  }),
]);

/** The policy document: limits and lists set in the console, beside those of the environment. Absent means no rule of that kind. */
export const PolicyDocument = z.strictObject({
  version: z.literal(1),
  allowExchanges: z.array(z.string()).optional(),
  allowSymbols: z.array(z.string()).optional(),
  allowMarketTypes: z.array(z.string()).optional(),
  maxOrderAmount: Decimal.optional(),
});

/** One rule's standing limit with where it came from. */
export const PolicyRow = z.strictObject({
  layer: z.enum(['engine', 'signer']),
  rule: z.string(),
  title: z.string(),
  value: z.string().nullable(),
  source: z.enum(['environment', 'document', 'both', 'none']),
});
