import coinbase from 'ccxt-src/coinbase.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCoinbaseExchange } from '../../../exchange/coinbase-server.ts';
import { type ExchangeServer, serveExchange } from '../../../exchange/exchange-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';

const symbol = 'BTC/USD';
const world = createCoinbaseExchange();
let server: ExchangeServer;
let internet: TlsFetch;
let exchange: InstanceType<typeof coinbase>;
beforeAll(async () => {
  server = await serveExchange(world);
  internet = tlsFetch([server]);
  exchange = new coinbase({
    apiKey: world.key.apiKey,
    secret: world.key.secret,
    enableRateLimit: false,
    options: { fetchBalance: 'v3PrivateGetBrokerageAccounts', fetchTime: 'v3PublicGetBrokerageTime' },
  });
  exchange.fetchImplementation = internet.fetch;
  // Its currencies come from another API of Coinbase, which nothing here uses.
  exchange.setMarkets({
    [symbol]: {
      id: 'BTC-USD',
      symbol,
      base: 'BTC',
      quote: 'USD',
      baseId: 'BTC',
      quoteId: 'USD',
      type: 'spot',
      spot: true,
      precision: { amount: 0.00001, price: 0.01, cost: 0.01 },
      limits: {},
      active: true,
    },
  });
});
afterAll(async () => {
  internet.close();
  await server.close();
});

describe("ccxt's own methods on the test exchange", () => {
  it('place a limit order, find it, list it and cancel it', async () => {
    const { id } = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 15_000);
    const placed = { id, status: 'open', amount: 0.01, filled: 0, price: 15_000, timeInForce: 'GTC' };
    expect(await exchange.fetchOrder(String(id), symbol)).toMatchObject(placed);
    expect(await exchange.fetchOpenOrders(symbol)).toMatchObject([placed]);
    expect(await exchange.cancelOrder(String(id), symbol)).toMatchObject({ id });
    expect(await exchange.fetchOpenOrders(symbol)).toEqual([]);
    expect(await exchange.fetchOrder(String(id), symbol)).toMatchObject({ status: 'canceled' });
    await expect(exchange.cancelOrder(String(id), symbol)).rejects.toThrow();
  });

  it('place a market order, and tell its trade with the fee in quote units', async () => {
    const { id } = await exchange.createOrder(symbol, 'market', 'sell', 0.015);
    expect(await exchange.fetchOrder(String(id), symbol)).toMatchObject({
      status: 'closed',
      filled: 0.015,
      cost: 299.985,
    });
    expect(await exchange.fetchMyTrades(symbol, undefined, undefined, { order_id: id })).toMatchObject([
      {
        order: id,
        side: 'sell',
        price: 19_999,
        amount: 0.015,
        takerOrMaker: 'taker',
        fee: { currency: 'USD', cost: 3.59982 },
      },
    ]);
  });

  it('buy for a cost, of which it makes the base amount too', async () => {
    const placed = await exchange.createMarketBuyOrderWithCost(symbol, 100);
    const [trade] = await exchange.fetchMyTrades(symbol, undefined, undefined, { order_id: placed.id });
    expect(trade).toMatchObject({ price: 20_001, amount: 0.00499 });
  });

  it('read the balance, the book and the clock', async () => {
    const balance = await exchange.fetchBalance();
    expect(balance.ETH).toMatchObject({ free: 50, used: 0, total: 50 });
    expect(await exchange.fetchOrderBook(symbol, 5)).toMatchObject({ asks: [[20_001, expect.any(Number)]] });
    expect(Math.abs(Number(await exchange.fetchTime()) - Date.now())).toBeLessThan(60_000);
  });

  it('are refused with a signature of another key', async () => {
    const other = new coinbase({ apiKey: world.key.apiKey, secret: createCoinbaseExchange().key.secret });
    other.fetchImplementation = internet.fetch;
    await expect(other.v3PrivateGetBrokerageAccounts()).rejects.toThrow(/401/);
    expect(world.unauthenticated).toEqual(['not signed by the key']);
    expect(server.problems()).toEqual([]);
  });
});
