import { describe, expect, it } from 'vitest';
import type { Level, Market } from '../../../core/contract/shapes.ts';
import { orderTypes } from '../../../core/domain/intent.ts';
import { decimal } from '../../../core/domain/money.ts';
import { estimate } from '../../../core/trading/estimate.ts';

const market: Market = {
  exchange: 'practice',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: decimal('0.01'),
  lotSize: decimal('0.00001'),
  minAmount: decimal('0.00001'),
  minNotional: decimal('5'),
  makerFee: decimal('0.001'),
  takerFee: decimal('0.002'),
  orderTypes: [...orderTypes],
};
const asks: Level[] = [
  [decimal('100'), decimal('1')],
  [decimal('102'), decimal('2')],
];

const plain = { quoteAmount: null, stopPrice: null, timeInForce: null } as const;

describe('estimate', () => {
  it('prices a limit buy at its own price, in quote', () => {
    const cost = estimate({ ...plain, amount: decimal('0.5'), price: decimal('99') }, 'buy', market, {
      bids: asks,
      asks: asks,
    });
    expect(cost).toEqual({
      amount: '0.5',
      mostBase: '0.5',
      mostQuote: '49.5',
      worstPrice: '99',
      price: '99',
      notional: '49.5',
      worstCost: { amount: '49.5', asset: 'USDT' },
      fee: { amount: '0.001', asset: 'BTC' },
      isCovered: true,
    });
  });

  it('walks the book for a market buy and budgets a margin past the deepest level it reaches', () => {
    const cost = estimate({ ...plain, amount: decimal('2'), price: null }, 'buy', market, { bids: asks, asks: asks });
    expect(cost.price).toBe('101');
    expect(cost.notional).toBe('202');
    expect(cost.worstCost).toEqual({ amount: '206.04', asset: 'USDT' });
    expect(cost.fee).toEqual({ amount: '0.004', asset: 'BTC' });
  });

  it('prices a stop order by its limit, and one without a limit by its stop price, with no bound to a buy', () => {
    const book = { bids: asks, asks };
    const stop = { ...plain, amount: decimal('2'), stopPrice: decimal('110') };
    expect(estimate({ ...stop, price: decimal('111') }, 'buy', market, book)).toMatchObject({
      worstPrice: '111',
      mostQuote: '222',
      worstCost: { amount: '222', asset: 'USDT' },
    });
    expect(estimate({ ...stop, price: null }, 'buy', market, book)).toMatchObject({
      price: '110',
      worstPrice: null,
      mostBase: '2',
      mostQuote: null,
      worstCost: { amount: '222.2', asset: 'USDT' },
      isCovered: true,
    });
    // A sell fetches no more than the bid of now: 2 at 100, and the margin.
    expect(estimate({ ...stop, stopPrice: decimal('90'), price: null }, 'sell', market, book)).toMatchObject({
      worstPrice: null,
      mostQuote: '202',
      worstCost: { amount: '2', asset: 'BTC' },
    });
  });

  it('says when the book does not hold enough', () => {
    expect(
      estimate({ ...plain, amount: decimal('4'), price: null }, 'buy', market, { bids: asks, asks: asks }).isCovered,
    ).toBe(false);
    expect(
      estimate({ ...plain, amount: decimal('4'), price: null }, 'sell', market, { bids: [], asks: [] }).price,
    ).toBeNull();
  });

  it('a sell can cost no more than its amount of base', () => {
    const cost = estimate({ ...plain, amount: decimal('1'), price: null }, 'sell', market, { bids: asks, asks: asks });
    expect(cost.worstCost).toEqual({ amount: '1', asset: 'BTC' });
    expect(cost.fee).toEqual({ amount: '0.2', asset: 'USDT' });
  });
});
