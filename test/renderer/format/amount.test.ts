import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { counted, grouped, scaleOf, signed, typedAmount } from '../../../renderer/format/amount.ts';

const thin = '\u202f';

describe('amounts on screen', () => {
  it('groups the whole part in threes and fills decimals up to the scale', () => {
    expect(grouped('1234567.5', 2)).toBe(`1${thin}234${thin}567.50`);
    expect(grouped('999')).toBe('999');
    expect(grouped('-1000')).toBe(`−1${thin}000`);
    expect(grouped('0', 8)).toBe('0.00000000');
  });

  it('never rounds or cuts a decimal', () => {
    expect(grouped('0.123456789012345678', 2)).toBe('0.123456789012345678');
  });

  it('loses nothing: taking the groups out gives the amount back', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.stringMatching(/^\d{0,12}$/),
        (whole, fraction) => {
          const text = decimal(fraction === '' ? String(whole) : `${whole}.${fraction}`);
          const bare = grouped(text).replaceAll(thin, '').replace('−', '-');
          expect(bare).toBe(text);
        },
      ),
    );
  });

  it('answers what is no plain decimal as it is', () => {
    for (const text of ['', 'abc', '1e5', '–']) expect(grouped(text)).toBe(text);
  });

  it('signs every amount but zero', () => {
    expect(signed('1.4', 2)).toBe('+1.40');
    expect(signed('-0.87', 2)).toBe('−0.87');
    expect(signed('0', 2)).toBe('0.00');
    expect(signed('-0')).toBe('0');
  });

  it('knows the decimals of a tick and writes counts in groups', () => {
    expect(scaleOf('0.00001')).toBe(5);
    expect(scaleOf('1')).toBe(0);
    expect(counted(812406)).toBe(`812${thin}406`);
  });

  it('reads what a person types: spaces out, a lone decimal comma as a point, a bare point completed', () => {
    expect(typedAmount(`61${thin}000.5`)).toBe('61000.5');
    expect(typedAmount(' 1 000 ')).toBe('1000');
    expect(typedAmount('0,25')).toBe('0.25');
    expect(typedAmount('.5')).toBe('0.5');
    expect(typedAmount('5.')).toBe('5');
    expect(typedAmount('007')).toBe('7');
  });

  it('does not guess at a comma that could be a group', () => {
    expect(typedAmount('1,000.5')).toBe('1,000.5');
    expect(typedAmount('1,000,000')).toBe('1,000,000');
  });
});
