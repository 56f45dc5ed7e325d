import type { Address } from '../address.ts';
import type { Hex } from '../hex.ts';

/** The transaction types that are offered: legacy with EIP-155, EIP-2930, EIP-1559. */
export const transactionTypes = [0, 1, 2] as const;
export type TransactionType = (typeof transactionTypes)[number];

/** An address and the storage slots of it that the transaction names beforehand (EIP-2930). */
export interface AccessEntry {
  readonly address: Address;
  /** 32 bytes each. */
  readonly storageKeys: readonly Hex[];
}

/**
 * A transaction before it is signed, every field exact. What does not belong to its type is null (`accessList` is empty). Ranges:
 * `chainId` 1 to 2^53-1, `nonce` 0 to 2^53-2, `gas` below 2^64, wei below 2^256; the tip is never above the highest fee.
 */
export interface UnsignedTransaction {
  readonly type: TransactionType;
  readonly chainId: bigint;
  readonly nonce: number;
  /** Null makes a contract of `data`. */
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly gas: bigint;
  /** Types 0 and 1. */
  readonly gasPriceWei: bigint | null;
  /** Type 2: the most that is paid for a unit of gas, and how much of it may be a tip. */
  readonly maxFeePerGasWei: bigint | null;
  readonly maxPriorityFeePerGasWei: bigint | null;
  readonly data: Hex;
  readonly accessList: readonly AccessEntry[];
}

/** The most that a unit of gas may cost. */
export function highestGasPriceWei({ gasPriceWei, maxFeePerGasWei }: UnsignedTransaction): bigint {
  return maxFeePerGasWei ?? gasPriceWei ?? 0n;
}

/** The most that execution may cost: all of its gas at the highest price. Fees that a rollup adds for its first layer are not in it. */
export function maxFeeWei(transaction: UnsignedTransaction): bigint {
  return transaction.gas * highestGasPriceWei(transaction);
}
