import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, parseAddress } from '../../domain/address.ts';
import { type Hex, hexOf } from '../../domain/hex.ts';

/** The two numbers of a signature, 32 bytes each, s in the lower half (EIP-2). */
export interface SignatureNumbers {
  readonly r: Hex;
  readonly s: Hex;
  /** Which of the two public keys it is of. */
  readonly yParity: 0 | 1;
}

/** The address of a secret key; null when these bytes are none: not 32, zero, or not below the order of the curve. */
export function addressOfKey(key: Uint8Array): Address | null {
  if (!secp256k1.utils.isValidSecretKey(key)) return null;
  const point = secp256k1.getPublicKey(key, false);
  return parseAddress(hexOf(keccak_256(point.subarray(1)).subarray(12)));
}

/** Signs a digest of 32 bytes, the same way every time (RFC 6979). */
export function signDigest(digest: Uint8Array, key: Uint8Array): SignatureNumbers {
  const signature = secp256k1.sign(digest, key, { prehash: false, lowS: true, format: 'recovered' });
  const yParity = (signature[0] ?? 0) % 2 === 0 ? 0 : 1;
  return { r: hexOf(signature.subarray(1, 33)), s: hexOf(signature.subarray(33, 65)), yParity };
}
