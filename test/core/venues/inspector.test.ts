import { describe, expect, it } from 'vitest';
import { html, json, openScripted, restingOrder, scriptedVenue, symbolEntry } from './scripted-venue.ts';

const malformed = { ok: false, error: { code: 'venue-answer-malformed', retry: 'after-checking', venue: 'practice' } };

describe('reading markets', () => {
  it('takes the exact filters and the fees of the account, once, when the venue is opened', async () => {
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
        takerFee: '0.0015',
      },
    ]);
    expect(venue.sent.map(({ path }) => path)).toEqual(['/api/v3/exchangeInfo', '/sapi/v1/asset/tradeFee']);
  });

  it('leaves out a market that it could not size or send orders for', async () => {
    const venue = scriptedVenue();
    const odd = [
      symbolEntry({ symbol: 'AUSDT', baseAsset: 'A', status: 'BREAK' }),
      symbolEntry({ symbol: 'BUSDT', baseAsset: 'B', filters: [] }),
      symbolEntry({ symbol: 'CUSDT', baseAsset: 'C', isSpotTradingAllowed: false }),
      symbolEntry({ symbol: 'ETHUSDT' }),
      symbolEntry({ symbol: 'NOFEEUSDT', baseAsset: 'NOFEE' }),
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

describe('reading open orders', () => {
  it('gives ours and those placed elsewhere, also on markets that stopped trading or were listed since', async () => {
    const venue = scriptedVenue();
    const { connection } = await openScripted(venue);
    venue.on('GET /api/v3/openOrders', () => [
      restingOrder(),
      restingOrder({
        symbol: 'NEWUSDT',
        orderId: '90071992547409931',
        clientOrderId: 'web_1',
        type: 'STOP_LOSS_LIMIT',
      }),
    ]);
    venue.on('GET /api/v3/exchangeInfo', () => ({
      symbols: [symbolEntry(), symbolEntry({ symbol: 'NEWUSDT', baseAsset: 'NEW', status: 'BREAK' })],
    }));
    expect(await connection.inspector.openOrders()).toMatchObject({
      ok: true,
      value: [
        { clientOrderId: 'ours-1', symbol: 'BTC/USDT', status: 'open' },
        { clientOrderId: 'web_1', symbol: 'NEW/USDT', type: 'limit', venueOrderId: '90071992547409931' },
      ],
    });
  });

  it('takes an empty list, and only that, for no open orders', async () => {
    const { venue, connection } = await openScripted();
    venue.on('GET /api/v3/openOrders', () => []);
    expect(await connection.inspector.openOrders()).toEqual({ ok: true, value: [] });
    const phantoms = [html(200), {}, new Response('[{"symbol":"BTC'), [{}], [restingOrder({ symbol: 'NOPEUSDT' })]];
    for (const phantom of phantoms) {
      venue.on('GET /api/v3/openOrders', () => phantom);
      expect(await connection.inspector.openOrders()).toMatchObject(malformed);
    }
  });
});

describe('looking for an order by its client id', () => {
  const route = 'GET /api/v3/order';

  it('finds it', async () => {
    const { venue, connection } = await openScripted();
    venue.on(route, () =>
      restingOrder({ status: 'PARTIALLY_FILLED', executedQty: '0.00100000', cummulativeQuoteQty: '59.99999999' }),
    );
    expect(await connection.inspector.orderByClientId('BTC/USDT', 'ours-1')).toMatchObject({
      ok: true,
      value: {
        status: 'partially-filled',
        filled: '0.001',
        averagePrice: '59999.99999',
        cumulativeQuote: '59.99999999',
      },
    });
    expect(venue.sentTo(route)[0]?.parameters.get('origClientOrderId')).toBe('ours-1');
  });

  it('says that it does not exist only when the venue does, in its exact code', async () => {
    const { venue, connection } = await openScripted();
    const look = () => connection.inspector.orderByClientId('BTC/USDT', 'ours-1');
    venue.on(route, () => json(400, { code: -2013, msg: 'Order does not exist.' }));
    expect(await look()).toEqual({ ok: true, value: null });

    const others = [
      html(404),
      html(503),
      json(500, { code: -2013, msg: 'x' }),
      json(400, { code: -2011, msg: 'x' }),
      html(200),
    ];
    for (const answer of [
      ...others,
      {},
      [],
      'null',
      Promise.reject(new TypeError('fetch failed')),
      new Promise(() => undefined),
    ]) {
      venue.on(route, () => answer);
      expect(await look()).toMatchObject({ ok: false });
    }
  });

  it('does not take another order for it', async () => {
    const { venue, connection } = await openScripted();
    for (const changes of [
      { clientOrderId: 'ours-2' },
      { symbol: 'ETHUSDT' },
      { executedQty: '1' },
      { origQty: '0' },
    ]) {
      venue.on(route, () => restingOrder(changes));
      expect(await connection.inspector.orderByClientId('BTC/USDT', 'ours-1')).toMatchObject(malformed);
    }
  });
});

describe('reading the fills of an order', () => {
  const trade = (id: number, changes = {}) => ({
    symbol: 'BTCUSDT',
    id,
    orderId: 71,
    price: '60000.00000000',
    qty: '0.00001000',
    commission: '0.00060000',
    commissionAsset: 'USDT',
    time: 1_767_225_600_000,
    isMaker: true,
    ...changes,
  });
  const route = 'GET /api/v3/myTrades';

  it('reads page after page until there is no more', async () => {
    const { venue, connection } = await openScripted();
    const all = Array.from({ length: 2_300 }, (_, i) => trade(10 + i * 3));
    venue.on(route, ({ parameters }) => {
      const fromId = Number.parseInt(parameters.get('fromId') ?? '0', 10);
      return all.filter(({ id }) => id >= fromId).slice(0, 1_000);
    });
    const fills = await connection.inspector.fillsOf('BTC/USDT', '71');
    expect(fills.ok && fills.value.map(({ tradeId }) => tradeId)).toEqual(all.map(({ id }) => String(id)));
    expect(venue.sentTo(route)).toHaveLength(3);
    expect(fills.ok && fills.value[0]).toEqual({
      tradeId: '10',
      venueOrderId: '71',
      price: '60000',
      amount: '0.00001',
      fee: { amount: '0.0006', asset: 'USDT' },
      role: 'maker',
      atMs: 1_767_225_600_000,
    });
  });

  it.each([
    ['of another order', [trade(1, { orderId: 72 })]],
    ['of another market', [trade(1, { symbol: 'ETHUSDT' })]],
    ['told twice', [trade(1), trade(1)]],
    ['out of order', [trade(2), trade(1)]],
    ['without an amount', [trade(1, { qty: '0' })]],
  ])('does not believe fills %s', async (_name, answer) => {
    const { venue, connection } = await openScripted();
    venue.on(route, () => answer);
    expect(await connection.inspector.fillsOf('BTC/USDT', '71')).toMatchObject(malformed);
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
