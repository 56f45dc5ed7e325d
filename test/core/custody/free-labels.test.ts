import { describe, expect, it } from 'vitest';
import { freeLabels } from '../../../core/custody/free-labels.ts';

describe('the labels of keys that come in without one', () => {
  it('are numbered from the second on, beside those that are there', () => {
    expect(freeLabels(['Kraken key', 'Binance key'], [])).toEqual(['Kraken key', 'Binance key']);
    expect(freeLabels(['Binance key', 'Binance key'], [])).toEqual(['Binance key', 'Binance key 2']);
    expect(freeLabels(['Binance key'], ['Binance key', 'Binance key 2', 'Desk'])).toEqual(['Binance key 3']);
  });
});
