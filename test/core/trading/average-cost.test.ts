import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Balance, Fill } from '../../../core/contract/shapes.ts';
import { csvLine } from '../../../core/domain/csv.ts';
import { add, compare, decimal, fromUnits, multiply, subtract, zero } from '../../../core/domain/money.ts';
import { createAverageCost, toPosition } from '../../../core/trading/average-cost.ts';
import { drawdownOf, worthOf } from '../../../core/trading/equity.ts';

let fills = 0;
function fill(side: 'buy' | 'sell', amount: string, price: string, fee = '0', feeAsset = 'USDT'): Fill {
  fills += 1;
  return {
    fillId: `f${fills}`,
    orderId: 'o1',
    exchange: 'practice',
    symbol: 'BTC/USDT',
    side,
    price: decimal(price),
    amount: decimal(amount),
    notional: multiply(decimal(amount), decimal(price)),
    fee: { amount: decimal(fee), asset: feeAsset },
    role: 'taker',
    atMs: fills,
  };
}
function books(list: readonly Fill[]) {
  const costs = createAverageCost();
  const costed = list.map((item) => costs.take(item));
  const [holding] = costs.holdings();
  if (holding === undefined) throw new Error('no holding');
  return { costed, position: toPosition(holding, decimal('200')) };
}

describe('average cost', () => {
  it('realises what a sale brings beyond its share of the cost', () => {
    const { costed, position } = books([fill('buy', '1', '100'), fill('buy', '1', '200'), fill('sell', '1', '180')]);
    expect(costed[2]).toMatchObject({ costBasis: '150', realised: '30' });
    expect(position).toMatchObject({ amount: '1', cost: '150', averageCost: '150', realised: '30', unrealised: '50' });
  });

  it('counts fees in quote as cost, fees in base as less to hold, and lists all of them', () => {
    const { position } = books([
      fill('buy', '1', '100', '0.001', 'BTC'),
      fill('buy', '1', '100', '1'),
      fill('sell', '1', '100', '0.5', 'BNB'),
    ]);
    expect(position.amount).toBe('0.999');
    expect(position.fees).toEqual([
      { asset: 'BTC', amount: '0.001' },
      { asset: 'USDT', amount: '1' },
      { asset: 'BNB', amount: '0.5' },
    ]);
    const [, , sale] = books([
      fill('buy', '2', '100', '2'),
      fill('buy', '0', '1'),
      fill('sell', '1', '110', '1'),
    ]).costed;
    expect(sale).toMatchObject({ costBasis: '101', realised: '8' });
  });

  it('claims no profit on what was not bought here', () => {
    const { costed, position } = books([fill('sell', '0.5', '100'), fill('buy', '1', '100'), fill('sell', '2', '150')]);
    expect(costed[0]).toMatchObject({ costBasis: null, realised: null });
    expect(costed[2]).toMatchObject({ costBasis: '100', realised: '50' });
    expect(position).toMatchObject({ amount: '0', cost: '0', soldOfUnknownCost: '1.5', averageCost: null });
  });

  it('never creates or loses money: cost in, cost out and cost left add up', () => {
    const someFill = fc
      .tuple(fc.constantFrom('buy' as const, 'sell' as const), fc.bigInt(1n, 10_000n), fc.bigInt(1n, 10_000n))
      .map(([side, lots, ticks]) => fill(side, fromUnits(lots, 3), fromUnits(ticks, 2)));
    fc.assert(
      fc.property(fc.array(someFill, { maxLength: 40, minLength: 1, size: 'max' }), (list) => {
        const { costed, position } = books(list);
        const paid = list.filter(({ side }) => side === 'buy').reduce((sum, { notional }) => add(sum, notional), zero);
        const taken = costed.reduce((sum, { costBasis }) => add(sum, costBasis ?? zero), zero);
        expect(subtract(paid, taken)).toBe(position.cost);
        expect(compare(position.cost, zero)).toBeGreaterThanOrEqual(0);
        const bought = list.filter(({ side }) => side === 'buy').reduce((sum, { amount }) => add(sum, amount), zero);
        const sold = list.filter(({ side }) => side === 'sell').reduce((sum, { amount }) => add(sum, amount), zero);
        expect(add(subtract(bought, sold), position.soldOfUnknownCost)).toBe(position.amount);
      }),
      { numRuns: 200 },
    );
  });
});

describe('equity', () => {
  const balance = (asset: string, free: string, held = '0'): Balance => ({
    asset,
    free: decimal(free),
    held: decimal(held),
    total: add(decimal(free), decimal(held)),
  });
  const prices: Readonly<Record<string, string>> = { 'BTC/USDT': '50000', 'XRP/ETH': '0.001', 'ETH/USDT': '2000' };
  const lastPrice = (symbol: string) => (prices[symbol] === undefined ? null : decimal(prices[symbol]));

  it('is the same before and after a buy without fee, so that nothing falls by trading itself (PE-10)', () => {
    const before = worthOf([balance('USDT', '10000')], 'USDT', lastPrice);
    const after = worthOf([balance('USDT', '5000'), balance('BTC', '0.1')], 'USDT', lastPrice);
    const reserved = worthOf([balance('USDT', '500', '4500'), balance('BTC', '0.1')], 'USDT', lastPrice);
    const line = [before, after, reserved].map(({ equity }, atMs) => ({ atMs, equity }));
    expect(line.map(({ equity }) => equity)).toEqual(['10000', '10000', '10000']);
    expect(drawdownOf(line)).toBe('0');
  });

  it('prices an asset through another one, and names what has no price', () => {
    expect(worthOf([balance('XRP', '1000'), balance('ETH', '1')], 'USDT', lastPrice)).toEqual({
      equity: '4000',
      unpriced: [],
    });
    expect(worthOf([balance('DOGE', '1')], 'USDT', lastPrice)).toEqual({ equity: '0', unpriced: ['DOGE'] });
  });

  it('falls from its highest point', () => {
    const line = ['100', '200', '150'].map((equity, atMs) => ({ atMs, equity: decimal(equity) }));
    expect(drawdownOf(line)).toBe('25');
    expect(drawdownOf([])).toBeNull();
  });
});

describe('a line of CSV', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+cmd', `"'+cmd"`],
    ['-2+3', `"'-2+3"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\tx', `"'\tx"`],
    ['-12.5', '"-12.5"'],
    ['12.5', '12.5'],
    ['a,"b"', '"a,""b"""'],
    ['two\nlines', '"two\nlines"'],
  ])('writes %j so that no spreadsheet runs it', (cell, written) => {
    expect(csvLine([cell])).toBe(written);
  });
});
