import { generatePrimeSync } from 'node:crypto';
import { invert, modPow, randomBelow } from './curve.ts';

/** A Paillier key (https://en.wikipedia.org/wiki/Paillier_cryptosystem) with generator N + 1. Test sizes: never for funds. */
export interface PaillierKey {
  readonly p: bigint;
  readonly q: bigint;
}

/**
 * How long the modulus is by default. Signing needs room for the cube of the curve's order, 768 bits; 1024 keeps tests fast and is far
 * too short for anything real.
 */
export const testModulusBits = 1024;

/** A fresh key. */
export function paillierKey(bits = testModulusBits): PaillierKey {
  const prime = (): bigint => generatePrimeSync(bits / 2, { bigint: true });
  const p = prime();
  for (;;) {
    const q = prime();
    if (q !== p) return { p, q };
  }
}

/** Encrypts under modulus `n`. Cyphertexts multiply to sums, and to the power of a number to products. */
export function encrypt(n: bigint, message: bigint): bigint {
  const square = n * n;
  return ((1n + message * n) * modPow(randomBelow(n), n, square)) % square;
}

/** Decrypts. */
export function decrypt({ p, q }: PaillierKey, cyphertext: bigint): bigint {
  const n = p * q;
  const lambda = (p - 1n) * (q - 1n);
  return (((modPow(cyphertext, lambda, n * n) - 1n) / n) * invert(lambda, n)) % n;
}
