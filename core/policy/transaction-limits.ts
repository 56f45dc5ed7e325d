import type { BlindRule, CallRule, TransactionPolicy } from '../contract/shapes.ts';
import type { ChainAsset } from './transaction-facts.ts';

/** Amounts by an asset of a chain, in its smallest unit: a limit binds the assets that it names. */
export type AmountsByChainAsset = Readonly<Record<ChainAsset, bigint>>;

/** What only a policy document says of transactions. Absent is no limit; what is only allowed by name is absent where nothing is. */
export interface TransactionLimits {
  readonly maxFeeWei?: bigint | undefined;
  readonly maxHourSpend?: AmountsByChainAsset | undefined;
  readonly maxDaySpend?: AmountsByChainAsset | undefined;
  readonly allowCalls?: readonly CallRule[] | undefined;
  readonly coolingOffMs?: number | undefined;
  readonly mayApproveUnlimited?: boolean | undefined;
  readonly allowBlindSigning?: readonly BlindRule[] | undefined;
}

const hourMs = 60 * 60 * 1000;

/** What a document says of transactions that the environment has no word for. */
export function transactionLimitsOf(policy: TransactionPolicy | undefined): TransactionLimits {
  if (policy === undefined) return {};
  return {
    maxFeeWei: whole(policy.maxFeeWei),
    maxHourSpend: amounts(policy.maxHourSpend),
    maxDaySpend: amounts(policy.maxDaySpend),
    allowCalls: policy.allowCalls,
    coolingOffMs: policy.coolingOffHours === undefined ? undefined : policy.coolingOffHours * hourMs,
    mayApproveUnlimited: policy.allowUnlimitedApprovals,
    allowBlindSigning: policy.allowBlindSigning,
  };
}

/** The limit for one asset; undefined where it is not named, however it is called. */
export function spendLimit(limits: AmountsByChainAsset | undefined, asset: ChainAsset): bigint | undefined {
  return limits !== undefined && Object.hasOwn(limits, asset) ? limits[asset] : undefined;
}

/** Reads whole numbers that the document's shape has checked. */
export function whole(text: string | undefined): bigint | undefined {
  return text === undefined ? undefined : BigInt(text);
}

function amounts(given: Readonly<Record<string, string>> | undefined): AmountsByChainAsset | undefined {
  if (given === undefined) return undefined;
  return Object.fromEntries(Object.entries(given).map(([asset, amount]) => [asset, BigInt(amount)]));
}
