import { type Signature, Transaction } from 'ethers';
import { parseAddress } from '../address.ts';
import { type Hex, readHex } from '../hex.ts';
import { err, ok, type Result } from '../result.ts';
import { checkRanges } from './check-ranges.ts';
import type { AccessEntry, UnsignedTransaction } from './unsigned-transaction.ts';

/** The bytes that are signed, by ethers: `rlp([…, chainId, 0, 0])` for type 0 (EIP-155), `type || rlp([…])` for 1 and 2. */
export function serialiseUnsigned(transaction: UnsignedTransaction): Hex {
  return toEthers(transaction).unsignedSerialized as Hex;
}

/** Keccak-256 of the bytes that are signed: what a signature is made over. */
export function signingDigest(transaction: UnsignedTransaction): Hex {
  return toEthers(transaction).unsignedHash as Hex;
}

/** A signature as the chain knows it: two numbers of 32 bytes and which of the two public keys it is. */
export interface TransactionSignature {
  readonly r: Hex;
  readonly s: Hex;
  readonly yParity: 0 | 1;
}

/** The bytes that are broadcast: the transaction with its signature. Throws on a signature out of range. */
export function serialiseSigned(transaction: UnsignedTransaction, { r, s, yParity }: TransactionSignature): Hex {
  const signed = toEthers(transaction);
  signed.signature = { r, s, yParity };
  return signed.serialized as Hex;
}

/** A signed transaction, taken apart. */
export interface SignedTransaction {
  readonly transaction: UnsignedTransaction;
  readonly signature: TransactionSignature;
  /** Keccak-256 of the signed bytes: its name on the chain. */
  readonly hash: Hex;
}

/** Unsigned bytes, taken apart; `invalid-input` for any that are not exactly one transaction of type 0, 1 or 2 for a chain. */
export function parseUnsigned(bytes: Hex): Result<UnsignedTransaction> {
  const parsed = parse(bytes);
  if (parsed === null || parsed.signature !== null) return invalid('is not an unsigned transaction');
  const transaction = fromEthers(parsed);
  if (!transaction.ok) return transaction;
  return serialiseUnsigned(transaction.value) === bytes ? transaction : invalid('is not in its one form');
}

/** Signed bytes, taken apart; `invalid-input` for any that are not exactly one signed transaction of type 0, 1 or 2 for a chain. */
export function parseSigned(bytes: Hex): Result<SignedTransaction> {
  const parsed = parse(bytes);
  const name = parsed === null ? null : hashOf(parsed);
  if (parsed === null || name === null) return invalid('is not a signed transaction');
  const transaction = fromEthers(parsed);
  if (!transaction.ok) return transaction;
  const { r, s, yParity } = name.signature;
  const signature: TransactionSignature = { r: r as Hex, s: s as Hex, yParity };
  if (serialiseSigned(transaction.value, signature) !== bytes) return invalid('is not in its one form');
  return ok({ transaction: transaction.value, signature, hash: name.hash });
}

/** The signature and the hash; null where there is none, or one that ethers does not write, such as with an s in the upper half. */
function hashOf(parsed: Transaction): { readonly hash: Hex; readonly signature: Signature } | null {
  try {
    const { hash, signature } = parsed;
    return hash === null || signature === null ? null : { hash: hash as Hex, signature };
  } catch {
    return null;
  }
}

function parse(bytes: Hex): Transaction | null {
  try {
    return Transaction.from(bytes);
  } catch {
    return null;
  }
}

function fromEthers(parsed: Transaction): Result<UnsignedTransaction> {
  const { type } = parsed;
  if (type !== 0 && type !== 1 && type !== 2) return invalid(`is of type ${type}`);
  const to = parsed.to === null ? null : parseAddress(parsed.to);
  const data = readHex(parsed.data);
  if (data === null || (parsed.to !== null && to === null)) return invalid('has no readable recipient or data');
  const accessList: AccessEntry[] = [];
  for (const { address, storageKeys } of type === 0 ? [] : (parsed.accessList ?? [])) {
    const named = parseAddress(address);
    if (named === null) return invalid('names an address that is none');
    accessList.push({ address: named, storageKeys: storageKeys.map((key) => key.toLowerCase() as Hex) });
  }
  return checkRanges({
    type,
    chainId: parsed.chainId,
    nonce: parsed.nonce,
    to,
    valueWei: parsed.value,
    gas: parsed.gasLimit,
    gasPriceWei: type === 2 ? null : parsed.gasPrice,
    maxFeePerGasWei: type === 2 ? parsed.maxFeePerGas : null,
    maxPriorityFeePerGasWei: type === 2 ? parsed.maxPriorityFeePerGas : null,
    data,
    accessList,
  });
}

function toEthers(transaction: UnsignedTransaction): Transaction {
  const { type, chainId, nonce, to, valueWei, gas, data, accessList } = transaction;
  const common = { type, chainId, nonce, to, value: valueWei, gasLimit: gas, data };
  const entries = accessList.map(({ address, storageKeys }) => ({ address, storageKeys: [...storageKeys] }));
  if (type === 2) {
    const { maxFeePerGasWei, maxPriorityFeePerGasWei } = transaction;
    return Transaction.from({
      ...common,
      accessList: entries,
      maxFeePerGas: maxFeePerGasWei,
      maxPriorityFeePerGas: maxPriorityFeePerGasWei,
    });
  }
  const priced = { ...common, gasPrice: transaction.gasPriceWei };
  return Transaction.from(type === 1 ? { ...priced, accessList: entries } : priced);
}

function invalid(problem: string): Result<never> {
  return err({ code: 'invalid-input', retry: 'never', issues: [{ path: '', problem }] });
}
