import { describe, expect, it } from 'vitest';
import { html, json, openScripted, restingOrder, scriptedVenue, symbolEntry } from './scripted-venue.ts';

const malformed = { ok: false, error: { code: 'venue-answer-malformed', retry: 'after-checking', venue: 'practice' } };

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
        { clientOrderId: 'ours-1', symbol: 'BTC/USDT', type: 'LIMIT', price: '60000', filled: '0', stopPrice: null },
        { clientOrderId: 'web_1', symbol: 'NEW/USDT', type: 'STOP_LOSS_LIMIT', venueOrderId: '90071992547409931' },
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
