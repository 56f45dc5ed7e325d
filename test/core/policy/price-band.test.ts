import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import type { OrderFields } from '../../../core/policy/intent-fields.ts';
import { unknownFacts } from '../../../core/policy/rule.ts';
import { priceBand } from '../../../core/policy/rules/price-band.ts';

const order: OrderFields = {
  ...{ kind: 'order', exchange: 'practice', symbol: 'BTC/USDT', marketType: 'spot', side: 'buy', type: 'limit' },
  ...{ amount: '0.05', quoteAmount: null, price: '100', stopPrice: null, timeInForce: 'gtc' },
};
const said = (worst: string, change: Partial<OrderFields> = {}) => {
  const [bestBid, bestAsk, worstPrice] = [decimal('99'), decimal('101'), decimal(worst)];
  const market = { ageMs: 0, bestBid, bestAsk, worstPrice };
  const facts = { ...unknownFacts, market } as typeof unknownFacts;
  const { decision, message } = priceBand.judge({ ...order, ...change }, { priceBandPercent: decimal('5') }, facts);
  return `${decision}: ${message}`;
};

describe('the price band', () => {
  it.each([
    ['a buy above', '112', 'buy', 'deny: 112 is 12 % above the middle of the book; a buy may be at most 5 % above it.'],
    [
      'a buy within',
      '103',
      'buy',
      'allow: 103 is 3 % above the middle of the book; a buy may be at most 5 % above it.',
    ],
    [
      'a buy far below',
      '32',
      'buy',
      'allow: 32 is 68 % below the middle of the book; a buy may be at most 5 % above it.',
    ],
    [
      'a sell below',
      '60',
      'sell',
      'deny: 60 is 40 % below the middle of the book; a sell may be at most 5 % below it.',
    ],
    [
      'a sell far above',
      '150',
      'sell',
      'allow: 150 is 50 % above the middle of the book; a sell may be at most 5 % below it.',
    ],
    ['the middle', '100', 'buy', 'allow: 100 is at the middle of the book; a buy may be at most 5 % above it.'],
  ])('says how far off %s is, on which side, and what the limit is', (_what, worst, side, sentence) => {
    expect(said(worst, { side })).toBe(sentence);
  });

  it('says the same of a stop order against its stop price', () => {
    expect(said('80', { side: 'sell', type: 'stop-limit', stopPrice: '90' })).toBe(
      'deny: 80 is 11.12 % below the stop price; a sell may be at most 5 % below it.',
    );
  });
});
