import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, seal } from '../../../core/custody/seal.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const sealed = fc.record({
  key: bytes(32),
  nonce: bytes(12),
  context: fc.string(),
  plain: fc.uint8Array({ maxLength: 200 }),
});
const numRuns = process.env.PORTCULLIS_LONG === '1' ? 10_000 : 300;

describe('sealed bytes', () => {
  it('open again with the same key, nonce and context, and only show their length', () => {
    fc.assert(
      fc.property(sealed, ({ key, nonce, context, plain }) => {
        const closed = seal(key, nonce, context, plain);
        expect(closed.length).toBe(plain.length + 16);
        expect(open(key, nonce, context, closed)).toEqual(plain);
      }),
      { numRuns },
    );
  });

  it('do not open when one bit of anything is another', () => {
    fc.assert(
      fc.property(
        sealed,
        fc.nat(),
        fc.constantFrom('key', 'nonce', 'sealed'),
        ({ key, nonce, context, plain }, place, part) => {
          const closed = seal(key, nonce, context, plain);
          const parts = { key: key.slice(), nonce: nonce.slice(), sealed: Uint8Array.from(closed) };
          const bit = place % (parts[part].length * 8);
          parts[part][bit >> 3] = (parts[part][bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(open(parts.key, parts.nonce, context, parts.sealed)).toBeNull();
        },
      ),
      { numRuns },
    );
  });

  it('do not open in another context, cut short, or with a nonce of another length', () => {
    fc.assert(
      fc.property(sealed, fc.string(), fc.nat(), ({ key, nonce, context, plain }, other, cut) => {
        const closed = seal(key, nonce, context, plain);
        fc.pre(other !== context);
        expect(open(key, nonce, other, closed)).toBeNull();
        expect(open(key, nonce, context, closed.slice(0, cut % closed.length))).toBeNull();
        expect(open(key, nonce.slice(1), context, closed)).toBeNull();
      }),
      { numRuns },
    );
  });
});
