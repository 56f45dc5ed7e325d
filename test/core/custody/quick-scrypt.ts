import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll } from 'vitest';
import { scryptCost } from '../../../core/custody/passphrase.ts';

const quickN = 2 ** 8;

/**
 * For the tests of a file that derive many keys and are not about what one costs: scrypt works as always, with a small N in place of the
 * full one. The program asks for the full one still, or it throws. What the full one gives is held by the tests that do not use this.
 */
export function quickScrypt(): void {
  const real = crypto.scrypt;
  beforeAll(() => {
    const quick = (
      password: crypto.BinaryLike,
      salt: crypto.BinaryLike,
      length: number,
      options: crypto.ScryptOptions,
      done: (error: Error | null, key: Buffer) => void,
    ): void => {
      const { N, p, r } = options;
      if (N !== scryptCost.N || N !== 131_072 || r !== 8 || p !== 1)
        throw new Error(`scrypt at N ${N}, r ${r}, p ${p}`);
      real(password, salt, length, { ...options, N: quickN }, done);
    };
    Object.assign(crypto, { scrypt: quick });
    syncBuiltinESMExports();
  });
  afterAll(() => {
    Object.assign(crypto, { scrypt: real });
    syncBuiltinESMExports();
  });
}
