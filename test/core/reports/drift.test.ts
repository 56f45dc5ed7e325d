import { describe, expect, it } from 'vitest';
import type { Order, ReportBook } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { driftOf } from '../../../core/reports/drift.ts';
import { someOrder } from '../../renderer/state/some-order.ts';
import { someRow } from './some-row.ts';

const traded = (orderId: string, averagePrice: string | null, part: Partial<Order> = {}): Order =>
  someOrder({
    orderId,
    exchange: 'binance',
    type: 'market',
    filled: decimal('1'),
    averagePrice: averagePrice === null ? null : decimal(averagePrice),
    ...part,
  });
const asked = (subject: string, body: unknown) => someRow({ subject, status: 'requested', body });
const estimated = (subject: string, estimatedPrice: string | null) => asked(subject, { estimatedPrice });

function drift(rows: readonly ReturnType<typeof asked>[], orders: readonly Order[], book: ReportBook = 'live') {
  const byId = new Map(orders.map((order) => [order.orderId, { book, order }]));
  return driftOf(rows, (orderId) => byId.get(orderId) ?? null);
}
const pointsOf = (estimate: string, price: string, side: 'buy' | 'sell') =>
  drift([estimated('a', estimate)], [traded('a', price, { side })]).orders[0]?.basisPoints;

describe('how far orders traded from their estimate', () => {
  it.each([
    ['dearer bought', '20000', '20010', 'buy', '5'],
    ['cheaper bought', '20000', '19990', 'buy', '-5'],
    ['cheaper sold', '20000', '19990', 'sell', '5'],
    ['dearer sold', '20000', '20010', 'sell', '-5'],
    ['as it was estimated', '20000', '20000', 'buy', '0'],
    ['a little dearer, which is rounded away from nothing', '30000', '30000.01', 'buy', '0.01'],
  ] as const)('is told in basis points, above zero where it was worse: %s', (_what, estimate, price, side, points) =>
    expect(pointsOf(estimate, price, side)).toBe(points),
  );

  it('is weighed by value for each market, with the worst order beside it', () => {
    const { lines } = drift(
      [estimated('a', '100'), estimated('b', '100'), estimated('c', '10')],
      [
        traded('a', '101', { filled: decimal('3') }),
        traded('b', '100', { filled: decimal('1'), side: 'sell' }),
        traded('c', '10', { symbol: 'ETH/USDT' }),
      ],
    );
    expect(lines).toEqual([
      { book: 'live', exchange: 'binance', symbol: 'BTC/USDT', orders: 2, basisPoints: '75', worst: '100' },
      { book: 'live', exchange: 'binance', symbol: 'ETH/USDT', orders: 1, basisPoints: '0', worst: '0' },
    ]);
  });

  it('is told by order for real money only, and by market for paper too, to be held against it', () => {
    const { lines, orders } = drift([estimated('a', '100')], [traded('a', '101')], 'paper');
    expect([lines[0]?.book, orders]).toEqual(['paper', []]);
  });

  it('is not known of what traded without an estimate, and not asked of what never traded', () => {
    const rows = [
      estimated('none', null),
      asked('old', { digest: 'x' }),
      asked('cleared', null),
      estimated('bad', 'many'),
      estimated('zero', '0'),
      estimated('noprice', '100'),
      estimated('resting', '100'),
      estimated('gone', '100'),
    ];
    const orders = [
      ...['none', 'old', 'cleared', 'bad', 'zero'].map((orderId) => traded(orderId, '100')),
      traded('noprice', null),
      traded('resting', null, { filled: decimal('0') }),
    ];
    expect(drift(rows, orders)).toEqual({ lines: [], orders: [], unknown: 6 });
  });

  it('leaves out an order whose estimate was only its own limit, and keeps one that was estimated from the market', () => {
    const limit = { type: 'limit', price: decimal('100.0') } as const;
    const rows = [estimated('resting', '100'), estimated('crossing', '98')];
    const found = drift(rows, [traded('resting', '99', limit), traded('crossing', '99', limit)]);
    expect(found.orders.map(({ orderId }) => orderId)).toEqual(['crossing']);
    expect(found.unknown).toBe(0);
  });
});
