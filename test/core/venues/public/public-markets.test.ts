import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../../core/ports.ts';
import { ccxtExchanges } from '../../../../core/venues/public/ccxt-exchanges.ts';
import { levelText } from '../../../../core/venues/public/level-text.ts';
import { publicHosts } from '../../../../core/venues/public/public-hosts.ts';
import { createPublicMarkets } from '../../../../core/venues/public/public-markets.ts';
import { manualClock } from '../../../manual-clock.ts';

/** A transport that answers by path and keeps what it was asked. */
function looking(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const fetch: Fetch = async (url, init) => {
    const { origin, pathname } = new URL(url);
    asked.push(`${init?.method} ${origin}${pathname}`);
    const answer = answers[pathname];
    if (answer instanceof Response) return answer.clone();
    return new Response(JSON.stringify(answer ?? {}), { headers: { 'content-type': 'application/json' } });
  };
  return { asked, markets: createPublicMarkets({ clock: manualClock(), transportTo: () => fetch }) };
}

const entry = (base: string, status = 'TRADING') => ({
  symbol: `${base}USDT`,
  status,
  baseAsset: base,
  quoteAsset: 'USDT',
  baseAssetPrecision: 8,
  quotePrecision: 8,
  isSpotTradingAllowed: true,
  permissions: [],
  permissionSets: [['SPOT']],
  orderTypes: ['LIMIT'],
  filters: [
    { filterType: 'PRICE_FILTER', tickSize: '0.01000000', minPrice: '0.01000000', maxPrice: '1000000.00000000' },
  ],
});
const exchangeInfo = { symbols: [entry('BTC'), entry('XRP', 'BREAK')] };

describe('looking at an exchange', () => {
  it('gives its spot markets and the exact levels of a book, asking only with GET', async () => {
    const { asked, markets } = looking({
      '/api/v3/exchangeInfo': exchangeInfo,
      '/api/v3/depth': {
        lastUpdateId: 7,
        bids: [
          ['99999.10', '0.10000000'],
          ['100000.01', '1234567.00000001'],
        ],
        asks: [['100000.02', '0.00000001']],
      },
    });
    expect(await markets.markets('binance')).toEqual({
      ok: true,
      value: [
        { exchange: 'binance', symbol: 'BTC/USDT', isActive: true },
        { exchange: 'binance', symbol: 'XRP/USDT', isActive: false },
      ],
    });
    expect(await markets.book('binance', 'BTC/USDT', 1)).toMatchObject({
      ok: true,
      value: { bids: [['100000.01', '1234567.00000001']], asks: [['100000.02', '0.00000001']] },
    });
    expect(asked.every((request) => request.startsWith('GET https://api.binance.com/'))).toBe(true);
  });

  it.each([
    ['nothing', {}],
    ['a page', new Response('<html>Log in to the network</html>', { headers: { 'content-type': 'text/html' } })],
    ['an empty book', { lastUpdateId: 1, bids: [], asks: [] }],
    ['a crossed book', { lastUpdateId: 1, bids: [['2', '1']], asks: [['1', '1']] }],
    ['a level without amount', { lastUpdateId: 1, bids: [['2']], asks: [['3', '1']] }],
    ['a price below zero', { lastUpdateId: 1, bids: [['-2', '1']], asks: [['3', '1']] }],
  ])('does not believe %s in place of a book', async (_name, depth) => {
    const { markets } = looking({ '/api/v3/exchangeInfo': exchangeInfo, '/api/v3/depth': depth });
    expect(await markets.book('binance', 'BTC/USDT', 10)).toMatchObject({ ok: false });
  });

  it('gives exact trades, oldest first, and leaves out what says nothing of who took', async () => {
    const trade = { id: 8, price: '100000.10', qty: '0.00000010', time: 1_700_000_000_001, isBuyerMaker: true };
    const { asked, markets } = looking({
      '/api/v3/exchangeInfo': exchangeInfo,
      '/api/v3/trades': [
        trade,
        { ...trade, id: 7, time: 1_700_000_000_000, isBuyerMaker: false },
        { ...trade, qty: '0' },
      ],
    });
    expect(await markets.trades('binance', 'BTC/USDT')).toEqual({
      ok: true,
      value: [
        { tradeId: '7', price: '100000.1', amount: '0.0000001', takerSide: 'buy', atMs: 1_700_000_000_000 },
        { tradeId: '8', price: '100000.1', amount: '0.0000001', takerSide: 'sell', atMs: 1_700_000_000_001 },
      ],
    });
    expect(asked.at(-1)).toBe('GET https://api.binance.com/api/v3/trades');
    const page = looking({ '/api/v3/exchangeInfo': exchangeInfo, '/api/v3/trades': { code: -1, msg: 'no' } });
    expect(await page.markets.trades('binance', 'BTC/USDT')).toMatchObject({ ok: false });
  });

  it('does not believe an exchange without markets', async () => {
    const { markets } = looking({ '/api/v3/exchangeInfo': {} });
    expect(await markets.markets('binance')).toMatchObject({ ok: false, error: { code: 'venue-answer-malformed' } });
  });

  it('knows no other exchange than those of ccxt', async () => {
    const { asked, markets } = looking({});
    for (const name of ['nowhere', 'constructor', '__proto__']) {
      expect(await markets.markets(name)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
    expect(asked).toEqual([]);
  });

  it('tells a limit apart from an exchange that is down', async () => {
    const limited = looking({ '/api/v3/exchangeInfo': new Response('{}', { status: 429 }) });
    expect(await limited.markets.markets('binance')).toMatchObject({ ok: false, error: { code: 'rate-limited' } });
    const down = looking({ '/api/v3/exchangeInfo': new Response('<html>', { status: 503 }) });
    expect(await down.markets.markets('binance')).toMatchObject({ ok: false, error: { code: 'venue-unreachable' } });
  });
});

describe('the list of exchanges', () => {
  it('is that of the package', () => {
    const folder = fileURLToPath(new URL('../../../../node_modules/ccxt/js/src/', import.meta.url));
    const there = readdirSync(folder).flatMap((name) => /^(\w+)\.js$/.exec(name)?.[1] ?? []);
    expect(Object.keys(ccxtExchanges).sort()).toEqual(there.sort());
  });
});

describe('the hosts of an exchange', () => {
  it('are those of its interfaces over https, with its host name in place', () => {
    const urls = {
      api: { public: 'https://api.{hostname}/v1', inner: { private: 'https://x.example', plain: 'http://y.example' } },
      www: 'https://www.example',
    };
    expect([...publicHosts(urls, 'bit.example')]).toEqual(['api.bit.example', 'x.example']);
    expect([...publicHosts({ api: 'https://one.example' }, undefined)]).toEqual(['one.example']);
    expect([...publicHosts(undefined, undefined)]).toEqual([]);
  });
});

describe('a level of a public book', () => {
  it.each([
    ['0.10000000', '0.1'],
    [1e-7, '0.0000001'],
    [1.25e-8, '0.0000000125'],
    [1e21, '1000000000000000000000'],
    [1.5e21, '1500000000000000000000'],
    [0.1, '0.1'],
    [12, '12'],
    [-1, null],
    ['-1', null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [null, null],
    ['1e5', null],
    ['', null],
  ])('reads %s as %s', (value, text) => expect(levelText(value)).toBe(text));
});
