import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, decimal, divide, fromUnits, multiply } from '../../../core/domain/money.ts';
import { type Preset, type PresetFacts, presetAmount, presets } from '../../../renderer/state/preset-amount.ts';

const sell: PresetFacts = {
  side: 'sell',
  type: 'limit',
  free: decimal('0.11988'),
  price: null,
  stopPrice: null,
  asks: [],
  lotSize: decimal('0.00001'),
};
const buy: PresetFacts = { ...sell, side: 'buy', free: decimal('10000'), price: decimal('61000.5') };

describe('presets of the free balance', () => {
  it('sells the share of the base down to a lot', () => {
    expect(presetAmount(25, sell)).toBe('0.02997');
    expect(presetAmount(100, sell)).toBe('0.11988');
    expect(presetAmount(75, { ...sell, free: decimal('0.00003') })).toBe('0.00002');
  });

  it('buys what the share of the quote pays for at the limit price', () => {
    expect(presetAmount(100, buy)).toBe('0.16393');
    expect(presetAmount(50, buy)).toBe('0.08196');
  });

  it('buys behind a stop price by its limit, or without one by the stop price and a margin', () => {
    const stop = { ...buy, stopPrice: decimal('60000'), price: decimal('61000.5') };
    expect(presetAmount(100, { ...stop, type: 'stop-limit' })).toBe('0.16393');
    // 10,000 / 60,600
    expect(presetAmount(100, { ...stop, type: 'stop-market' })).toBe('0.16501');
    expect(presetAmount(100, { ...stop, type: 'stop-market', stopPrice: null })).toBeNull();
  });

  it('knows nothing without a price, without a book, or for less than a lot', () => {
    expect(presetAmount(100, { ...buy, price: null })).toBeNull();
    expect(presetAmount(100, { ...buy, price: decimal('0') })).toBeNull();
    expect(presetAmount(100, { ...buy, type: 'market' })).toBeNull();
    expect(presetAmount(25, { ...sell, free: decimal('0.00003') })).toBeNull();
    expect(presetAmount(100, { ...sell, free: decimal('0') })).toBeNull();
  });

  it('buys at market no deeper than the share pays for at the deepest price with its margin', () => {
    const asks: PresetFacts['asks'] = [
      [decimal('100'), decimal('1')],
      [decimal('110'), decimal('5')],
    ];
    const facts: PresetFacts = { ...buy, type: 'market', lotSize: decimal('0.01'), asks };
    expect(presetAmount(100, { ...facts, free: decimal('50.5') })).toBe('0.5');
    // 101.5 would pay for a little over 1 at 100, but not for 1 at 110: it stays at the first level.
    expect(presetAmount(100, { ...facts, free: decimal('101.5') })).toBe('1');
    expect(presetAmount(100, { ...facts, free: decimal('222.2') })).toBe('2');
    expect(presetAmount(100, { ...facts, free: decimal('99999') })).toBe('6');
  });

  it('never costs more than the share, is a whole number of lots, and one lot more would cost too much', () => {
    const cents = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => fromUnits(units, 2));
    const lots = fc.constantFrom('0.00001', '0.003', '0.1', '1').map(decimal);
    fc.assert(
      fc.property(fc.constantFrom<Preset>(...presets), cents, cents, lots, (preset, free, price, lotSize) => {
        const amount = presetAmount(preset, { ...buy, free, price, lotSize });
        if (amount === null) return;
        const budget = multiply(free, decimal(preset === 100 ? '1' : `0.${preset}`));
        expect(compare(multiply(amount, price), budget)).toBeLessThanOrEqual(0);
        const count = divide(amount, lotSize, 0, 'down');
        expect(multiply(count, lotSize)).toBe(amount);
        const oneMore = multiply(fromUnits(BigInt(count) + 1n, 0), lotSize);
        expect(compare(multiply(oneMore, price), budget)).toBe(1);
      }),
    );
  });
});
