import binance from 'ccxt-src/binance.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BinanceServer, serveBinance } from '../../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';

/** The signature example of Binance's documents, made by OpenSSL. https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security */
const documented = {
  apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
  atMs: 1499827319559,
  parameters:
    'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
  signature: 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
  /** The same request, part of it in the query and part in the body, which are signed one right after the other. */
  query: 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC',
  body: 'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
  mixedSignature: '0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77',
};
const origin = 'https://api.binance.com';

let nowMs = documented.atMs;
let server: BinanceServer;
let net: TlsFetch;
beforeAll(async () => {
  server = await serveBinance({ ...documented, nowMs: () => nowMs });
  net = tlsFetch([server]);
});
afterEach(() => {
  nowMs = documented.atMs;
  server.skew(0);
  server.credentials.isRevoked = false;
});
afterAll(async () => {
  net.close();
  await server.close();
});

async function ask(method: string, path: string, query: string, body?: string) {
  const response = await net.fetch(`${origin}${path}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: { 'X-MBX-APIKEY': documented.apiKey },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the server takes the signatures of the documents', () => {
  const { body, mixedSignature, parameters, query, signature } = documented;
  // LTCBTC does not trade here: a request that is refused for that has passed the signature.
  const passed = { status: 400, body: { code: -1121 } };

  it('in the query, in the body, and over both', async () => {
    expect(await ask('POST', '/api/v3/order', `${parameters}&signature=${signature}`, '')).toMatchObject(passed);
    expect(await ask('POST', '/api/v3/order', '', `${parameters}&signature=${signature}`)).toMatchObject(passed);
    expect(await ask('POST', '/api/v3/order', query, `${body}&signature=${mixedSignature}`)).toMatchObject(passed);
  });

  it.each([
    ['another digit', `${parameters}&signature=${signature.replace('c8', 'c9')}`, 400, -1022],
    ['another amount', `${parameters.replace('quantity=1', 'quantity=2')}&signature=${signature}`, 400, -1022],
    ['no signature', parameters, 400, -1102],
  ])('and refuses %s', async (_title, sent, status, code) => {
    expect(await ask('POST', '/api/v3/order', '', sent)).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['too old', 5_001, -1021],
    ['just in time', 5_000, -1121],
    ['a second ahead', -1_000, -1121],
    ['more than a second ahead', -1_001, -1021],
  ])('and its time: %s', async (_title, ms, code) => {
    server.skew(ms);
    const answer = await ask('POST', '/api/v3/order', '', `${parameters}&signature=${signature}`);
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('and no key that was revoked, or never was', async () => {
    server.credentials.isRevoked = true;
    expect(await ask('GET', '/api/v3/account', `timestamp=1&signature=x`)).toMatchObject({
      status: 401,
      body: { code: -2015 },
    });
  });
});

describe("ccxt's own calls work on the server", () => {
  const symbol = 'BTC/USDT';
  function connect() {
    nowMs = Date.now();
    const exchange = new binance({
      apiKey: documented.apiKey,
      secret: documented.secret,
      enableRateLimit: false,
      options: {
        defaultType: 'spot',
        fetchMarkets: { types: ['spot'] },
        fetchMargins: false,
        fetchCurrencies: false,
        warnOnFetchOpenOrdersWithoutSymbol: false,
      },
    });
    exchange.nonce = () => nowMs;
    exchange.fetchImplementation = net.fetch;
    return exchange;
  }

  it('from the markets to a filled order, its trades, a cancel and the balance', async () => {
    const exchange = connect();
    await server.other('SELL', '0.01', '50000.00');
    await server.other('SELL', '0.02', '50100.00');
    expect(await exchange.loadMarkets()).toMatchObject({
      [symbol]: {
        precision: { amount: 0.00001, price: 0.01 },
        limits: { cost: { min: 5 }, market: { max: 141.67845966 } },
      },
    });
    expect(await exchange.fetchStatus()).toMatchObject({ status: 'ok' });
    expect(await exchange.fetchTime()).toBe(nowMs);
    const placed = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 45_000, { clientOrderId: 'mine-1' });
    expect(placed).toMatchObject({ status: 'open', clientOrderId: 'mine-1', amount: 0.01, price: 45_000 });
    expect(await exchange.fetchOpenOrders()).toMatchObject([{ clientOrderId: 'mine-1' }]);
    expect(await exchange.cancelOrder(placed.id ?? '', symbol)).toMatchObject({ status: 'canceled' });
    const filled = await exchange.createOrder(symbol, 'market', 'buy', 0.015);
    expect(filled).toMatchObject({ status: 'closed', filled: 0.015, cost: 750.5 });
    expect(await exchange.fetchMyTrades(symbol)).toMatchObject([
      { order: filled.id, price: 50_000, amount: 0.01, fee: { currency: 'BTC' } },
      { order: filled.id, price: 50_100, amount: 0.005 },
    ]);
    expect(await exchange.fetchBalance()).toMatchObject({ USDT: { total: 9_249.5 } });
    expect(await exchange.fetchTradingFee(symbol)).toMatchObject({ maker: 0.001 });
    expect(await exchange.sapiGetAccountApiRestrictions()).toMatchObject({ enableWithdrawals: false });
  });

  it.each([
    ['a wrong secret', { secret: 'wrong' }, 'AuthenticationError'],
    ['a wrong key', { apiKey: 'wrong' }, 'AuthenticationError'],
  ])('and are refused as on Binance with %s', async (_title, changes, name) => {
    const exchange = Object.assign(connect(), changes);
    await expect(exchange.fetchBalance()).rejects.toMatchObject({ name });
  });

  it('and a key without the right to trade reads, but does not place', async () => {
    const reader = server.addKey('reader', 'reader-secret', {
      ...server.credentials.rights,
      enableSpotAndMarginTrading: false,
    });
    const exchange = Object.assign(connect(), { apiKey: reader.apiKey, secret: reader.secret });
    expect(await exchange.fetchBalance()).toMatchObject({ USDT: {} });
    await expect(exchange.createOrder(symbol, 'limit', 'buy', 0.01, 45_000)).rejects.toThrow('-2015');
  });
});
