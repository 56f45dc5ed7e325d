import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { kindName, outcomeSentence, triggerSentence } from '../../../renderer/state/order-words.ts';
import { someOrder } from './some-order.ts';

const stop = someOrder({ side: 'sell', type: 'stop-limit', timeInForce: null, stopPrice: decimal('49850') });

describe('the words for an order that waits for a stop price', () => {
  it('say when it goes, by its side', () => {
    expect(triggerSentence(stop)).toBe('Sells when the price falls to 49\u202f850 USDT.');
    expect(triggerSentence({ ...stop, side: 'buy' })).toBe('Buys when the price rises to 49\u202f850 USDT.');
    expect(triggerSentence({ ...stop, stopPrice: null })).toBe('');
  });

  it('name its kind, and never say that it waits in the book', () => {
    expect(kindName(stop)).toBe('Stop limit');
    expect(kindName({ type: 'stop-market', timeInForce: null })).toBe('Stop market');
    const said = outcomeSentence({ ...stop, status: 'open' });
    expect(said).toContain('waits at the exchange. Sells when the price falls to 49\u202f850 USDT.');
    expect(said).not.toContain('in the book');
    expect(outcomeSentence(someOrder({ status: 'open' }))).toContain('waits in the book');
  });
});
