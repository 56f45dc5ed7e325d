import { describe, expect, it } from 'vitest';
import type { Market } from '../../../core/contract/shapes.ts';
import { orderTypes } from '../../../core/domain/intent.ts';
import { decimal } from '../../../core/domain/money.ts';
import { readTicket, stepped, type TicketFields } from '../../../renderer/state/draft.ts';

const market: Market = {
  exchange: 'practice',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: decimal('0.1'),
  lotSize: decimal('0.00001'),
  minAmount: decimal('0.00001'),
  minNotional: decimal('5'),
  makerFee: decimal('0.001'),
  takerFee: decimal('0.001'),
  orderTypes: [...orderTypes],
};
const fields: TicketFields = {
  side: 'buy',
  type: 'limit',
  timeInForce: 'ioc',
  stopPrice: '',
  price: '61 000.5',
  amount: '0,02',
  isInQuote: false,
};

describe('the ticket', () => {
  it('becomes a draft of exactly what is typed', () => {
    expect(readTicket(fields, market)).toEqual({
      kind: 'draft',
      draft: {
        exchange: 'practice',
        symbol: 'BTC/USDT',
        side: 'buy',
        type: 'limit',
        amount: '0.02',
        price: '61000.5',
        timeInForce: 'ioc',
      },
    });
  });

  it('sends no price with a market order, whatever the field still holds', () => {
    const reading = readTicket({ ...fields, type: 'market', price: 'nonsense' }, market);
    expect(reading.kind === 'draft' && 'price' in reading.draft).toBe(false);
    expect(reading.kind === 'draft' && 'timeInForce' in reading.draft).toBe(false);
  });

  it('gives the amount of a market order in quote when that is chosen, and of no other order', () => {
    const reading = readTicket({ ...fields, type: 'market', amount: '100', isInQuote: true }, market);
    expect(reading).toMatchObject({ draft: { type: 'market', quoteAmount: '100' } });
    expect(reading.kind === 'draft' && 'amount' in reading.draft).toBe(false);
    expect(readTicket({ ...fields, type: 'limit-maker', isInQuote: true }, market)).toMatchObject({
      draft: { type: 'limit-maker', amount: '0.02', price: '61000.5' },
    });
  });

  it('says which field is missing and which cannot be read', () => {
    expect(readTicket({ ...fields, price: '' }, market)).toEqual({ kind: 'incomplete', needs: 'price' });
    expect(readTicket({ ...fields, amount: '' }, market)).toEqual({ kind: 'incomplete', needs: 'amount' });
    expect(readTicket({ ...fields, price: '6e4' }, market)).toEqual({ kind: 'unreadable', field: 'price' });
    expect(readTicket({ ...fields, amount: '-1x' }, market)).toEqual({ kind: 'unreadable', field: 'amount' });
    expect(readTicket({ ...fields, amount: '1,000.5' }, market)).toEqual({ kind: 'unreadable', field: 'amount' });
  });

  it('of a stop order has its stop price, and of no other one, whatever the field still holds', () => {
    const stop = { ...fields, side: 'sell', stopPrice: '60 500', price: '60 400' } as const;
    expect(readTicket({ ...stop, type: 'stop-limit' }, market)).toEqual({
      kind: 'draft',
      draft: {
        exchange: 'practice',
        symbol: 'BTC/USDT',
        side: 'sell',
        type: 'stop-limit',
        amount: '0.02',
        stopPrice: '60500',
        price: '60400',
      },
    });
    const market_ = readTicket({ ...stop, type: 'stop-market', isInQuote: true }, market);
    expect(market_).toMatchObject({ draft: { type: 'stop-market', amount: '0.02', stopPrice: '60500' } });
    expect(market_.kind === 'draft' && 'price' in market_.draft).toBe(false);
    for (const type of ['limit', 'limit-maker', 'market'] as const) {
      const reading = readTicket({ ...stop, type }, market);
      expect(reading.kind === 'draft' && 'stopPrice' in reading.draft).toBe(false);
    }
  });

  it('asks for the stop price first, and says when it cannot be read', () => {
    const stop = { ...fields, type: 'stop-limit', price: '' } as const;
    expect(readTicket(stop, market)).toEqual({ kind: 'incomplete', needs: 'stopPrice' });
    expect(readTicket({ ...stop, stopPrice: '60500' }, market)).toEqual({ kind: 'incomplete', needs: 'price' });
    expect(readTicket({ ...stop, stopPrice: '6e4' }, market)).toEqual({ kind: 'unreadable', field: 'stopPrice' });
    expect(readTicket({ ...stop, type: 'limit', stopPrice: '6e4', price: '1' }, market).kind).toBe('draft');
  });

  it('steps exactly, and not down to nothing', () => {
    expect(stepped('61000', market.tickSize, 'up', null)).toBe('61000.1');
    expect(stepped('0.3', decimal('0.1'), 'down', null)).toBe('0.2');
    expect(stepped('0.1', decimal('0.1'), 'down', null)).toBeNull();
    expect(stepped('', market.tickSize, 'up', decimal('61000.4'))).toBe('61000.4');
    expect(stepped('', market.tickSize, 'up', null)).toBeNull();
  });
});
