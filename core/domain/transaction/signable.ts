import type { Address } from '../address.ts';
import type { Hex } from '../hex.ts';
import { serialiseUnsigned, signingDigest } from './serialise.ts';
import type { UnsignedTransaction } from './unsigned-transaction.ts';

/** A transaction ready to be signed: its fields, the bytes they make, the digest over those, and who is to sign. */
export interface SignableTransaction {
  readonly kind: 'transaction';
  readonly transaction: UnsignedTransaction;
  readonly unsigned: Hex;
  /** Keccak-256 of `unsigned`. */
  readonly digest: Hex;
  /** The pinned address. */
  readonly from: Address;
}

/** Makes the bytes and the digest once, so that every part after it speaks of the same ones. */
export function signable(transaction: UnsignedTransaction, from: Address): SignableTransaction {
  return {
    kind: 'transaction',
    transaction,
    unsigned: serialiseUnsigned(transaction),
    digest: signingDigest(transaction),
    from,
  };
}
