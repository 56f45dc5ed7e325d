import binance from 'ccxt-src/binance.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QuietBook, quietBook } from '../practice/quiet-book.ts';

let market: QuietBook;
let exchange: InstanceType<typeof binance>;
beforeEach(async () => {
  market = quietBook();
  await market.rest('SELL', '0.01', '50000.00');
  await market.rest('SELL', '0.02', '50100.00');
  await market.rest('BUY', '0.01', '49900.00');
  const { apiKey, secret } = market.practice.credentials;
  exchange = new binance({
    apiKey,
    secret,
    enableRateLimit: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchMargins: false,
      fetchCurrencies: false,
      warnOnFetchOpenOrdersWithoutSymbol: false,
    },
  });
  exchange.nonce = () => market.clock.nowMs();
  exchange.fetchImplementation = market.practice.fetch;
});
afterEach(() => market.remove());

const symbol = 'BTC/USDT';
function idOf({ id }: { readonly id?: string | undefined }): string {
  return id ?? expect.fail('an order without an id');
}

describe("ccxt's own methods on the practice exchange", () => {
  it('place a limit order, find it, list it and cancel it', async () => {
    const placed = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 45_000);
    expect(placed).toMatchObject({ status: 'open', amount: 0.01, filled: 0, price: 45_000, timeInForce: 'GTC' });
    expect(await exchange.fetchOrder(idOf(placed), symbol)).toMatchObject({ id: placed.id, status: 'open' });
    expect(await exchange.fetchOpenOrders(symbol)).toMatchObject([{ id: placed.id }]);
    expect(await exchange.fetchOpenOrders()).toMatchObject([{ id: placed.id }]);
    expect(await exchange.cancelOrder(idOf(placed), symbol)).toMatchObject({ id: placed.id, status: 'canceled' });
    expect(await exchange.fetchOpenOrders(symbol)).toEqual([]);
    expect(await exchange.fetchOrders(symbol)).toMatchObject([{ id: placed.id, status: 'canceled' }]);
  });

  it('place a market order, and tell its trades with their fees', async () => {
    const placed = await exchange.createOrder(symbol, 'market', 'buy', 0.015);
    expect(placed).toMatchObject({ status: 'closed', filled: 0.015, cost: 750.5 });
    const trades = await exchange.fetchMyTrades(symbol);
    expect(trades).toMatchObject([
      { order: placed.id, side: 'buy', price: 50_000, amount: 0.01, takerOrMaker: 'taker', fee: { currency: 'BTC' } },
      { order: placed.id, side: 'buy', price: 50_100, amount: 0.005, fee: { cost: 0.000005, currency: 'BTC' } },
    ]);
    expect(await exchange.fetchOrderTrades(idOf(placed), symbol)).toHaveLength(2);
  });

  it('buy for a cost', async () => {
    const placed = await exchange.createMarketBuyOrderWithCost(symbol, 700);
    expect(placed).toMatchObject({ status: 'closed', filled: 0.01399, cost: 699.899 });
    const sold = await exchange.createOrder(symbol, 'market', 'sell', 0, undefined, { cost: 100 });
    expect(sold).toMatchObject({ status: 'closed', filled: 0.002, cost: 99.8 });
  });

  it('place orders that only make, and are told when they would take', async () => {
    const maker = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 49_000, { postOnly: true });
    expect(await exchange.fetchOrder(idOf(maker), symbol)).toMatchObject({ type: 'limit', postOnly: true });
    await expect(exchange.createOrder(symbol, 'limit', 'buy', 0.01, 50_000, { postOnly: true })).rejects.toMatchObject({
      name: 'OrderImmediatelyFillable',
    });
  });

  it('place orders for now or never', async () => {
    const partly = await exchange.createOrder(symbol, 'limit', 'buy', 0.02, 50_000, { timeInForce: 'IOC' });
    expect(partly).toMatchObject({ status: 'expired', filled: 0.01, remaining: 0.01, timeInForce: 'IOC' });
    const killed = await exchange.createOrder(symbol, 'limit', 'buy', 0.05, 50_100, { timeInForce: 'FOK' });
    expect(killed).toMatchObject({ status: 'expired', filled: 0, timeInForce: 'FOK' });
    const filled = await exchange.createOrder(symbol, 'limit', 'buy', 0.02, 50_100, { timeInForce: 'FOK' });
    expect(filled).toMatchObject({ status: 'closed', filled: 0.02 });
  });

  it('edit an order, which is cancelled and placed anew', async () => {
    const placed = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 45_000);
    const edited = await exchange.editOrder(idOf(placed), symbol, 'limit', 'buy', 0.02, 46_000);
    expect(edited).toMatchObject({ status: 'open', amount: 0.02, price: 46_000 });
    expect(edited.id).not.toBe(placed.id);
    expect(await exchange.fetchOpenOrders(symbol)).toMatchObject([{ id: edited.id }]);
  });

  it('cancel all orders of a market', async () => {
    await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 45_000);
    await exchange.createOrder(symbol, 'limit', 'sell', 0.01, 55_000);
    expect(await exchange.cancelAllOrders(symbol)).toHaveLength(2);
    expect(await exchange.fetchOpenOrders()).toEqual([]);
    await expect(exchange.cancelAllOrders(symbol)).rejects.toMatchObject({ name: 'OrderNotFound' });
  });

  it('try an order without placing it', async () => {
    await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 45_000, { test: true });
    expect(await exchange.fetchOpenOrders()).toEqual([]);
  });

  it('read balances, books, trades and fees', async () => {
    expect(await exchange.fetchBalance()).toMatchObject({ USDT: { free: 10_000, used: 0 }, BTC: { total: 0.1 } });
    expect(await exchange.fetchOrderBook(symbol)).toMatchObject({
      bids: [[49_900, 0.01]],
      asks: [
        [50_000, 0.01],
        [50_100, 0.02],
      ],
    });
    const trades = { fetchTradesMethod: 'publicGetTrades' };
    await market.take('BUY', '0.001');
    expect(await exchange.fetchTrades(symbol, undefined, undefined, trades)).toMatchObject([
      { price: 50_000, amount: 0.001, side: 'buy' },
    ]);
    expect(await exchange.fetchTradingFee(symbol)).toMatchObject({ maker: 0.001, taker: 0.001 });
  });

  it.each([
    ['more than there is', 'InsufficientFunds', [symbol, 'limit', 'buy', 5, 45_000]],
    ['too little', 'BadRequest', [symbol, 'limit', 'buy', 0.00001, 45_000]],
  ] as const)('are refused with %s as on Binance', async (_title, name, [market_, type, side, amount, price]) => {
    await expect(exchange.createOrder(market_, type, side, amount, price)).rejects.toMatchObject({ name });
  });
});
