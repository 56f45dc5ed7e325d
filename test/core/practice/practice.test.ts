import { afterEach, describe, expect, it } from 'vitest';
import { type TemporaryPractice, temporaryPractice } from './temporary-practice.ts';

let opened: TemporaryPractice[] = [];
function open(options: Parameters<typeof temporaryPractice>[0] = {}): TemporaryPractice {
  const practice = temporaryPractice(options);
  opened.push(practice);
  return practice;
}
afterEach(() => {
  for (const practice of opened) practice.remove();
  opened = [];
});

const limit = (side: string, quantity: string, price: string, newClientOrderId: string, symbol = 'BTCUSDT') => ({
  symbol,
  side,
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity,
  price,
  newClientOrderId,
});
const market = (side: string, quantity: string, newClientOrderId: string) => ({
  symbol: 'BTCUSDT',
  side,
  type: 'MARKET',
  quantity,
  newClientOrderId,
});
type Balances = { balances: { asset: string; free: string; locked: string }[] };
async function balance(exchange: TemporaryPractice, asset: string) {
  const { body } = await exchange.ask('GET', '/api/v3/account');
  const found = (body as unknown as Balances).balances.find((item) => item.asset === asset);
  return { free: found?.free, locked: found?.locked };
}

describe('the practice exchange', () => {
  it('opens an account with 10,000 USDT, 0.1 BTC and 2 ETH', async () => {
    const exchange = open();
    expect(await balance(exchange, 'USDT')).toEqual({ free: '10000.00000000', locked: '0.00000000' });
    expect(await balance(exchange, 'BTC')).toEqual({ free: '0.10000000', locked: '0.00000000' });
    expect(await balance(exchange, 'ETH')).toEqual({ free: '2.00000000', locked: '0.00000000' });
  });

  it('holds what a resting buy could cost and gives it back when it is cancelled', async () => {
    const exchange = open();
    const placed = await exchange.ask('POST', '/api/v3/order', limit('BUY', '0.1', '45000.00', 'a'));
    expect(placed).toMatchObject({ status: 200, body: { status: 'NEW', executedQty: '0.00000000' } });
    expect(await balance(exchange, 'USDT')).toEqual({ free: '5500.00000000', locked: '4500.00000000' });
    const canceled = await exchange.ask('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'a' });
    expect(canceled).toMatchObject({ status: 200, body: { status: 'CANCELED', origClientOrderId: 'a' } });
    expect(await balance(exchange, 'USDT')).toEqual({ free: '10000.00000000', locked: '0.00000000' });
  });

  it('fills a market order from the book and charges the taker fee in what was received', async () => {
    const exchange = open();
    const { status, body } = await exchange.ask('POST', '/api/v3/order', market('BUY', '0.01', 'm'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'FILLED', executedQty: '0.01000000' });
    expect(await balance(exchange, 'BTC')).toEqual({ free: '0.10999000', locked: '0.00000000' });
    const { body: trades } = await exchange.ask('GET', '/api/v3/myTrades', {
      symbol: 'BTCUSDT',
      orderId: String(body.orderId),
    });
    expect((trades as unknown as unknown[]).length).toBeGreaterThan(0);
  });

  it('fills a resting order partially as the market moves through it, at its own price, and hints it', async () => {
    const exchange = open();
    const hints: string[] = [];
    exchange.practice.hints((hint) => hints.push(hint.clientOrderId));
    const best = exchange.practice.feed.snapshot('BTC/USDT')?.ticker.bid ?? '0';
    await exchange.ask('POST', '/api/v3/order', limit('BUY', '0.1', String(best), 'rest'));
    exchange.practice.start();
    const seen = new Set<string>();
    for (let turn = 0; turn < 3_000 && !seen.has('FILLED'); turn += 1) {
      exchange.clock.wind(200);
      const { body } = await exchange.ask('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'rest' });
      seen.add(String(body.status));
    }
    expect([...seen]).toEqual(['NEW', 'PARTIALLY_FILLED', 'FILLED']);
    expect(hints.length).toBeGreaterThan(1);
    const { body } = await exchange.ask('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' });
    for (const trade of body as unknown as { price: string; isMaker: boolean }[]) {
      expect(trade).toMatchObject({ isMaker: true });
      expect(Number(trade.price)).toBe(Number(best));
    }
  });

  it.each([
    ['a wrong secret', { secret: 'not-it' }, 400, -1022],
    ['an unknown key', { apiKey: 'nobody' }, 401, -2015],
  ])('refuses %s', async (_title, change, status, code) => {
    const exchange = open();
    const answer = await exchange.ask('GET', '/api/v3/account', {}, { ...exchange.practice.credentials, ...change });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['a quantity that is not a whole number of lots', limit('BUY', '0.000001', '45000', 'x'), -1013],
    ['a price that is not a whole number of ticks', limit('BUY', '0.1', '45000.001', 'x'), -1013],
    ['an order worth too little', limit('BUY', '0.00001', '45000', 'x'), -1013],
    ['a negative quantity', limit('BUY', '-0.1', '45000', 'x'), -1013],
    ['a quantity that is not a number', limit('BUY', 'NaN', '45000', 'x'), -1100],
    ['a side that is none', limit('HOLD', '0.1', '45000', 'x'), -1117],
    ['a price of zero', limit('BUY', '0.1', '0', 'x'), -1013],
    ['an unknown market', limit('BUY', '0.1', '1', 'x', 'DOGEUSDT'), -1121],
    ['more than there is', limit('BUY', '1', '45000', 'x'), -2010],
    ['a market order with a price', { ...market('BUY', '0.01', 'x'), price: '1' }, -1106],
  ])('refuses %s and changes nothing', async (_title, parameters, code) => {
    const exchange = open();
    expect(await exchange.ask('POST', '/api/v3/order', parameters)).toMatchObject({ status: 400, body: { code } });
    expect(await balance(exchange, 'USDT')).toEqual({ free: '10000.00000000', locked: '0.00000000' });
  });

  it('refuses a client id that is in use, and a request outside its window', async () => {
    const exchange = open();
    await exchange.ask('POST', '/api/v3/order', limit('BUY', '0.01', '45000', 'same'));
    expect(await exchange.ask('POST', '/api/v3/order', limit('BUY', '0.01', '45000', 'same'))).toMatchObject({
      body: { code: -2010, msg: 'Duplicate order sent.' },
    });
    const late = String(exchange.clock.nowMs() - 5_001);
    expect(await exchange.ask('GET', '/api/v3/account', { timestamp: late })).toMatchObject({ body: { code: -1021 } });
    expect(await exchange.ask('GET', '/api/v3/account', { timestamp: late, recvWindow: '10000' })).toMatchObject({
      status: 200,
    });
    const early = String(exchange.clock.nowMs() + 2_000);
    expect(await exchange.ask('GET', '/api/v3/account', { timestamp: early })).toMatchObject({ body: { code: -1021 } });
  });

  it('goes on with its resting orders, balances and market time after a restart', async () => {
    const exchange = open();
    await exchange.ask('POST', '/api/v3/order', limit('BUY', '0.1', '45000', 'kept'));
    exchange.practice.start();
    exchange.clock.wind(3_000);
    const before = exchange.practice.marketTimeMs();
    exchange.practice.close();
    const again = exchange.reopen();
    expect(again.practice.marketTimeMs()).toBe(before);
    expect(await again.ask('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'kept' })).toMatchObject({
      body: { status: 'NEW' },
    });
    expect(await balance(again, 'USDT')).toEqual({ free: '5500.00000000', locked: '4500.00000000' });
    expect(await again.ask('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'kept' })).toMatchObject({
      body: { status: 'CANCELED' },
    });
    again.practice.close();
    const ended = exchange.reopen();
    expect(await ended.ask('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'kept' })).toMatchObject({
      body: { status: 'CANCELED' },
    });
    ended.practice.close();
    opened = [];
  });

  it('gives the first balances back on a reset', async () => {
    const exchange = open();
    await exchange.ask('POST', '/api/v3/order', limit('BUY', '0.1', '45000', 'open'));
    await exchange.ask('POST', '/api/v3/order', market('SELL', '0.05', 'sold'));
    expect(exchange.practice.reset().ok).toBe(true);
    expect(await balance(exchange, 'USDT')).toEqual({ free: '10000.00000000', locked: '0.00000000' });
    expect(await balance(exchange, 'BTC')).toEqual({ free: '0.10000000', locked: '0.00000000' });
    expect((await exchange.ask('GET', '/api/v3/openOrders')).body).toEqual([]);
  });

  it('shows the same market for the same seed and another for another', () => {
    const prices = (seed: string) => open({ seed }).practice.feed.snapshot('ETH/USDT')?.bids;
    expect(prices('one')).toEqual(prices('one'));
    expect(prices('one')).not.toEqual(prices('two'));
  });

  it('has a full chart at the first start, oldest first, each candle within its high and low', () => {
    const candles = open().practice.feed.candles('BTC/USDT', '5m', 300) ?? [];
    expect(candles).toHaveLength(300);
    for (const [index, candle] of candles.entries()) {
      expect(Number(candle.high)).toBeGreaterThanOrEqual(Number(candle.open));
      expect(Number(candle.low)).toBeLessThanOrEqual(Number(candle.close));
      if (index > 0) expect(candle.atMs - (candles[index - 1]?.atMs ?? 0)).toBe(300_000);
    }
  });
});
