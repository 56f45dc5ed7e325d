import * as z from 'zod';
import { parseAddress } from '../../domain/address.ts';
import { type Hex as HexText, readHex } from '../../domain/hex.ts';
import { AtMs, Decimal, Id, RulingShape, Verdict } from './common.ts';

/** An EVM address; one in mixed case has the right checksum. */
export const EvmAddress = z.string().transform((text, context) => {
  const address = parseAddress(text);
  if (address !== null) return address;
  context.addIssue({ code: 'custom', message: 'is not an address with a right checksum' });
  return z.NEVER;
});

/** Whole bytes as 0x text. */
export const HexBytes = z
  .string()
  .max(262_146)
  .transform((text, context): HexText => {
    const bytes = readHex(text);
    if (bytes !== null) return bytes;
    context.addIssue({ code: 'custom', message: 'is not hexadecimal of whole bytes' });
    return z.NEVER;
  });

/** A chain by its id (EIP-155). */
export const ChainId = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** A whole number of the smallest unit, as decimal text. */
export const Whole = z.string().regex(/^(0|[1-9]\d{0,77})$/, 'is not a whole number');

/** How much of a hurry there is, by what others paid lately; or the fees said outright, in wei for a unit of gas. */
export const FeeChoice = z.union([
  z.strictObject({ speed: z.enum(['slow', 'normal', 'fast']) }),
  z.strictObject({ maxFeePerGasWei: Whole, maxPriorityFeePerGasWei: Whole }),
]);

const common = { chainId: ChainId, fees: FeeChoice.optional(), gas: Whole.optional(), nonce: Whole.optional() };

/**
 * What a person wants to have signed. Amounts are in whole coins or tokens and exact: more decimals than the token has are refused.
 * `transaction` of a 'raw' draft is unsigned bytes as 0x text or a record of fields; everything in it is taken as it is or refused.
 */
export const TransactionDraft = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('transfer'), to: EvmAddress, amount: Decimal }),
  z.strictObject({ ...common, kind: z.literal('token-transfer'), token: EvmAddress, to: EvmAddress, amount: Decimal }),
  z.strictObject({
    ...common,
    kind: z.literal('token-approval'),
    token: EvmAddress,
    spender: EvmAddress,
    amount: z.union([Decimal, z.literal('unlimited')]),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('call'),
    to: EvmAddress.nullable(),
    valueWei: Whole.default('0'),
    data: HexBytes,
  }),
  z.strictObject({
    kind: z.literal('raw'),
    chainId: ChainId,
    transaction: z.union([HexBytes, z.record(z.string(), z.unknown())]),
  }),
]);

/** What a transaction means, as far as it can be told without asking anybody. Every line is for a person; amounts have their raw number. */
export const TransactionMeaning = z.strictObject({
  kind: z.string(),
  sentence: z.string(),
  lines: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  warnings: z.array(z.string()),
});

/** Something the person at a device sees on its screen, line by line. */
export const DeviceLine = z.strictObject({ label: z.string(), text: z.string() });

/**
 * A judged transaction that can be submitted once before `expiresAtMs`. All wei are decimal text. `maxCostWei` is the value and the most
 * that execution may cost, exact; `l1FeeWei` is a rollup's fee for its first layer, an estimate with a margin, null where there is none.
 * `unsigned` are the bytes that are signed, `digest` their Keccak-256, `calldataDigest` that of the calldata. `isFirstTime` says that
 * nothing was ever sent to this recipient from here. `blocked` says why it cannot pass right now.
 */
export const TransactionPreview = z.strictObject({
  previewId: Id,
  digest: z.string(),
  calldataDigest: z.string(),
  unsigned: z.string(),
  expiresAtMs: AtMs,
  chainId: ChainId,
  chainName: z.string(),
  nativeSymbol: z.string(),
  signer: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  toName: z.string().nullable(),
  isFirstTime: z.boolean(),
  type: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  nonce: z.number().int().nonnegative(),
  valueWei: Whole,
  gas: Whole,
  maxFeePerGasWei: Whole,
  maxPriorityFeePerGasWei: Whole.nullable(),
  maxFeeWei: Whole,
  l1FeeWei: Whole.nullable(),
  maxCostWei: Whole,
  data: z.string(),
  meaning: TransactionMeaning,
  /** What the Ledger will show; empty where the signer has no screen. */
  device: z.array(DeviceLine),
  replaces: Id.nullable(),
  verdict: Verdict,
  rulings: z.array(RulingShape),
  blocked: z.string().nullable(),
});

/**
 * Where a transaction stands. 'signing' is in the signer's hands; 'signed' is stored and not sent yet; 'sent' is on its way; 'included'
 * is in a block that may still go; 'in-doubt' may have been signed by a signer that gave no sure answer, so its nonce is kept;
 * 'refused' and 'failed' were not signed.
 */
export const TransactionStatus = z.enum([
  'signing',
  'signed',
  'sent',
  'included',
  'confirmed',
  'reverted',
  'replaced',
  'dropped',
  'refused',
  'failed',
  'in-doubt',
]);

/** One transaction as the console keeps it. `reason` says why it stands where it stands, in words; `progress` what the signer waits for. */
export const ChainTransaction = z.strictObject({
  transactionId: Id,
  chainId: ChainId,
  from: z.string(),
  to: z.string().nullable(),
  nonce: z.number().int().nonnegative(),
  valueWei: Whole,
  maxFeeWei: Whole,
  sentence: z.string(),
  signer: z.string(),
  /** Whether the signer's own screen showed what it signed; null where it has none or nothing was signed. */
  clearSigned: z.boolean().nullable(),
  status: TransactionStatus,
  reason: z.string().nullable(),
  progress: z.string().nullable(),
  hash: z.string().nullable(),
  blockNumber: z.number().int().nonnegative().nullable(),
  confirmations: z.number().int().nonnegative(),
  feePaidWei: Whole.nullable(),
  replaces: Id.nullable(),
  replacedBy: Id.nullable(),
  createdAtMs: AtMs,
  updatedAtMs: AtMs,
});

/** What became of a submit: signed and sent, or waiting for the person's approval. */
export const TransactionSubmission = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('sent'), transaction: ChainTransaction }),
  z.strictObject({ state: z.literal('awaiting-approval'), approvalId: Id, expiresAtMs: AtMs }),
]);

/** An allowance that a token's contract tells of; `amount` in whole tokens where its decimals are known. */
export const Allowance = z.strictObject({
  chainId: ChainId,
  token: z.string(),
  symbol: z.string().nullable(),
  spender: z.string(),
  raw: Whole,
  amount: Decimal.nullable(),
  isUnlimited: z.boolean(),
  /** What keeps it from being read, null when it was. */
  problem: z.string().nullable(),
});

/** A chain the console knows. `rpc` is where its address comes from; the address itself may hold a key and is never shown. */
export const KnownChain = z.strictObject({
  chainId: ChainId,
  name: z.string(),
  nativeSymbol: z.string(),
  rpc: z.enum(['environment', 'vault', 'none']),
  /** Whether a transaction for it may be signed on paper: development chains on this machine only. */
  isForPaper: z.boolean(),
  source: z.enum(['built-in', 'added']),
});

/** A token whose decimals and symbol are known: from the list that ships, or pinned by the person. */
export const KnownToken = z.strictObject({
  chainId: ChainId,
  address: z.string(),
  symbol: z.string(),
  decimals: z.number().int().min(0).max(255),
  source: z.enum(['bundled', 'pinned']),
});

/** What an address holds of a chain's own coin and of one token, as its RPC says. */
export const ChainBalance = z.strictObject({
  chainId: ChainId,
  address: z.string(),
  symbol: z.string(),
  raw: Whole,
  amount: Decimal,
});
