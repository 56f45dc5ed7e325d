import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../core/contract/shapes.ts';
import { type DecimalText, decimal, multiply, zero } from '../../../core/domain/money.ts';
import { dayBooks, resultOf } from '../../../core/trading/day-book.ts';

let nth = 0;
const fill = (side: 'buy' | 'sell', amount: string, price: string, atMs: number, feeInQuote = '0'): Fill => ({
  fillId: `binance:BTC/USDT:${++nth}`,
  orderId: '0'.repeat(24),
  exchange: 'binance',
  symbol: 'BTC/USDT',
  side,
  price: decimal(price),
  amount: decimal(amount),
  notional: multiply(decimal(price), decimal(amount)),
  fee: { amount: decimal(feeInQuote), asset: 'USDT' },
  role: 'taker',
  atMs,
});
const day = 1_000;
const price = (text: string | null): DecimalText | null => (text === null ? null : decimal(text));

function result(fills: readonly Fill[], first: string | null, last: string | null) {
  return dayBooks(fills, day).map((book) => resultOf(book, price(first), price(last)));
}

describe('what a market brought in a day', () => {
  it('is what was realised on it and what is held is worth beyond its cost, with fees', () => {
    expect(result([fill('buy', '2', '100', day, '1'), fill('sell', '1', '90', day + 1, '1')], null, '80')).toEqual([
      // Sold at 90 less 1 what had cost 100.5; the other is worth 80 of 100.5.
      decimal('-32'),
    ]);
  });

  it('counts what was lost before the day not again, only how far the price has moved since', () => {
    const fills = [fill('buy', '2', '100', day - 10)];
    expect(result(fills, '60', '55')).toEqual([decimal('-10')]);
    // Selling realises what the day had seen already.
    expect(result([...fills, fill('sell', '2', '55', day + 1)], '60', '55')).toEqual([decimal('-10')]);
    expect(result([...fills, fill('sell', '2', '55', day + 1)], '60', null)).toEqual([decimal('-10')]);
  });

  it('is not told where a price that it needs is not known', () => {
    expect(result([fill('buy', '1', '100', day)], null, null)).toEqual([null]);
    expect(result([fill('buy', '1', '100', day - 1)], null, '90')).toEqual([null]);
    expect(result([fill('buy', '1', '100', day - 1), fill('sell', '1', '90', day)], null, null)).toEqual([null]);
  });

  it('is nothing of a market in which nothing is held and nothing was traded that day', () => {
    expect(dayBooks([fill('buy', '1', '100', 1), fill('sell', '1', '90', 2)], day)).toEqual([]);
    expect(dayBooks([], day)).toEqual([]);
  });

  it('knows no cost of what was not bought here', () => {
    expect(result([fill('sell', '1', '90', day)], null, null)).toEqual([zero]);
  });
});
