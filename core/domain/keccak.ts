import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesOf, type Hex, hexOf } from './hex.ts';

/** Keccak-256 as Ethereum uses it, of bytes. */
export function keccak256(bytes: Hex): Hex {
  return hexOf(keccak_256(bytesOf(bytes)));
}
