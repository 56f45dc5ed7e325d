import { secp256k1 } from '@noble/curves/secp256k1.js';
import { expect, it } from 'vitest';
import { signTrial } from '../../../core/signers/sign-trial.ts';

const options = { prehash: false, lowS: true, format: 'compact' } as const;

it('the example of EIP-155 comes out byte for byte as it was published', () => {
  expect(signTrial()).toBe(true);
});

it.each([
  [
    'another signature by the right key',
    (digest: Uint8Array, key: Uint8Array) =>
      secp256k1.sign(digest, key, { ...options, extraEntropy: new Uint8Array(32).fill(1) }),
  ],
  ['a signature by another key', (digest: Uint8Array) => secp256k1.sign(digest, new Uint8Array(32).fill(7), options)],
  [
    'a signature over something else',
    (_digest: Uint8Array, key: Uint8Array) => secp256k1.sign(new Uint8Array(32).fill(1), key, options),
  ],
  ['bytes that are no signature', () => new Uint8Array(64)],
  ['nothing', () => new Uint8Array()],
  [
    'a library that throws',
    (): Uint8Array => {
      throw new Error('no');
    },
  ],
])('does not pass with %s', (_what, sign) => expect(signTrial(sign)).toBe(false));
