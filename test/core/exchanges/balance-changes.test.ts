import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../core/contract/shapes.ts';
import { add, type DecimalText, decimal, fromUnits, subtract, zero } from '../../../core/domain/money.ts';
import { type Totals, unexplainedChanges, withFill } from '../../../core/exchanges/balance-changes.ts';

const totals = (entries: Readonly<Record<string, string>>): Totals =>
  new Map(Object.entries(entries).map(([asset, amount]) => [asset, decimal(amount)]));
const changes = (before: Totals, after: Totals, known: Totals = new Map()) =>
  unexplainedChanges({ before, after, known }).map(({ asset, change, isSuspect }) => [asset, change, isSuspect]);

const assets = ['BNB', 'BTC', 'ETH', 'EUR', 'USDT'] as const;
const anyAmount = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => fromUnits(units, 8));
const anyFill = fc
  .record({
    pair: fc.constantFrom('BTC/USDT', 'ETH/USDT', 'ETH/BTC', 'BTC/EUR'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    amount: anyAmount,
    notional: anyAmount,
    fee: fc.bigInt({ min: -1_000n, max: 10n ** 6n }).map((units) => fromUnits(units, 8)),
    feeAsset: fc.constantFrom(...assets),
  })
  .map(
    ({ amount, fee, feeAsset, notional, pair, side }): Fill => ({
      fillId: 'f',
      orderId: '0'.repeat(24),
      exchange: 'binance',
      symbol: pair,
      side,
      price: decimal('1'),
      amount,
      notional,
      fee: { amount: fee, asset: feeAsset },
      role: 'taker',
      atMs: 0,
    }),
  );
const anyMove = fc.record({
  asset: fc.constantFrom(...assets),
  by: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
});
const numRuns = process.env.PORTCULLIS_LONG === undefined ? 300 : 20_000;

describe('changes of an account that nothing here accounts for', () => {
  it('are none where nothing moved, or only what an order holds', () => {
    expect(changes(totals({ BTC: '1', EUR: '5' }), totals({ EUR: '5', BTC: '1' }))).toEqual([]);
    expect(changes(totals({ BTC: '0' }), totals({}))).toEqual([]);
  });

  it('are deposits and withdrawals alike, each with its sign', () => {
    expect(changes(totals({ BTC: '1' }), totals({ BTC: '1.5', EUR: '100' }))).toEqual([
      ['BTC', '0.5', false],
      ['EUR', '100', false],
    ]);
    expect(changes(totals({ BTC: '1' }), totals({ BTC: '0.25' }))).toEqual([['BTC', '-0.75', false]]);
  });

  it('are suspect where all of an asset is gone at once, told as zero or not told at all', () => {
    expect(changes(totals({ BTC: '1' }), totals({ BTC: '0' }))).toEqual([['BTC', '-1', true]]);
    expect(changes(totals({ BTC: '1', EUR: '2' }), totals({ EUR: '2' }))).toEqual([['BTC', '-1', true]]);
  });

  it('are not what a last place of rounding makes beside our own fill, but are without one', () => {
    const after = totals({ EUR: '89.99999999' });
    expect(changes(totals({ EUR: '100' }), after, totals({ EUR: '-10' }))).toEqual([]);
    expect(changes(totals({ EUR: '90' }), after)).toEqual([['EUR', '-0.00000001', false]]);
    expect(changes(totals({ EUR: '100' }), totals({ EUR: '89.99999998' }), totals({ EUR: '-10' }))).toHaveLength(1);
  });

  it('are exactly what moved beside our fills, whatever we filled and in whatever order', () => {
    const start = totals(Object.fromEntries(assets.map((asset) => [asset, '50000'])));
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 12 }), fc.array(anyMove, { maxLength: 6 }), (fills, moves) => {
        const known = fills.reduce(withFill, new Map() as Totals);
        const moved = new Map<string, DecimalText>();
        for (const { asset, by } of moves) moved.set(asset, add(moved.get(asset) ?? zero, fromUnits(by, 8)));
        const after = new Map(
          assets.map((asset) => {
            const ours = add(start.get(asset) ?? zero, known.get(asset) ?? zero);
            return [asset, add(ours, moved.get(asset) ?? zero)] as const;
          }),
        );
        const told = unexplainedChanges({ before: start, after, known });
        for (const asset of assets) {
          const real = moved.get(asset) ?? zero;
          const found = told.find((change) => change.asset === asset)?.change ?? zero;
          const isDust = ['0.00000001', '-0.00000001'].includes(real) && (known.get(asset) ?? zero) !== zero;
          expect(found).toBe(isDust ? zero : real);
          if (!isDust) {
            const sum = add(add(start.get(asset) ?? zero, known.get(asset) ?? zero), found);
            expect(subtract(after.get(asset) ?? zero, sum)).toBe(zero);
          }
        }
      }),
      { numRuns },
    );
  });
});
