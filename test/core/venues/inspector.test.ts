import { describe, expect, it } from 'vitest';
import { html, json, openScripted, scriptedVenue, symbolEntry } from './scripted-venue.ts';

const malformed = { ok: false, error: { code: 'venue-answer-malformed', retry: 'after-checking', venue: 'practice' } };

describe('reading markets', () => {
  it('takes the exact filters, once, when the venue is opened', async () => {
    const { venue, connection } = await openScripted();
    expect(connection.markets).toEqual([
      {
        exchange: 'practice',
        symbol: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        tickSize: '0.01',
        lotSize: '0.00001',
        minAmount: '0.00001',
        minNotional: '5',
        makerFee: '0.001',
        takerFee: '0.001',
        orderTypes: ['limit', 'limit-maker', 'market', 'stop-limit', 'stop-market'],
      },
    ]);
    expect(venue.sent.map(({ path }) => path)).toEqual(['/api/v3/exchangeInfo']);
  });

  it('leaves out a market that it could not size or send orders for', async () => {
    const venue = scriptedVenue();
    const odd = [
      symbolEntry({ symbol: 'AUSDT', baseAsset: 'A', status: 'BREAK' }),
      symbolEntry({ symbol: 'BUSDT', baseAsset: 'B', filters: [] }),
      symbolEntry({ symbol: 'CUSDT', baseAsset: 'C', isSpotTradingAllowed: false }),
      symbolEntry({ symbol: 'ETHUSDT' }),
      { symbol: 7 },
    ];
    venue.on('GET /api/v3/exchangeInfo', () => ({ symbols: [...odd, symbolEntry()] }));
    const { connection } = await openScripted(venue);
    expect(connection.markets.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
  });

  it.each([
    ['a page', () => html(200)],
    ['an empty object', () => ({})],
    ['no markets', () => ({ symbols: [] })],
    ['only markets that do not trade', () => ({ symbols: [symbolEntry({ status: 'HALT' })] })],
  ])('does not open on %s', async (_name, script) => {
    const venue = scriptedVenue();
    venue.on('GET /api/v3/exchangeInfo', script);
    await expect(openScripted(venue)).rejects.toThrow('venue-answer-malformed');
  });
});

describe('reading the book', () => {
  const book = {
    lastUpdateId: 9,
    bids: [
      ['59999.99', '1.50000000'],
      ['59999.00', '2'],
    ],
    asks: [['60000.00', '0.1']],
  };

  it('keeps every digit and says since when it may be stale', async () => {
    const { venue, connection, clock } = await openScripted();
    venue.on('GET /api/v3/depth', () => {
      clock.wind(30);
      return book;
    });
    const askedAtMs = clock.nowMs();
    expect(await connection.inspector.book('BTC/USDT', 5)).toEqual({
      ok: true,
      value: {
        bids: [
          ['59999.99', '1.5'],
          ['59999', '2'],
        ],
        asks: [['60000', '0.1']],
        atMs: askedAtMs,
      },
    });
    expect(venue.sent.at(-1)?.url).toBe('https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=5');
  });

  it.each([
    ['an empty object', {}],
    ['numbers instead of text', { ...book, bids: [[59999.99, 1]] }],
    ['an amount of zero', { ...book, asks: [['60000', '0.00000000']] }],
    [
      'bids out of order',
      {
        ...book,
        bids: [
          ['1', '1'],
          ['2', '1'],
        ],
      },
    ],
    [
      'asks out of order',
      {
        ...book,
        asks: [
          ['70000', '1'],
          ['60000', '1'],
        ],
      },
    ],
    [
      'a price twice',
      {
        ...book,
        asks: [
          ['70000', '1'],
          ['70000', '1'],
        ],
      },
    ],
    ['sides that cross', { ...book, asks: [['59999.99', '1']] }],
  ])('does not believe %s', async (_name, answer) => {
    const { venue, connection } = await openScripted();
    venue.on('GET /api/v3/depth', () => answer);
    expect(await connection.inspector.book('BTC/USDT', 5)).toMatchObject(malformed);
  });
});

describe('reading the account', () => {
  it('gives what is free, held and both together, exactly', async () => {
    const { venue, connection } = await openScripted();
    venue.on('GET /api/v3/account', () => ({ balances: [{ asset: 'BTC', free: '0.10000001', locked: '0.20000000' }] }));
    expect(await connection.inspector.balances()).toEqual({
      ok: true,
      value: [{ asset: 'BTC', free: '0.10000001', held: '0.2', total: '0.30000001' }],
    });
  });

  it.each([
    ['an empty object', {}],
    ['an account without balances', { balances: [] }],
    ['a negative balance', { balances: [{ asset: 'BTC', free: '-1', locked: '0' }] }],
    ['an asset twice', { balances: ['1', '2'].map((free) => ({ asset: 'BTC', free, locked: '0' })) }],
    ['a balance as a number', { balances: [{ asset: 'BTC', free: 1, locked: '0' }] }],
  ])('does not take %s for an empty account', async (_name, answer) => {
    const { venue, connection } = await openScripted();
    venue.on('GET /api/v3/account', () => answer);
    expect(await connection.inspector.balances()).toMatchObject(malformed);
  });
});

describe('asking how the venue is', () => {
  it('measures the round trip, and how far the clocks differ at its middle', async () => {
    const { venue, connection, clock } = await openScripted();
    venue.on('GET /api/v3/time', () => {
      clock.wind(100);
      return { serverTime: 1_767_225_600_250 };
    });
    expect(await connection.inspector.ping()).toEqual({ ok: true, value: { latencyMs: 100, skewMs: 200 } });
  });

  it.each([
    ['a page', () => html(200), 'venue-answer-malformed'],
    ['503', () => html(503), 'venue-unreachable'],
    ['a reset', () => Promise.reject(new TypeError('fetch failed')), 'venue-unreachable'],
    ['silence', () => new Promise(() => undefined), 'venue-unreachable'],
    ['429', () => json(429, {}, { 'retry-after': '2' }), 'rate-limited'],
  ])('tells %s apart', async (_name, script, code) => {
    const { venue, connection } = await openScripted();
    venue.on('GET /api/v3/time', script);
    expect(await connection.inspector.ping()).toMatchObject({ ok: false, error: { code } });
  });
});
