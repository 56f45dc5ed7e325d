import type { PolicyDocument } from '../contract/shapes.ts';
import { compare, type DecimalText } from '../domain/money.ts';

/** The engine's limits. Absent means that no limit of that kind is set. */
export interface Limits {
  readonly allowExchanges?: readonly string[] | undefined;
  readonly allowSymbols?: readonly string[] | undefined;
  readonly allowMarketTypes?: readonly string[] | undefined;
  /** In base units, inclusive. */
  readonly maxOrderAmount?: DecimalText | undefined;
  /** Whether every order needs the person's approval. */
  readonly approveEach?: boolean | undefined;
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
  const lower = (names: readonly string[] | undefined) => names?.map((name) => name.trim().toLowerCase());
  return {
    allowExchanges: lower(document.allowExchanges),
    allowSymbols: document.allowSymbols?.map((name) => name.trim().toUpperCase()),
    allowMarketTypes: lower(document.allowMarketTypes),
    maxOrderAmount: document.maxOrderAmount,
  };
}

/** Both sets of limits at once: lists meet, the smaller number counts. Neither can loosen the other. */
export function strictest(a: Limits, b: Limits): Limits {
  return {
    allowExchanges: meet(a.allowExchanges, b.allowExchanges),
    allowSymbols: meet(a.allowSymbols, b.allowSymbols),
    allowMarketTypes: meet(a.allowMarketTypes, b.allowMarketTypes),
    maxOrderAmount: lowest(a.maxOrderAmount, b.maxOrderAmount, (x, y) => compare(x, y) < 0),
    approveEach: a.approveEach === true || b.approveEach === true,
    allowSignerAddresses: meet(a.allowSignerAddresses, b.allowSignerAddresses),
    allowChainIds: meet(a.allowChainIds, b.allowChainIds),
    allowToAddresses: meet(a.allowToAddresses, b.allowToAddresses),
    maxValueWei: lowest(a.maxValueWei, b.maxValueWei, (x, y) => x < y),
    maxGas: lowest(a.maxGas, b.maxGas, (x, y) => x < y),
    maxGasPriceWei: lowest(a.maxGasPriceWei, b.maxGasPriceWei, (x, y) => x < y),
    maxDataBytes: lowest(a.maxDataBytes, b.maxDataBytes, (x, y) => x < y),
    disallowContractCreation: a.disallowContractCreation === true || b.disallowContractCreation === true,
  };
}

function meet<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.filter((item) => b.includes(item));
}

function lowest<T>(a: T | undefined, b: T | undefined, isLess: (x: T, y: T) => boolean): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isLess(b, a) ? b : a;
}
