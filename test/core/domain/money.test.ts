import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  type DecimalText,
  decimal,
  divide,
  divideUnits,
  fromUnits,
  multiply,
  readDecimal,
  roundTo,
  subtract,
  toUnits,
} from '../../../core/domain/money.ts';

const amounts: fc.Arbitrary<DecimalText> = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 18 }))
  .map(([units, scale]) => fromUnits(units, scale));

describe('money', () => {
  it.each(['1e3', '.5', '1.', '01', '+1', '-0', '-0.0', '1,5', ' 1', '1 ', '', 'NaN', 'Infinity', '0x1', '１'])(
    'refuses %j',
    (text) => {
      expect(readDecimal(text)).toBeNull();
    },
  );

  it.each([
    ['0.10', '0.1'],
    ['100', '100'],
    ['0.000', '0'],
    ['-1.50', '-1.5'],
    ['123456789012345678901234567890.5', '123456789012345678901234567890.5'],
  ])('reads %s as %s', (text, canonical) => expect(readDecimal(text)).toBe(canonical));

  it('reads back exactly what it writes', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(readDecimal(amount)).toBe(amount);
      }),
    );
  });

  it('adds and subtracts exactly', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(subtract(add(a, b), b)).toBe(a);
      }),
    );
  });

  it('multiplies as whole numbers do', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        (a, b) => {
          expect(multiply(fromUnits(a, 9), fromUnits(b, 9))).toBe(fromUnits(a * b, 18));
        },
      ),
    );
  });

  it('compares as whole numbers do', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(compare(fromUnits(a, 8), fromUnits(b, 8))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('rounds toward zero or away from it, by less than one unit', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 8 }), (amount, scale) => {
        const unit = fromUnits(1n, scale);
        const size = (value: DecimalText) => (value.startsWith('-') ? decimal(value.slice(1)) : value);
        const down = roundTo(amount, scale, 'down');
        const up = roundTo(amount, scale, 'up');
        expect(compare(size(down), size(amount))).toBeLessThanOrEqual(0);
        expect(compare(size(up), size(amount))).toBeGreaterThanOrEqual(0);
        expect(compare(subtract(size(up), size(down)), unit)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('divides so that the quotient times the divisor brackets the dividend', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (a, b) => {
        const [numerator, divisor] = [fromUnits(a, 8), fromUnits(b, 8)];
        expect(compare(multiply(divide(numerator, divisor, 8, 'down'), divisor), numerator)).toBeLessThanOrEqual(0);
        expect(compare(multiply(divide(numerator, divisor, 8, 'up'), divisor), numerator)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('knows when an amount has more decimals than a scale', () => {
    expect(toUnits(decimal('1.25'), 2)).toBe(125n);
    expect(toUnits(decimal('1.255'), 2)).toBeNull();
    expect(divideUnits(-7n, 2n, 'up')).toBe(-4n);
    expect(divideUnits(-7n, 2n, 'down')).toBe(-3n);
  });
});
