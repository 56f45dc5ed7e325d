import type { InputIssue } from '../errors.ts';
import { byteLength } from '../hex.ts';
import { err, ok, type Result } from '../result.ts';
import type { UnsignedTransaction } from './unsigned-transaction.ts';

const chainIds = 2n ** 53n;
const gasAmounts = 2n ** 64n;
const weiAmounts = 2n ** 256n;
const mostNonce = Number.MAX_SAFE_INTEGER - 1;

/** The transaction when every field is in the range its type asks for; else `invalid-input` with each that is not. */
export function checkRanges(transaction: UnsignedTransaction): Result<UnsignedTransaction> {
  const { type, chainId, nonce, valueWei, gas, gasPriceWei, maxFeePerGasWei, maxPriorityFeePerGasWei } = transaction;
  const issues: InputIssue[] = [];
  const need = (isSo: boolean, path: string, problem: string): void => {
    if (!isSo) issues.push({ path, problem });
  };
  const isBelow = (value: bigint | null, bound: bigint): boolean => value !== null && value >= 0n && value < bound;
  need(chainId > 0n && chainId < chainIds, 'chainId', 'is not a chain from 1 to 2^53-1');
  need(Number.isInteger(nonce) && nonce >= 0 && nonce <= mostNonce, 'nonce', 'is not from 0 to 2^53-2');
  need(isBelow(valueWei, weiAmounts), 'value', 'is not below 2^256');
  need(isBelow(gas, gasAmounts), 'gas', 'is not below 2^64');
  if (type === 2) {
    need(gasPriceWei === null, 'gasPrice', 'does not belong to type 2');
    need(isBelow(maxFeePerGasWei, weiAmounts), 'maxFeePerGas', 'is not below 2^256');
    need(isBelow(maxPriorityFeePerGasWei, weiAmounts), 'maxPriorityFeePerGas', 'is not below 2^256');
    const isTipWithin = (maxPriorityFeePerGasWei ?? 0n) <= (maxFeePerGasWei ?? 0n);
    need(isTipWithin, 'maxPriorityFeePerGas', 'is above maxFeePerGas');
  } else {
    need(isBelow(gasPriceWei, weiAmounts), 'gasPrice', 'is not below 2^256');
    need(
      maxFeePerGasWei === null && maxPriorityFeePerGasWei === null,
      'maxFeePerGas',
      `does not belong to type ${type}`,
    );
  }
  need(type !== 0 || transaction.accessList.length === 0, 'accessList', 'does not belong to type 0');
  const areSlots = transaction.accessList.every(({ storageKeys }) =>
    storageKeys.every((key) => byteLength(key) === 32),
  );
  need(areSlots, 'accessList', 'has a storage key that is not 32 bytes');
  return issues.length === 0 ? ok(transaction) : err({ code: 'invalid-input', retry: 'never', issues });
}
