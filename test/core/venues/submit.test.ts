import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { canary, html, json, openScripted, placed, type Sent, scriptedVenue } from './scripted-venue.ts';

const route = 'POST /api/v3/order';
const unknown = {
  ok: false,
  error: { code: 'outcome-unknown', retry: 'after-checking', clientOrderId: 'ours-1' },
};

describe('placing an order', () => {
  it('sends exactly what was approved, once, signed, under our own id and without a tag of anybody else', async () => {
    const { venue, connection, submit } = await openScripted();
    const answer = await submit();
    expect(answer).toMatchObject({
      ok: true,
      value: {
        clientOrderId: 'ours-1',
        venueOrderId: '71',
        status: 'open',
        amount: '0.002',
        price: '60000',
        fills: [],
      },
    });
    const [sent, ...more] = venue.sentTo(route);
    expect(more).toEqual([]);
    expect(Object.fromEntries(sent?.parameters ?? [])).toEqual({
      timestamp: '1767225600000',
      symbol: 'BTCUSDT',
      side: 'BUY',
      quantity: '0.002',
      newClientOrderId: 'ours-1',
      newOrderRespType: 'FULL',
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: '60000',
      recvWindow: '5000',
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(sent?.headers.get('x-mbx-apikey')).toBe(canary.apiKey);
    expect(sent?.url).toBe('https://api.binance.com/api/v3/order');
    expect(sent?.redirect).toBe('error');
    expect(connection.mutatingRequests()).toBe(1);
  });

  it('signs the whole form with HMAC-SHA256', async () => {
    const venue = scriptedVenue();
    let body = '';
    const { submit } = await openScripted({
      ...venue,
      transport: (url, init) => {
        if (init?.method === 'POST') body = String(init.body);
        return venue.transport(url, init);
      },
    });
    await submit();
    const [form, signature] = body.split('&signature=');
    expect(signature).toBe(
      createHmac('sha256', canary.secret)
        .update(form ?? '')
        .digest('hex'),
    );
  });

  it('never puts a price on a market order', async () => {
    const { venue, submit } = await openScripted();
    venue.on(route, (order) =>
      placed(order, {
        status: 'FILLED',
        executedQty: '0.00200000',
        cummulativeQuoteQty: '120.02000000',
        fills: [
          { price: '60000.00', qty: '0.00100000', commission: '0.00000100', commissionAsset: 'BTC', tradeId: 5 },
          { price: '60020.00', qty: '0.00100000', commission: '0.00000100', commissionAsset: 'BTC', tradeId: 6 },
        ],
      }),
    );
    const answer = await submit({ type: 'market', price: null, timeInForce: null });
    const [sent] = venue.sentTo(route);
    for (const name of ['price', 'quoteOrderQty', 'timeInForce']) expect(sent?.parameters.has(name)).toBe(false);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        status: 'filled',
        filled: '0.002',
        price: null,
        averagePrice: '60010',
        cumulativeQuote: '120.02',
        updatedAtMs: 1_767_225_600_100,
      },
    });
    expect(answer.ok && answer.value.fills).toMatchObject([
      { tradeId: '5', venueOrderId: '71', price: '60000', amount: '0.001', role: 'taker', fee: { amount: '0.000001' } },
      { tradeId: '6', price: '60020' },
    ]);
  });

  it.each([
    ['an amount finer than a lot', { amount: decimal('0.100000001') }, 'amount'],
    ['no amount', { amount: decimal('0') }, 'amount'],
    ['a price finer than a tick', { price: decimal('90.019') }, 'price'],
    ['a limit order without a price', { price: null }, 'price'],
    ['a market order with a price', { type: 'market', timeInForce: null }, 'price'],
    ['a client id that the venue would not take', { clientOrderId: 'a b&c=d' }, 'clientOrderId'],
  ] as const)('refuses %s instead of letting it be rounded or dropped', async (_name, changes, path) => {
    const { venue, submit } = await openScripted();
    expect(await submit(changes)).toMatchObject({ ok: false, error: { code: 'invalid-input', issues: [{ path }] } });
    expect(venue.sentTo(route)).toEqual([]);
  });

  it('refuses a market or an exchange that it does not know', async () => {
    const { venue, submit } = await openScripted();
    expect(await submit({ symbol: 'ETH/USDT' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await submit({ exchange: 'binance' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(venue.sentTo(route)).toEqual([]);
  });
});

describe('an answer to an order that cannot be trusted', () => {
  const wrong: readonly [string, (order: Sent) => unknown][] = [
    ['a page with 200', () => html(200)],
    ['nothing', () => new Response('')],
    ['an empty object', () => ({})],
    ['an empty list', () => []],
    ['null', () => new Response('null')],
    ['truncated JSON', (order) => new Response(JSON.stringify(placed(order)).slice(0, -40))],
    ['an error in a 200', () => ({ code: -2010, msg: 'Account has insufficient balance for requested action.' })],
    ['success: false in a 200', () => ({ success: false, msg: 'no' })],
    ['a 201', (order) => json(201, placed(order))],
    ['a redirect', () => new Response('', { status: 307, headers: { location: 'https://evil.example' } })],
    ['another amount', (order) => placed(order, { origQty: '0.00100000' })],
    ['another price', (order) => placed(order, { price: '60000.01000000' })],
    ['another side', (order) => placed(order, { side: 'SELL' })],
    ['another type', (order) => placed(order, { type: 'MARKET', price: '0.00000000' })],
    ['another market', (order) => placed(order, { symbol: 'ETHUSDT' })],
    ['another client id', (order) => placed(order, { clientOrderId: 'x-TKT5PX2F-1' })],
    ['no fills', (order) => placed(order, { fills: undefined })],
    ['an amount as a number', (order) => placed(order, { origQty: 0.002 })],
    ['a filled amount without fills', (order) => placed(order, { executedQty: '0.00200000', status: 'FILLED' })],
    ['a status that contradicts the amount', (order) => placed(order, { status: 'FILLED' })],
    ['more filled than asked', (order) => placed(order, { executedQty: '0.00300000', status: 'PARTIALLY_FILLED' })],
    ['an unknown status', (order) => placed(order, { status: 'DREAMING' })],
    ['an amount with an exponent', (order) => placed(order, { executedQty: '0E-8' })],
    ['a reset', () => Promise.reject(new TypeError('fetch failed'))],
    ['silence', () => new Promise(() => undefined)],
    ['503 with a page', () => html(503)],
    ['500 with a refusal', () => json(500, { code: -2010, msg: 'no' })],
    ['its own time-out', () => json(408, { code: -1007, msg: 'Timeout waiting for response from backend server.' })],
    ['a duplicate', () => json(400, { code: -2010, msg: 'Duplicate order sent.' })],
    ['a page with 429', () => html(429)],
  ];

  it.each(wrong)('leaves the outcome unknown, and sends nothing again: %s', async (_name, script) => {
    const { venue, connection, submit } = await openScripted();
    venue.on(route, script);
    expect(await submit()).toEqual(unknown);
    expect(venue.sentTo(route)).toHaveLength(1);
    expect(connection.mutatingRequests()).toBe(1);
  });
});

describe('a refusal of an order', () => {
  it.each([
    [
      'no funds',
      json(400, { code: -2010, msg: 'Account has insufficient balance for requested action.' }),
      'insufficient-funds',
    ],
    ['a filter', json(400, { code: -1013, msg: 'Filter failure: NOTIONAL' }), 'venue-rejected'],
    ['a clock that is off', json(400, { code: -1021, msg: 'Timestamp outside of the recvWindow.' }), 'key-refused'],
    ['too many requests', json(429, { code: -1003, msg: 'Too many' }, { 'retry-after': '3' }), 'rate-limited'],
  ])('is told as such: %s', async (_name, response, code) => {
    const { venue, submit } = await openScripted();
    venue.on(route, () => response);
    expect(await submit()).toMatchObject({ ok: false, error: { code } });
  });

  it('for a revoked key is never taken for a rate limit, not even after calls that worked', async () => {
    const { venue, submit } = await openScripted();
    expect((await submit()).ok).toBe(true);
    venue.on(route, () => json(401, { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' }));
    expect(await submit()).toMatchObject({
      ok: false,
      error: { code: 'key-refused', problem: 'key-unclear', venueCode: '-2015' },
    });
  });

  it('before a connection is made says that nothing was placed', async () => {
    const { venue, submit } = await openScripted();
    venue.on(route, () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })));
    expect(await submit()).toMatchObject({ ok: false, error: { code: 'venue-unreachable' } });
  });
});
