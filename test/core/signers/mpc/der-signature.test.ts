import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../../core/domain/hex.ts';
import { inLowerForm, readDerSignature } from '../../../../core/signers/mpc/der-signature.ts';

const order = secp256k1.Point.Fn.ORDER;
const number = fc.oneof(
  fc.bigInt({ min: 1n, max: order - 1n }),
  fc.bigInt({ min: 1n, max: 70_000n }),
  fc.bigInt({ min: order / 2n, max: order - 1n }),
);
const padded = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`;

/** What the library reads of strict DER, or null. */
function byLibrary(digits: string): { r: string; s: string } | null {
  try {
    const { r, s } = secp256k1.Signature.fromHex(digits, 'der');
    return { r: padded(r), s: padded(s) };
  } catch {
    return null;
  }
}

describe('a signature in DER', () => {
  it('is read as another library wrote it, high s included', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const digits = new secp256k1.Signature(r, s).toHex('der');
        expect(readDerSignature(digits)).toEqual({ r: padded(r), s: padded(s) });
        expect(readDerSignature(`0x${digits.toUpperCase()}`)).toEqual({ r: padded(r), s: padded(s) });
      }),
      { numRuns: 200 },
    );
  });

  it('with any one byte changed, added or left out is read exactly where the library reads it, and as it does', () => {
    fc.assert(
      fc.property(number, number, fc.nat(75), fc.nat(255), fc.nat(2), (r, s, at, byte, what) => {
        const digits = new secp256k1.Signature(r, s).toHex('der');
        const from = 2 * Math.min(at, digits.length / 2);
        const put = byte.toString(16).padStart(2, '0');
        const changed = digits.slice(0, from) + (what === 2 ? '' : put) + digits.slice(what === 0 ? from : from + 2);
        expect(readDerSignature(changed)).toEqual(byLibrary(changed));
      }),
      { numRuns: 1_500 },
    );
  });

  it('has one lower form', () => {
    const r = padded(7n) as Hex;
    expect(inLowerForm({ r, s: padded(order - 5n) as Hex })).toEqual({ r, s: padded(5n) });
    expect(inLowerForm({ r, s: padded(order / 2n) as Hex })).toEqual({ r, s: padded(order / 2n) });
    expect(inLowerForm({ r, s: padded(order / 2n + 1n) as Hex })).toEqual({ r, s: padded(order / 2n) });
  });

  it('is refused in every other encoding of the same numbers', () => {
    expect(readDerSignature('3006020101020101')).not.toBeNull();
    for (const other of [
      '', // nothing
      '30', // a tag alone
      '3000', // no numbers
      '3003020101', // one number
      '300602010102010100', // bytes after it
      '3009020101020101020101', // three numbers
      '308106020101020101', // the long form of the length
      '3080020101020101' + '0000', // the indefinite form
      '300702020001020101', // a needless zero in front
      '3006020181020101', // negative
      '3006020100020101', // r of zero
      '3006020101020100', // s of zero
      '3006030101020101', // not an integer
      '3106020101020101', // not a sequence
      '300602010102010', // half a byte
      '0x3006020101020101 ',
    ]) {
      expect(readDerSignature(other), other).toBeNull();
    }
    const tooHigh = `0221${'00'}${order.toString(16)}`;
    expect(readDerSignature(`3026${tooHigh}020101`)).toBeNull();
    expect(readDerSignature(`3026020101${tooHigh}`)).toBeNull();
  });
});
