import kraken from 'ccxt-src/kraken.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeServer, serveExchange } from '../../../exchange/exchange-server.ts';
import { tradingKey } from '../../../exchange/kraken/kraken-keys.ts';
import { type KrakenExchange, krakenExchange } from '../../../exchange/kraken/kraken-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';

let exchange: KrakenExchange;
let server: ExchangeServer;
let net: TlsFetch;
let client: InstanceType<typeof kraken>;

/** ccxt's own kraken class as anybody would use it: the test exchange is held against code that was written for the real one. */
beforeAll(async () => {
  exchange = krakenExchange();
  server = await serveExchange(exchange);
  net = tlsFetch([server]);
  const { apiKey, secret } = tradingKey();
  client = new kraken({ apiKey, secret, enableRateLimit: false });
  client.fetchImplementation = net.fetch;
  await client.loadMarkets();
});
afterAll(async () => {
  net.close();
  await server.close();
});

const idOf = async (order: Promise<{ readonly id?: unknown }>): Promise<string> => String((await order).id);

describe("ccxt's unified calls against the test exchange", () => {
  it('load its markets under the names that we use', () => {
    expect(client.symbols).toEqual(['BTC/USD', 'ETH/USD', 'SOL/USD']);
    expect(client.market('BTC/USD')).toMatchObject({
      id: 'XXBTZUSD',
      maker: 0.0016,
      taker: 0.0026,
      precision: { price: 0.01, amount: 0.00001 },
    });
  });

  it('read time, status, book, balance and fees', async () => {
    expect(Math.abs(Number(await client.fetchTime()) - Date.now())).toBeLessThan(60_000);
    expect(await client.fetchStatus()).toMatchObject({ status: 'ok' });
    expect((await client.fetchOrderBook('BTC/USD')).bids[0]?.slice(0, 2)).toEqual([19_999, 10]);
    expect((await client.fetchBalance()).USD).toEqual({ free: 100_000, used: 0, total: 100_000 });
    expect(await client.fetchTradingFee('BTC/USD')).toMatchObject({ maker: 0.0016, taker: 0.0026 });
  });

  it('place, find and cancel an order', async () => {
    const id = await idOf(client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 19_000, { postOnly: true }));
    expect(await client.fetchOpenOrders()).toMatchObject([
      { id, symbol: 'BTC/USD', side: 'buy', price: 19_000, postOnly: true },
    ]);
    expect(await client.fetchOrder(id)).toMatchObject({ id, status: 'open', amount: 0.01 });
    await client.cancelOrder(id);
    expect(await client.fetchOrder(id)).toMatchObject({ status: 'canceled' });
    expect(await client.fetchClosedOrders()).toMatchObject([{ id }]);
  });

  it('trade, and tell the trade with its fee', async () => {
    const id = await idOf(client.createMarketOrderWithCost('ETH/USD', 'buy', 100));
    const [trade] = await client.fetchMyTrades('ETH/USD');
    expect(trade).toMatchObject({ order: id, side: 'buy', price: 20_001, fee: { currency: 'USD' } });
    expect(await client.fetchOrder(id)).toMatchObject({ status: 'closed', type: 'market' });
  });

  it('set the dead man’s switch, cancel all, and see errors by their codes', async () => {
    expect(await client.cancelAllOrdersAfter(60_000)).toMatchObject({ error: [], result: {} });
    await client.cancelAllOrders();
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 1_000, 19_000)).rejects.toMatchObject({
      name: 'InsufficientFunds',
    });
    await expect(client.cancelOrder('OAAAAA-AAAAA-AAAAAA')).rejects.toMatchObject({
      message: expect.stringContaining('EOrder:Unknown order'),
    });
    exchange.keys.length = 0;
    await expect(client.fetchBalance()).rejects.toMatchObject({ name: 'AuthenticationError' });
  });
});
