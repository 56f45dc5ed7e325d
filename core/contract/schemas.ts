import * as z from 'zod';
import { decisions, haltStates } from '../domain/errors.ts';
import { type DecimalText, readDecimal } from '../domain/money.ts';

/** Canonical decimal text. On the way in any plain decimal is taken and made canonical; more than that is refused. */
export const Decimal = z.string().transform((text, context): DecimalText => {
  const value = readDecimal(text);
  if (value !== null) return value;
  context.addIssue({
    code: 'custom',
    message: 'is not a plain decimal number',
  });
  return z.NEVER;
});

/** Milliseconds since the epoch. */
export const AtMs = z.number().int().nonnegative();

/** An identifier made by the core. */
export const Id = z.string().regex(/^[0-9a-zA-Z-]{1,64}$/);

/** 'BASE/QUOTE', upper case. */
export const MarketSymbol = z.string().regex(/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}$/);

/** Which side of the book an order takes. */
export const Side = z.enum(['buy', 'sell']);

/** The kinds of order offered. */
export const OrderType = z.enum(['limit', 'market']);

/** See `Ruling` of the domain. */
export const RulingShape = z.strictObject({
  layer: z.enum(['engine', 'signer']),
  rule: z.string(),
  decision: z.enum(decisions),
  code: z.string().nullable(),
  message: z.string(),
  facts: z.record(z.string(), z.string()),
});

/** The verdict over all rulings. */
export const Verdict = z.enum(decisions);

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

/** One market the venue offers, with its filters: prices are multiples of `tickSize`, amounts of `lotSize`. */
export const Market = z.strictObject({
  exchange: z.string(),
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  tickSize: Decimal,
  lotSize: Decimal,
  minAmount: Decimal,
  minNotional: Decimal,
  makerFee: Decimal,
  takerFee: Decimal,
});

/** One price level: [price, amount]. */
export const Level = z.tuple([Decimal, Decimal]);

/** One public trade; `takerSide` is the aggressor's. */
export const PublicTrade = z.strictObject({
  tradeId: z.string(),
  price: Decimal,
  amount: Decimal,
  takerSide: Side,
  atMs: AtMs,
});

/** Open, high, low, close and base volume of the period that starts at `atMs`. */
export const Candle = z.strictObject({
  atMs: AtMs,
  open: Decimal,
  high: Decimal,
  low: Decimal,
  close: Decimal,
  volume: Decimal,
});

/** The last 24 hours of one market. `changePercent` is a display figure with two decimals. */
export const Ticker = z.strictObject({
  symbol: z.string(),
  last: Decimal,
  bid: Decimal.nullable(),
  ask: Decimal.nullable(),
  high: Decimal,
  low: Decimal,
  volume: Decimal,
  changePercent: Decimal,
  atMs: AtMs,
});

/** All that a trading screen needs of one market; bids descend, asks ascend, trades newest first. */
export const MarketSnapshot = z.strictObject({
  symbol: z.string(),
  ticker: Ticker,
  bids: z.array(Level),
  asks: z.array(Level),
  trades: z.array(PublicTrade),
});

/** One change of a market: the new book (at most 25 levels a side), the new trades (newest first) and the current minute's candle. */
export const MarketUpdate = z.strictObject({
  symbol: z.string(),
  ticker: Ticker,
  bids: z.array(Level),
  asks: z.array(Level),
  newTrades: z.array(PublicTrade),
  candle: Candle.nullable(),
});

/** One reason the halt is engaged. `source` is who engaged it; `resolved` whether its cause is gone. */
export const HaltReason = z.strictObject({
  source: z.enum(['window', 'shortcut', 'tray', 'cli', 'http', 'environment', 'automatic']),
  code: z.string(),
  text: z.string(),
  atMs: AtMs,
  resolved: z.boolean(),
});

/** The halt control. `locked` names what keeps it from being released at all (`TRADING_HALTED=true`), else null. */
export const Halt = z.strictObject({
  state: z.enum(haltStates),
  sinceMs: AtMs.nullable(),
  reasons: z.array(HaltReason),
  locked: z.string().nullable(),
});

/** One line about a venue's health. `latencyMs` of the last answer; `skewMs` venue clock minus ours. */
export const VenueHealth = z.strictObject({
  exchange: z.string(),
  state: z.enum(['ok', 'degraded', 'down']),
  latencyMs: z.number().nullable(),
  skewMs: z.number().nullable(),
  text: z.string(),
});

/** A setting that could not be taken as it stands. */
export const SettingProblem = z.strictObject({
  name: z.string(),
  code: z.enum(['invalid_setting', 'invalid_policy_config', 'unknown_setting', 'unsafe_env_file', 'conflict']),
  text: z.string(),
});

/** One setting as the console sees it. Secrets are shown as '(set)'. `note` says what a later feature will do with it. */
export const SettingRow = z.strictObject({
  name: z.string(),
  source: z.enum(['environment', 'env-file', 'console', 'default']),
  value: z.string().nullable(),
  secret: z.boolean(),
  note: z.string().nullable(),
});

/** The chain of the audit trail as last verified. */
export const AuditChain = z.strictObject({
  state: z.enum(['verified', 'verifying', 'broken', 'failed']),
  headId: z.number().int().nonnegative(),
  verifiedToId: z.number().int().nonnegative(),
  verifiedAtMs: AtMs.nullable(),
  sealedToId: z.number().int().nonnegative(),
  problem: z.string().nullable(),
});

/** Whether secrets can be used: 'absent' no master key was ever made, 'locked' it is not at hand, 'open'. */
export const VaultState = z.enum(['absent', 'locked', 'open']);

/** The whole console on one page: what the top bar and `portcullis status` show. */
export const SystemStatus = z.strictObject({
  version: z.string(),
  mode: z.enum(['paper', 'live']),
  liveEnabled: z.boolean(),
  startedAtMs: AtMs,
  nowMs: AtMs,
  dataFolder: z.string(),
  runtime: z.string(),
  halt: Halt,
  vault: VaultState,
  audit: AuditChain,
  venue: VenueHealth,
  apiAddress: z.string().nullable(),
  apiProblem: z.string().nullable(),
  problems: z.array(SettingProblem),
  openOrders: z.number().int().nonnegative(),
  pendingApprovals: z.number().int().nonnegative(),
});

/** One row of the audit trail without its hashes. */
export const AuditRow = z.strictObject({
  id: z.number().int().positive(),
  timestamp: z.string(),
  eventType: z.string(),
  level: z.enum(['info', 'warn', 'error']),
  status: z.enum(['requested', 'ok', 'failed', 'unknown', 'recovered']),
  actor: z.string(),
  subject: z.string(),
  body: z.string().nullable(),
});

/** A row with what chains it. */
export const AuditRowDetail = z.strictObject({
  ...AuditRow.shape,
  bodyHash: z.string(),
  prevHash: z.string(),
  hash: z.string(),
  sealed: z.boolean(),
  retainUntil: z.string().nullable(),
});

/** Rows newest first; filters are exact except `text`, which is searched in subject and body. `beforeId` pages. */
export const AuditQuery = z.strictObject({
  eventType: z.string().optional(),
  level: z.enum(['info', 'warn', 'error']).optional(),
  status: z.enum(['requested', 'ok', 'failed', 'unknown', 'recovered']).optional(),
  text: z.string().max(200).optional(),
  fromMs: AtMs.optional(),
  toMs: AtMs.optional(),
  beforeId: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(500).default(50),
});

/**
 * What a walk over the chain found. `firstBadId` is the first row whose content, order or link is wrong; `gaps` are missing ids;
 * `cutTail` says the outside head knows rows that are gone; `unsealed` are spans of rows no key has confirmed.
 */
export const AuditVerification = z.strictObject({
  ok: z.boolean(),
  rows: z.number().int().nonnegative(),
  headId: z.number().int().nonnegative(),
  firstBadId: z.number().int().positive().nullable(),
  problem: z.string().nullable(),
  gaps: z.array(z.strictObject({ fromId: z.number().int(), toId: z.number().int() })),
  cutTail: z.boolean(),
  unsealed: z.array(z.strictObject({ fromId: z.number().int(), toId: z.number().int() })),
});

/**
 * What a person is asked in the approval window. `word` is the word to type, null where none is asked.
 * `digest` binds the answer to exactly what was shown.
 */
export const Approval = z.strictObject({
  approvalId: Id,
  kind: z.enum(['halt-release']),
  title: z.string(),
  lines: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  warnings: z.array(z.string()),
  word: z.string().nullable(),
  digest: z.string(),
  createdAtMs: AtMs,
  expiresAtMs: AtMs,
});

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
