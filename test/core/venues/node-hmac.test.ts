import { sha256, sha512 } from '@noble/hashes/sha2.js';
import binance from 'ccxt-src/binance.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmac } from '../../../core/venues/node-hmac.ts';

const hashes = [sha256, sha512] as const;
const digests = ['hex', 'base64', 'binary'] as const;
const bytes = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 300 }));

describe('signatures by Node', () => {
  it("are those of ccxt's own function", () => {
    const theirs = new binance().hmac;
    fc.assert(
      fc.property(
        bytes,
        bytes,
        fc.constantFrom(...hashes),
        fc.constantFrom(...digests),
        (message, secret, hash, digest) => {
          expect(hmac(message, secret, hash, digest)).toEqual(theirs(message, secret, hash, digest));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are those of RFC 4231, test case 2', () => {
    expect(hmac('what do ya want for nothing?', 'Jefe', sha256)).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(hmac('what do ya want for nothing?', 'Jefe', sha512)).toBe(
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    );
  });

  it('are not made with a function that is not known', () => {
    expect(() => hmac('a', 'b', { outputLen: 20 })).toThrow('no hash function of 20 bytes');
  });
});
