import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { type PricePlace, priceAt, priceOf } from '../../../core/exchanges/holdings-price.ts';

/** A place whose markets have these middles. */
function place(title: string, middles: Readonly<Record<string, string | null>>): PricePlace {
  return {
    title,
    markets: Object.keys(middles).map((symbol) => {
      const [base = '', quote = ''] = symbol.split('/');
      return { symbol, base, quote };
    }),
    middle: async (symbol) => {
      const middle = middles[symbol] ?? null;
      return middle === null ? null : decimal(middle);
    },
  };
}

describe('what one unit of an asset is worth', () => {
  it('is one in its own currency, without a market', async () => {
    expect(await priceAt(place('A', {}), 'USDT', 'USDT')).toEqual({ price: '1', from: 'USDT' });
  });

  it('is the middle of its market with the currency, or that turned around', async () => {
    const here = place('A', { 'BTC/EUR': '50000', 'EUR/USDT': '1.25' });
    expect(await priceAt(here, 'BTC', 'EUR')).toEqual({ price: '50000', from: 'A BTC/EUR' });
    expect(await priceAt(here, 'USDT', 'EUR')).toEqual({ price: '0.8', from: 'A EUR/USDT' });
  });

  it('goes over one asset between where no market leads straight, and says by which', async () => {
    const here = place('A', { 'SOL/BTC': '0.002', 'BTC/EUR': '50000', 'SOL/XRP': '3' });
    expect(await priceAt(here, 'SOL', 'EUR')).toEqual({ price: '100', from: 'A SOL/BTC, BTC/EUR' });
  });

  it('is not known where no market leads there: a stable coin is not its currency, nor another stable coin', async () => {
    const here = place('A', { 'BTC/USDC': '60000' });
    expect(await priceAt(here, 'BTC', 'USD')).toBeNull();
    expect(await priceAt(here, 'USDC', 'USD')).toBeNull();
    expect(await priceAt(here, 'USDC', 'USDT')).toBeNull();
    expect(await priceAt(place('A', { 'X/EUR': null }), 'X', 'EUR')).toBeNull();
    expect(await priceAt(place('A', { 'EUR/X': '0' }), 'X', 'EUR')).toBeNull();
  });

  it('is that of the first place that knows it', async () => {
    const places = [place('A', { 'X/EUR': null }), place('B', { 'X/EUR': '2' }), place('C', { 'X/EUR': '3' })];
    expect(await priceOf(places, 'X', 'EUR')).toEqual({ price: '2', from: 'B X/EUR' });
    expect(await priceOf(places, 'Y', 'EUR')).toBeNull();
  });
});
