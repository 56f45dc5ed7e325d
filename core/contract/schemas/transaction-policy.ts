import * as z from 'zod';
import { EvmAddress, Whole } from './transactions.ts';

const Lower = EvmAddress.transform((address) => address.toLowerCase());
const ChainNumber = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const Selector = z.string().regex(/^0x[0-9a-f]{8}$/, 'is not 0x and 8 small hexadecimal digits');
const Word = z.string().regex(/^0x[0-9a-f]{64}$/, 'is not 0x and 64 small hexadecimal digits');
/** An asset of a chain: '<chain id>:native' or '<chain id>:<token address in small letters>'. */
const AssetName = z.string().regex(/^[1-9]\d{0,15}:(native|0x[0-9a-f]{40})$/, 'is not an asset such as 1:native');
/** Amounts by such an asset, in its smallest unit. */
export const AmountsByChainAsset = z.record(AssetName, Whole);

/** What one 32-byte word of a call's arguments may be, counted from 0: at most a number, one of a few words, or both. */
export const ArgumentRule = z.strictObject({
  index: z.number().int().min(0).max(63),
  atMost: Whole.optional(),
  oneOf: z.array(Word).max(100).optional(),
});

/** A call that is allowed: this contract, this function, and arguments within their rules. `name` is for the person. */
export const CallRule = z.strictObject({
  chainId: ChainNumber,
  to: Lower,
  selector: Selector,
  name: z.string().min(1).max(60),
  arguments: z.array(ArgumentRule).max(16).optional(),
});

/** A call that may be signed although the signer's screen does not show what it does. */
export const BlindRule = z.strictObject({ chainId: ChainNumber, to: Lower, selector: Selector });

/**
 * The limits and lists of transactions. Absent means no rule of that kind, except for what is only ever allowed by name: unlimited
 * approvals and blind signing, where absent is none.
 */
export const TransactionPolicy = z.strictObject({
  allowChainIds: z.array(ChainNumber).max(100).optional(),
  allowToAddresses: z.array(Lower).max(1000).optional(),
  maxValueWei: Whole.optional(),
  maxGas: Whole.optional(),
  maxGasPriceWei: Whole.optional(),
  maxDataBytes: z.number().int().min(0).max(131_072).optional(),
  disallowContractCreation: z.literal(true).optional(),
  /** The most that one transaction may pay in fees: its gas at its highest price, and a rollup's first layer. */
  maxFeeWei: Whole.optional(),
  /** The most of an asset that may leave in a rolling hour, and in rolling 24 hours, in its smallest unit; fees count as the native one. */
  maxHourSpend: AmountsByChainAsset.optional(),
  maxDaySpend: AmountsByChainAsset.optional(),
  /** When there is such a list, a transaction with calldata passes only when it is on it; taking an allowance back always may. */
  allowCalls: z.array(CallRule).max(500).optional(),
  /** A recipient can be sent to only so long after the person has named it. */
  coolingOffHours: z.number().int().min(1).max(720).optional(),
  allowUnlimitedApprovals: z.literal(true).optional(),
  allowBlindSigning: z.array(BlindRule).max(500).optional(),
});
