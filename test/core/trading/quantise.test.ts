import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Market, OrderDraft } from '../../../core/contract/shapes.ts';
import { orderTypes } from '../../../core/domain/intent.ts';
import { compare, decimal, isPositive, subtract } from '../../../core/domain/money.ts';
import { quantise, toStep } from '../../../core/trading/quantise.ts';

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
  takerFee: decimal('0.001'),
  orderTypes: [...orderTypes],
};

const limit = (side: 'buy' | 'sell', amount: string, price: string): OrderDraft => ({
  exchange: 'practice',
  symbol: 'BTC/USDT',
  marketType: 'spot',
  side,
  type: 'limit',
  amount: decimal(amount),
  price: decimal(price),
});

describe('quantise', () => {
  it('takes an amount down to a lot and a price to the tick that is not worse than was asked', () => {
    expect(quantise(limit('buy', '0.123456789', '50000.019'), market)).toEqual({
      ok: true,
      value: { amount: '0.12345', quoteAmount: null, price: '50000.01', stopPrice: null, timeInForce: 'gtc' },
    });
    expect(quantise(limit('sell', '0.123456789', '50000.011'), market)).toEqual({
      ok: true,
      value: { amount: '0.12345', quoteAmount: null, price: '50000.02', stopPrice: null, timeInForce: 'gtc' },
    });
  });

  it('leaves exact amounts as they are', () => {
    expect(quantise(limit('buy', '0.1', '45000'), market)).toEqual({
      ok: true,
      value: { amount: '0.1', quoteAmount: null, price: '45000', stopPrice: null, timeInForce: 'gtc' },
    });
  });

  it.each([
    ['an amount of zero', limit('buy', '0', '45000'), 'amount'],
    ['an amount of more digits than any has', limit('buy', `1${'0'.repeat(60)}`, '45000'), 'amount'],
    ['a price of more digits than any has', limit('buy', '1', `1${'0'.repeat(60)}`), 'price'],
    ['a negative amount', limit('buy', '-1', '45000'), 'amount'],
    ['an amount under one lot', limit('buy', '0.000009', '45000'), 'amount'],
    ['an order worth less than the minimum', limit('buy', '0.00011', '45000'), 'amount'],
    ['a price of zero', limit('buy', '1', '0'), 'price'],
    ['a price that rounds down to zero', limit('buy', '1', '0.001'), 'price'],
    [
      'a limit order without a price',
      { ...limit('buy', '1', '1'), price: undefined } as unknown as OrderDraft,
      'price',
    ],
    ['a market order with a price', { ...limit('buy', '1', '45000'), type: 'market' } as OrderDraft, 'price'],
  ])('refuses %s', (_title, draft, path) => {
    const result = quantise(draft, market);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', issues: [{ path }] },
    });
  });

  it('takes both prices of a stop order to the tick at which it goes no later and trades no worse', () => {
    const stop = { type: 'stop-limit', stopPrice: decimal('49000.011') } as const;
    expect(quantise({ ...limit('sell', '0.1', '48000.011'), ...stop }, market)).toMatchObject({
      value: { stopPrice: '49000.02', price: '48000.02', timeInForce: null },
    });
    expect(quantise({ ...limit('buy', '0.1', '49500.019'), ...stop }, market)).toMatchObject({
      value: { stopPrice: '49000.01', price: '49500.01' },
    });
  });

  it('says that a market does not offer a kind, before it looks at anything else', () => {
    const narrow: Market = { ...market, orderTypes: ['limit', 'market'] };
    const draft = { ...limit('sell', '0', '0'), type: 'stop-market' } as OrderDraft;
    expect(quantise(draft, narrow)).toEqual({
      ok: false,
      error: { code: 'not-offered', retry: 'never', what: 'a stop-market order of BTC/USDT on practice' },
    });
  });

  it('never gives more than was asked and is at most one step away', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 0, max: 10 }), (units, scale) => {
        const amount = decimal(
          (Number(units) < 0 ? '0' : `${units}`).replace(/(\d+)/, (digits) => {
            const padded = digits.padStart(scale + 1, '0');
            return scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
          }),
        );
        const down = toStep(amount, market.lotSize, 'down');
        expect(compare(down, amount)).toBeLessThanOrEqual(0);
        expect(compare(subtract(amount, down), market.lotSize)).toBe(-1);
        expect(isPositive(subtract(decimal('0.00001'), subtract(amount, down)))).toBe(true);
      }),
    );
  });
});
