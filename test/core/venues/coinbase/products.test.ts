import { describe, expect, it } from 'vitest';
import { ProductBook, ProductEntry } from '../../../../core/venues/coinbase/coinbase-answers.ts';
import { readProducts, toMarkets } from '../../../../core/venues/coinbase/coinbase-map.ts';

/** What is used of two products that share a book, as they were told on 2026-04-07 (nautilus_trader's recordings). */
const recordedProduct = {
  product_id: 'BTC-USD',
  price: '68925.98',
  base_increment: '0.00000001',
  quote_increment: '0.01',
  quote_min_size: '1',
  base_min_size: '0.00000001',
  is_disabled: false,
  status: 'online',
  cancel_only: false,
  limit_only: false,
  post_only: false,
  trading_disabled: false,
  auction_mode: false,
  product_type: 'SPOT',
  quote_currency_id: 'USD',
  base_currency_id: 'BTC',
  fcm_trading_session_details: null,
  alias: '',
  alias_to: ['BTC-USDC'],
  view_only: false,
  price_increment: '0.01',
};
const recordedAlias = {
  ...recordedProduct,
  product_id: 'BTC-USDC',
  quote_currency_id: 'USDC',
  alias: 'BTC-USD',
  alias_to: [],
};
/** A book of the same day. */
const recordedBook = {
  pricebook: {
    product_id: 'BTC-USD',
    bids: [
      { price: '68923.66', size: '0.17189468' },
      { price: '68923', size: '0.05795895' },
    ],
    asks: [
      { price: '68923.67', size: '0.16987193' },
      { price: '68926', size: '0.058' },
    ],
    time: '2026-04-07T00:28:59.662782Z',
  },
  last: '68923.665',
};

describe("Coinbase's recorded products and books", () => {
  it('are read as two markets with one book', () => {
    const entries = readProducts({ products: [recordedProduct, recordedAlias] });
    expect(toMarkets('coinbase', entries)).toMatchObject([
      { symbol: 'BTC/USD', lotSize: '0.00000001', tickSize: '0.01', minNotional: '1' },
      { symbol: 'BTC/USDC', quote: 'USDC' },
    ]);
    expect(ProductBook.parse(recordedBook).pricebook.bids[0]).toEqual(['68923.66', '0.17189468']);
  });

  it.each([
    ['that does not trade', { trading_disabled: true }],
    ['that is disabled', { is_disabled: true }],
    ['that may only be looked at', { view_only: true }],
    ['that only takes cancels', { cancel_only: true }],
    ['in an auction', { auction_mode: true }],
    ['that is not online', { status: 'delisted' }],
    ['for futures', { product_type: 'FUTURE' }],
    ['under another name', { product_id: 'XBT-USD' }],
    ['without an increment', { base_increment: '0' }],
    ['with an increment that is a number', { price_increment: 0.01 }],
    ['of a kind that is new', { product_type: 'EQUITY' }],
  ])('leave out a product %s, and hide no other for it', (_name, changes) => {
    const entries = readProducts({ products: [{ ...recordedProduct, ...changes }, recordedAlias, null, 'x'] });
    expect(toMarkets('coinbase', entries).map(({ symbol }) => symbol)).toEqual(['BTC/USDC']);
  });

  it.each([
    ['crossed', { asks: [{ price: '68923.66', size: '1' }] }],
    ['out of order', { bids: [...recordedBook.pricebook.bids].reverse() }],
    ['of numbers', { bids: [{ price: 68_923.66, size: '1' }] }],
    ['with nothing at a price', { bids: [{ price: '68923.66', size: '0' }] }],
  ])('are no book where it is %s', (_name, changes) => {
    const book = { pricebook: { ...recordedBook.pricebook, ...changes } };
    expect(ProductBook.safeParse(book).success).toBe(false);
    expect(ProductEntry.safeParse(recordedProduct).success).toBe(true);
  });
});
