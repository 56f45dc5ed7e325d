import type { PolicyDocument } from '../contract/shapes.ts';
import { compare, type DecimalText } from '../domain/money.ts';
import { type TransactionLimits, transactionLimitsOf, whole } from './transaction-limits.ts';

/** Amounts by asset: a limit binds the assets that it names. */
export type AmountsByAsset = Readonly<Record<string, DecimalText>>;

/** The engine's limits. Absent means that no limit of that kind is set. */
export interface Limits extends TransactionLimits {
  readonly allowExchanges?: readonly string[] | undefined;
  readonly allowSymbols?: readonly string[] | undefined;
  readonly allowMarketTypes?: readonly string[] | undefined;
  /** In base units, inclusive. */
  readonly maxOrderAmount?: DecimalText | undefined;
  /** Whether every order needs the person's approval. */
  readonly approveEach?: boolean | undefined;
  /** The most one order may move, by quote asset, inclusive. */
  readonly maxOrderNotional?: AmountsByAsset | undefined;
  /** The most that may be reserved in a rolling hour and in rolling 24 hours, by quote asset, inclusive. */
  readonly maxHourNotional?: AmountsByAsset | undefined;
  readonly maxDayNotional?: AmountsByAsset | undefined;
  /** The most that live orders may lose in a day, by quote asset, inclusive. */
  readonly maxDayLoss?: AmountsByAsset | undefined;
  /** Orders in a rolling minute, inclusive. */
  readonly maxOrdersPerMinute?: number | undefined;
  /** How far on its bad side of the book's middle an order may trade, in percent, inclusive; a stop order from its stop price. */
  readonly priceBandPercent?: DecimalText | undefined;
  /** The most of an asset that a buy may lead to, inclusive. */
  readonly maxPosition?: AmountsByAsset | undefined;
  readonly allowSignerAddresses?: readonly string[] | undefined;
  readonly allowChainIds?: readonly bigint[] | undefined;
  readonly allowToAddresses?: readonly string[] | undefined;
  readonly maxValueWei?: bigint | undefined;
  readonly maxGas?: bigint | undefined;
  readonly maxGasPriceWei?: bigint | undefined;
  readonly maxDataBytes?: bigint | undefined;
  readonly disallowContractCreation?: boolean | undefined;
}

/** The limits of a policy document. */
export function limitsOfDocument(document: PolicyDocument): Limits {
  const { version: _, triggers: __, transactions, ...limits } = document;
  const lower = (names: readonly string[] | undefined) => names?.map((name) => name.trim().toLowerCase());
  return {
    ...limits,
    allowExchanges: lower(document.allowExchanges),
    allowSymbols: document.allowSymbols?.map((name) => name.trim().toUpperCase()),
    allowMarketTypes: lower(document.allowMarketTypes),
    ...custodyLimitsOf(transactions),
    ...transactionLimitsOf(transactions),
  };
}

/** What a document says of the limits that the environment can set too. */
function custodyLimitsOf(policy: PolicyDocument['transactions']): Limits {
  if (policy === undefined) return {};
  return {
    allowChainIds: policy.allowChainIds?.map(BigInt),
    allowToAddresses: policy.allowToAddresses,
    maxValueWei: whole(policy.maxValueWei),
    maxGas: whole(policy.maxGas),
    maxGasPriceWei: whole(policy.maxGasPriceWei),
    maxDataBytes: policy.maxDataBytes === undefined ? undefined : BigInt(policy.maxDataBytes),
    disallowContractCreation: policy.disallowContractCreation,
  };
}

/** Both sets of limits at once: lists meet, the smaller number counts. Neither can loosen the other. */
export function strictest(a: Limits, b: Limits): Limits {
  return {
    allowExchanges: meet(a.allowExchanges, b.allowExchanges),
    allowSymbols: meet(a.allowSymbols, b.allowSymbols),
    allowMarketTypes: meet(a.allowMarketTypes, b.allowMarketTypes),
    maxOrderAmount: lowest(a.maxOrderAmount, b.maxOrderAmount, isLessDecimal),
    approveEach: a.approveEach === true || b.approveEach === true,
    maxOrderNotional: lowestOfEach(a.maxOrderNotional, b.maxOrderNotional),
    maxHourNotional: lowestOfEach(a.maxHourNotional, b.maxHourNotional),
    maxDayNotional: lowestOfEach(a.maxDayNotional, b.maxDayNotional),
    maxOrdersPerMinute: lowest(a.maxOrdersPerMinute, b.maxOrdersPerMinute, (x, y) => x < y),
    priceBandPercent: lowest(a.priceBandPercent, b.priceBandPercent, isLessDecimal),
    maxPosition: lowestOfEach(a.maxPosition, b.maxPosition),
    allowSignerAddresses: meet(a.allowSignerAddresses, b.allowSignerAddresses),
    allowChainIds: meet(a.allowChainIds, b.allowChainIds),
    allowToAddresses: meet(a.allowToAddresses, b.allowToAddresses),
    maxValueWei: lowest(a.maxValueWei, b.maxValueWei, (x, y) => x < y),
    maxGas: lowest(a.maxGas, b.maxGas, (x, y) => x < y),
    maxGasPriceWei: lowest(a.maxGasPriceWei, b.maxGasPriceWei, (x, y) => x < y),
    maxDataBytes: lowest(a.maxDataBytes, b.maxDataBytes, (x, y) => x < y),
    disallowContractCreation: a.disallowContractCreation === true || b.disallowContractCreation === true,
    // Only a document speaks of the rest.
    maxDayLoss: lowestOfEach(a.maxDayLoss, b.maxDayLoss),
    maxFeeWei: lowest(a.maxFeeWei, b.maxFeeWei, (x, y) => x < y),
    maxHourSpend: a.maxHourSpend ?? b.maxHourSpend,
    maxDaySpend: a.maxDaySpend ?? b.maxDaySpend,
    allowCalls: a.allowCalls ?? b.allowCalls,
    coolingOffMs: a.coolingOffMs ?? b.coolingOffMs,
    mayApproveUnlimited: a.mayApproveUnlimited ?? b.mayApproveUnlimited,
    allowBlindSigning: a.allowBlindSigning ?? b.allowBlindSigning,
  };
}

/** The limit for one asset; undefined where it is not named, however it is called. */
export function limitFor(limits: AmountsByAsset | undefined, asset: string): DecimalText | undefined {
  return limits !== undefined && Object.hasOwn(limits, asset) ? limits[asset] : undefined;
}

function meet<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.filter((item) => b.includes(item));
}

function lowest<T>(a: T | undefined, b: T | undefined, isLess: (x: T, y: T) => boolean): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isLess(b, a) ? b : a;
}

function lowestOfEach(a: AmountsByAsset | undefined, b: AmountsByAsset | undefined): AmountsByAsset | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const assets = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    assets.flatMap((asset) => {
      const least = lowest(limitFor(a, asset), limitFor(b, asset), isLessDecimal);
      return least === undefined ? [] : [[asset, least]];
    }),
  );
}

function isLessDecimal(x: DecimalText, y: DecimalText): boolean {
  return compare(x, y) < 0;
}
