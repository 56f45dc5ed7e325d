import { keccak_256 } from '@noble/hashes/sha3.js';
import { parseAddress } from '../../../core/domain/address.ts';
import { number, Point } from './curve.ts';

/** One party's half of the key at one epoch, all numbers as hexadecimal text. In clear: a test fixture, never for funds. */
export interface KeyShare {
  readonly party: 0 | 1;
  readonly epoch: number;
  /** EIP-55. */
  readonly address: string;
  /** Uncompressed, `04…`, without 0x. */
  readonly publicKey: string;
  readonly scalar: string;
  /** Party 0: the primes of its Paillier key. Party 1: party 0's modulus and party 0's scalar encrypted under it. */
  readonly paillier: { readonly p: string; readonly q: string } | { readonly n: string; readonly encrypted: string };
}

/** The point of this share alone, compressed, without 0x; those of both parties add up to the public key. */
export function sharePoint({ scalar }: KeyShare): string {
  return Point.BASE.multiply(number(scalar)).toHex();
}

/** The address of an uncompressed public key: the end of the Keccak-256 of its two coordinates. */
export function addressOf(publicKey: string): string {
  const hash = Buffer.from(keccak_256(Buffer.from(publicKey.slice(2), 'hex'))).toString('hex');
  const address = parseAddress(`0x${hash.slice(-40)}`);
  if (address === null) throw new Error('an address has 20 bytes');
  return address;
}
