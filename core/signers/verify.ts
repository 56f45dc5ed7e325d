import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { hashMessage } from 'ethers';
import type { Address } from '../domain/address.ts';
import { parseAddress } from '../domain/address.ts';
import { bytesOf, type Hex, hexOf } from '../domain/hex.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { parseSigned, serialiseSigned, type TransactionSignature } from '../domain/transaction/serialise.ts';
import type { SignableTransaction } from '../domain/transaction/signable.ts';
import type { ClaimedSignature, ClaimedText, SignerKind } from './signer.ts';

declare const verified: unique symbol;

/** Signed bytes that were proved to be the approved transaction, signed by the pinned address. Only this file makes one. */
export interface VerifiedTransaction {
  readonly [verified]: true;
  readonly raw: Hex;
  /** The transaction's name on the chain. */
  readonly hash: Hex;
  readonly signable: SignableTransaction;
}

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/**
 * Believes nothing (law 2): takes a claimed signature apart, compares every byte that was approved with what was signed, wants both
 * numbers in range and s in the lower half (EIP-2), and recovers the signer. Any difference is `signature-mismatch`. From two numbers
 * the higher s is brought down first: it is the same signature, and the bytes are ours.
 */
export function verifySignature(
  signer: SignerKind,
  signable: SignableTransaction,
  claimed: ClaimedSignature,
): Result<VerifiedTransaction> {
  const mismatch = (what: string): Result<never> => err({ code: 'signature-mismatch', retry: 'never', signer, what });
  if (claimed.form === 'raw') {
    const parsed = parseSigned(claimed.raw);
    if (!parsed.ok) return mismatch('the answer is no signed transaction');
    const { signature } = parsed.value;
    const asked = serialiseSigned(signable.transaction, signature);
    if (asked !== claimed.raw) return mismatch('the transaction that came back is another one');
    if (!isInRange(signature.s, order / 2n) || !isInRange(signature.r, order - 1n)) {
      return mismatch('the signature is not in its lower form');
    }
    return fromSignature(signature);
  }
  if (!isInRange(claimed.r, order - 1n) || !isInRange(claimed.s, order - 1n)) {
    return mismatch('the signature is out of range');
  }
  const s = lower(claimed.s);
  const first = claimed.likelyParity ?? 0;
  for (const yParity of [first, first === 0 ? 1 : 0] as const) {
    const found = fromSignature({ r: claimed.r, s, yParity });
    if (found.ok) return found;
  }
  return mismatch('the signature is not by the pinned address');

  function fromSignature(signature: TransactionSignature): Result<VerifiedTransaction> {
    if (recovered(signable.digest, signature) !== signable.from) {
      return mismatch('the signature is not by the pinned address');
    }
    const raw = serialiseSigned(signable.transaction, signature);
    const parsed = parseSigned(raw);
    if (!parsed.ok) return mismatch('the signed bytes cannot be read back');
    return ok({ raw, hash: parsed.value.hash, signable } as VerifiedTransaction);
  }
}

/** Whether a signature over a text of ours (EIP-191) is by `address`. */
export function isTextSignedBy(text: string, { r, s }: ClaimedText, address: Address): boolean {
  if (!isInRange(r, order - 1n) || !isInRange(s, order - 1n)) return false;
  const digest = hashMessage(text) as Hex;
  return ([0, 1] as const).some((yParity) => recovered(digest, { r, s: lower(s), yParity }) === address);
}

function recovered(digest: Hex, { r, s, yParity }: TransactionSignature): Address | null {
  try {
    const numbers = secp256k1.Signature.fromBytes(bytesOf(`0x${r.slice(2)}${s.slice(2)}` as Hex), 'compact');
    const publicKey = numbers.addRecoveryBit(yParity).recoverPublicKey(bytesOf(digest)).toBytes(false);
    return parseAddress(hexOf(keccak_256(publicKey.subarray(1)).subarray(12)));
  } catch {
    return null;
  }
}

function isInRange(number: Hex, highest: bigint): boolean {
  if (!/^0x[0-9a-f]{64}$/.test(number)) return false;
  const value = BigInt(number);
  return value > 0n && value <= highest;
}

function lower(s: Hex): Hex {
  const value = BigInt(s);
  return value <= order / 2n ? s : (`0x${(order - value).toString(16).padStart(64, '0')}` as Hex);
}
