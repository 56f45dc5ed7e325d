import * as z from 'zod';
import { Decimal } from './common.ts';
import { TransactionPolicy } from './transaction-policy.ts';

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
  quoteAmount: Quantity,
  price: Quantity,
  stopPrice: Quantity,
  timeInForce: Text,
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

/** What to judge, by which layer, and (optionally) under which settings or policy document instead of the console's own. */
export const SimulateInput = z.union([
  z.strictObject({
    kind: z.literal('order'),
    order: SimulatedOrder,
    layer: z.enum(['engine', 'signer']).default('engine'),
    environment: z.record(z.string(), z.string()).optional(),
    document: z.lazy(() => PolicyDocument).optional(),
  }),
  z.strictObject({
    kind: z.literal('transaction'),
    transaction: SimulatedTransaction,
    layer: z.enum(['engine', 'signer']).default('engine'),
    environment: z.record(z.string(), z.string()).optional(),
    document: z.lazy(() => PolicyDocument).optional(),
  }),
]);

/** An amount that is not negative. */
const Amount = Decimal.refine((amount) => !amount.startsWith('-'), 'must not be negative');

/** Anything without a key `__proto__`, which zod would leave out of a record without a word instead of refusing it. */
const WithoutPrototype = z.custom<Record<string, string>>(
  (value) => typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__'),
  'names what is no asset',
);

/** Amounts by asset, such as { "USDT": "1000" }. */
export const AmountsByAsset = WithoutPrototype.pipe(z.record(z.string().regex(/^[A-Z0-9]{1,20}$/), Amount));

/**
 * When the console halts by itself, and when an exchange takes only orders that reduce. Absent is the default in brackets: a higher
 * threshold, and a longer time, is looser.
 */
export const TriggerThresholds = z.strictObject({
  /** Refused submits of one origin within a minute (5). */
  refusedSubmits: z.number().int().min(1).max(1000).optional(),
  /** A jump of the wall clock against the monotonic one, in seconds (60). */
  clockJumpSeconds: z.number().int().min(1).max(86_400).optional(),
  /** Free space under the data folder, in megabytes (100): less halts, so a lower number is looser. */
  freeDiskMegabytes: z.number().int().min(1).max(1_000_000).optional(),
  /** A market from which nothing was heard for so many seconds while orders are open (60). */
  staleMarketSeconds: z.number().int().min(1).max(86_400).optional(),
  /** Requests to one exchange that went wrong within a minute (5): from so many on only orders that reduce go there. */
  venueErrors: z.number().int().min(1).max(1000).optional(),
  /** How long an exchange may take to answer, in milliseconds (3000): likewise above it. */
  venueLatencyMs: z.number().int().min(1).max(60_000).optional(),
  /** How far its clock is from ours, in milliseconds (1000): likewise from there on. Live trading never allows more. */
  venueSkewMs: z.number().int().min(1).max(1000).optional(),
  /** For how long an exchange has told nothing new of its time or of what is held there, in seconds (90): likewise above it. */
  staleVenueSeconds: z.number().int().min(60).max(86_400).optional(),
});

/**
 * The policy document: limits and lists set in the console, beside those of the environment. Absent means no rule of that kind.
 * Amounts are inclusive. Limits by asset bind the assets that they name.
 */
export const PolicyDocument = z.strictObject({
  version: z.literal(1),
  allowExchanges: z.array(z.string().min(1).max(40)).max(500).optional(),
  allowSymbols: z.array(z.string().min(1).max(60)).max(5000).optional(),
  allowMarketTypes: z.array(z.string().min(1).max(40)).max(50).optional(),
  /** In base units, of whatever asset. */
  maxOrderAmount: Amount.optional(),
  /** Each order needs the person's own approval. */
  approveEach: z.literal(true).optional(),
  /** The most one order may move, by quote asset. */
  maxOrderNotional: AmountsByAsset.optional(),
  /** The most that may be reserved in a rolling hour, by quote asset. */
  maxHourNotional: AmountsByAsset.optional(),
  /** The most that may be reserved in rolling 24 hours, by quote asset. */
  maxDayNotional: AmountsByAsset.optional(),
  /** The most that live orders may lose in a day (UTC), by quote asset: more halts. */
  maxDayLoss: AmountsByAsset.optional(),
  /** Orders in a rolling minute, over all markets. */
  maxOrdersPerMinute: z.number().int().min(0).max(10_000).optional(),
  /** How far on its bad side of a fresh book's middle an order may trade, in percent: a buy above it, a sell below it. A stop order's from its stop price. */
  priceBandPercent: Amount.optional(),
  /** The most of an asset that a buy may lead to: what is there, what open buys may add and the order itself. */
  maxPosition: AmountsByAsset.optional(),
  transactions: TransactionPolicy.optional(),
  triggers: TriggerThresholds.optional(),
});

/** One rule's standing limit with where it came from; 'built-in' always holds, 'none' sets no limit. `environment` and `document` are its value in each, null where it has none. */
export const PolicyRow = z.strictObject({
  layer: z.enum(['engine', 'signer']),
  rule: z.string(),
  title: z.string(),
  value: z.string().nullable(),
  source: z.enum(['environment', 'document', 'both', 'built-in', 'none']),
  environment: z.string().nullable(),
  document: z.string().nullable(),
});

/** What a change of the document would do: the fields that become looser, and those that become stricter, in words. */
export const PolicyChange = z.strictObject({
  loosens: z.array(z.string()),
  tightens: z.array(z.string()),
});

/** One recorded request judged again. `was` is what happened then. */
export const ReplayedRequest = z.strictObject({
  auditId: z.number().int().positive(),
  timestamp: z.string(),
  symbol: z.string(),
  side: z.string(),
  amount: z.string(),
  was: z.enum(['allowed', 'refused']),
  now: z.enum(['allow', 'needs-approval', 'deny']),
  /** The codes of the rules that spoke against it now. */
  codes: z.array(z.string()),
});

/** What a document would have done to the recorded requests, newest first. */
export const PolicyReplay = z.strictObject({
  requests: z.number().int().nonnegative(),
  allowed: z.number().int().nonnegative(),
  needsApproval: z.number().int().nonnegative(),
  denied: z.number().int().nonnegative(),
  /** How often each rule spoke against a request. */
  byRule: z.array(z.strictObject({ rule: z.string(), times: z.number().int() })),
  rows: z.array(ReplayedRequest),
});

/** How much of a limit is used now. `asset` is null where the limit counts orders. */
export const LimitUse = z.strictObject({
  rule: z.string(),
  asset: z.string().nullable(),
  used: Decimal,
  limit: Decimal,
});
