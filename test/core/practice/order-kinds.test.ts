import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QuietBook, quietBook } from './quiet-book.ts';

let market: QuietBook;
beforeEach(async () => {
  market = quietBook();
  await market.rest('SELL', '0.01', '50000.00');
  await market.rest('SELL', '0.02', '50100.00');
  await market.rest('BUY', '0.01', '49900.00');
});
afterEach(() => market.remove());

const limit = (timeInForce: string, side: string, quantity: string, price: string) => ({
  side,
  type: 'LIMIT',
  timeInForce,
  quantity,
  price,
  newClientOrderId: 'mine',
});
const untouched = { free: '10000.00000000', locked: '0.00000000' };

describe('a limit order', () => {
  it('good till cancelled takes what it reaches and leaves the rest working, holding what that could cost', async () => {
    const { body } = await market.place(limit('GTC', 'BUY', '0.03', '50000'));
    expect(body).toMatchObject({ status: 'PARTIALLY_FILLED', executedQty: '0.01000000', timeInForce: 'GTC' });
    expect(await market.balance('USDT')).toEqual({ free: '8500.00000000', locked: '1000.00000000' });
    expect(await market.balance('BTC')).toEqual({ free: '0.10999000', locked: '0.00000000' });
  });

  it('immediate or cancel takes what it reaches; the rest expires and its money is free again', async () => {
    const { status, body } = await market.place(limit('IOC', 'BUY', '0.03', '50000'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'EXPIRED', executedQty: '0.01000000', timeInForce: 'IOC' });
    expect(body.fills).toHaveLength(1);
    expect(await market.balance('USDT')).toEqual({ free: '9500.00000000', locked: '0.00000000' });
    expect((await market.get('mine')).body).toMatchObject({ status: 'EXPIRED', executedQty: '0.01000000' });
    expect((await market.ask('GET', '/api/v3/openOrders')).body).toEqual([]);
  });

  it('immediate or cancel that reaches nothing expires whole', async () => {
    const { body } = await market.place(limit('IOC', 'SELL', '0.05', '49950'));
    expect(body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000', fills: [] });
    expect(await market.balance('BTC')).toEqual({ free: '0.10000000', locked: '0.00000000' });
  });

  it('fill or kill trades all of it or nothing at all', async () => {
    const killed = await market.place(limit('FOK', 'BUY', '0.03001', '50100'));
    expect(killed.body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000', fills: [], timeInForce: 'FOK' });
    expect(await market.balance('USDT')).toEqual(untouched);
    const filled = await market.place(limit('FOK', 'BUY', '0.03', '50100'));
    expect(filled.body).toMatchObject({
      status: 'FILLED',
      executedQty: '0.03000000',
      cummulativeQuoteQty: '1502.00000000',
    });
    expect(await market.balance('USDT')).toEqual({ free: '8498.00000000', locked: '0.00000000' });
  });

  it('that may only make is refused when it would take, with nothing changed, and rests otherwise', async () => {
    const maker = { side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.01', newClientOrderId: 'mine' };
    expect(await market.place({ ...maker, price: '50000' })).toMatchObject({
      status: 400,
      body: { code: -2010, msg: 'Order would immediately match and take.' },
    });
    expect(await market.balance('USDT')).toEqual(untouched);
    expect((await market.get('mine')).body).toMatchObject({ code: -2013 });
    const rests = await market.place({ ...maker, price: '49999.99', newOrderRespType: 'FULL' });
    expect(rests.body).toMatchObject({ status: 'NEW', type: 'LIMIT_MAKER', timeInForce: 'GTC', fills: [] });
    await market.take('SELL', '0.01');
    expect((await market.get('mine')).body).toMatchObject({ status: 'FILLED', cummulativeQuoteQty: '499.99990000' });
  });
});

describe('a market order', () => {
  const order = (parameters: Record<string, string>) => ({ type: 'MARKET', newClientOrderId: 'mine', ...parameters });

  it('by amount takes level after level; what the book does not have expires', async () => {
    const { body } = await market.place(order({ side: 'BUY', quantity: '0.05' }));
    expect(body).toMatchObject({ status: 'EXPIRED', origQty: '0.05000000', executedQty: '0.03000000' });
    expect((body.fills as { price: string }[]).map(({ price }) => price)).toEqual(['50000.00000000', '50100.00000000']);
    expect(await market.balance('USDT')).toEqual({ free: '8498.00000000', locked: '0.00000000' });
  });

  it('by quote amount buys as many whole lots as it pays for and never spends more', async () => {
    const { body } = await market.place(order({ side: 'BUY', quoteOrderQty: '700' }));
    // 0.01 at 50,000, then 200 / 50,100 = 0.003992…: 0.00399.
    expect(body).toMatchObject({
      status: 'FILLED',
      origQty: '0.01399000',
      executedQty: '0.01399000',
      origQuoteOrderQty: '700.00000000',
      cummulativeQuoteQty: '699.89900000',
    });
    expect(await market.balance('USDT')).toEqual({ free: '9300.10100000', locked: '0.00000000' });
    expect((await market.get('mine')).body).toMatchObject({ origQuoteOrderQty: '700.00000000', status: 'FILLED' });
  });

  it('by quote amount sells as much as fetches that', async () => {
    const { body } = await market.place(order({ side: 'SELL', quoteOrderQty: '100' }));
    expect(body).toMatchObject({ status: 'FILLED', executedQty: '0.00200000', cummulativeQuoteQty: '99.80000000' });
    expect(await market.balance('BTC')).toEqual({ free: '0.09800000', locked: '0.00000000' });
  });

  it('by quote amount expires where the book runs out, and gives back what it did not spend', async () => {
    const { body } = await market.place(order({ side: 'BUY', quoteOrderQty: '5000' }));
    expect(body).toMatchObject({ status: 'EXPIRED', executedQty: '0.03000000', cummulativeQuoteQty: '1502.00000000' });
    expect(await market.balance('USDT')).toEqual({ free: '8498.00000000', locked: '0.00000000' });
    const empty = await market.place(order({ side: 'BUY', quoteOrderQty: '100' }));
    expect(empty.body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000', fills: [] });
    expect(await market.balance('USDT')).toEqual({ free: '8498.00000000', locked: '0.00000000' });
  });

  it.each([
    ['more quote than there is, however thin the book', { side: 'BUY', quoteOrderQty: '10000.00000001' }, -2010],
    ['a quote amount below the smallest', { side: 'BUY', quoteOrderQty: '4.99' }, -1013],
    ['a quote amount with nine decimals', { side: 'BUY', quoteOrderQty: '100.000000001' }, -1111],
    ['both amounts', { side: 'BUY', quoteOrderQty: '100', quantity: '0.01' }, -1106],
    ['no amount', { side: 'BUY' }, -1102],
    ['a time in force', { side: 'BUY', quantity: '0.01', timeInForce: 'IOC' }, -1106],
    ['a stop price', { side: 'BUY', quantity: '0.01', stopPrice: '1' }, -1106],
  ])('is refused with %s, with nothing changed', async (_title, parameters, code) => {
    expect(await market.place(order(parameters))).toMatchObject({ status: 400, body: { code } });
    expect(await market.balance('USDT')).toEqual(untouched);
  });
});

describe('any order', () => {
  it.each([
    ['a limit order without a time in force', { side: 'BUY', type: 'LIMIT', quantity: '0.01', price: '1000' }, -1102],
    ['an unknown time in force', limit('GTD', 'BUY', '0.01', '1000'), -1115],
    ['a kind that is not offered', { ...limit('GTC', 'BUY', '0.01', '1000'), type: 'TAKE_PROFIT_LIMIT' }, -1116],
    ['an iceberg', { ...limit('GTC', 'BUY', '0.01', '1000'), icebergQty: '0.001' }, -1106],
    [
      'another self-trade mode',
      { ...limit('GTC', 'BUY', '0.01', '1000'), selfTradePreventionMode: 'EXPIRE_TAKER' },
      -1013,
    ],
    ['an unknown answer', { ...limit('GTC', 'BUY', '0.01', '1000'), newOrderRespType: 'ALL' }, -1130],
  ])('is refused as %s', async (_title, parameters, code) => {
    expect(await market.place(parameters)).toMatchObject({ status: 400, body: { code } });
  });

  it('can be tried: everything is checked and nothing placed', async () => {
    const path = '/api/v3/order/test';
    const order = { symbol: 'BTCUSDT', ...limit('GTC', 'BUY', '0.01', '50000') };
    expect(await market.ask('POST', path, order)).toEqual({ status: 200, body: {} });
    expect(await market.ask('POST', path, { ...order, price: '0.001' })).toMatchObject({ body: { code: -1013 } });
    expect((await market.get('mine')).body).toMatchObject({ code: -2013 });
    expect(await market.balance('USDT')).toEqual(untouched);
  });

  it('is cancelled with all others of its market, and only of that', async () => {
    await market.place({ ...limit('GTC', 'BUY', '0.01', '40000'), newClientOrderId: 'a' });
    await market.place({ ...limit('GTC', 'BUY', '0.01', '41000'), newClientOrderId: 'b' });
    await market.place({ ...limit('GTC', 'SELL', '1', '5000'), symbol: 'ETHUSDT', newClientOrderId: 'c' });
    const { status, body } = await market.ask('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' });
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { origClientOrderId: 'a', status: 'CANCELED' },
      { origClientOrderId: 'b', status: 'CANCELED' },
    ]);
    expect(await market.balance('USDT')).toEqual(untouched);
    expect((await market.ask('GET', '/api/v3/openOrders')).body).toMatchObject([{ clientOrderId: 'c' }]);
    expect(await market.ask('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).toMatchObject({
      status: 400,
      body: { code: -2011 },
    });
  });
});

describe('an order of the same account', () => {
  it('is never traded with: it expires, numbered, and the new one goes on to the next', async () => {
    await market.place({ ...limit('GTC', 'SELL', '0.05', '49950'), newClientOrderId: 'own' });
    const { body } = await market.place(limit('GTC', 'BUY', '0.01', '50000'));
    expect(body).toMatchObject({
      status: 'FILLED',
      cummulativeQuoteQty: '500.00000000',
      preventedMatches: [{ preventedMatchId: 1, price: '49950.00000000', makerPreventedQuantity: '0.05000000' }],
    });
    expect((await market.get('own')).body).toMatchObject({
      status: 'EXPIRED_IN_MATCH',
      executedQty: '0.00000000',
      preventedMatchId: 1,
      preventedQuantity: '0.05000000',
    });
    expect(await market.balance('BTC')).toEqual({ free: '0.10999000', locked: '0.00000000' });
  });

  it('stays where a new one does not reach it, or is killed', async () => {
    await market.place({ ...limit('GTC', 'SELL', '0.05', '50050'), newClientOrderId: 'own' });
    await market.place(limit('GTC', 'BUY', '0.01', '50100'));
    expect((await market.get('own')).body).toMatchObject({ status: 'NEW' });
    // 0.02 of others are left within the limit; its own do not count.
    await market.place({ ...limit('FOK', 'BUY', '0.03', '50100'), newClientOrderId: 'killed' });
    expect((await market.get('killed')).body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000' });
    expect((await market.get('own')).body).toMatchObject({ status: 'NEW' });
  });
});
