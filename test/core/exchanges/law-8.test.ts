import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exchangeNames } from '../../../core/domain/exchanges.ts';
import { serveBinance } from '../../exchange/binance/binance-server.ts';
import { createCoinbaseExchange } from '../../exchange/coinbase-server.ts';
import { type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import { krakenExchange } from '../../exchange/kraken/kraken-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let servers: ExchangeServer[];
let net: TlsFetch;
let environment: Readonly<Record<string, string>>;
let current: TemporaryCore | null = null;
beforeAll(async () => {
  const binance = await serveBinance();
  const kraken = krakenExchange();
  const coinbase = createCoinbaseExchange();
  servers = [binance, await serveExchange(kraken), await serveExchange(coinbase)];
  net = tlsFetch(servers);
  environment = {
    CEX_BINANCE_API_KEY: binance.credentials.apiKey,
    CEX_BINANCE_API_SECRET: binance.credentials.secret,
    CEX_KRAKEN_API_KEY: kraken.keys[0]?.apiKey ?? '',
    CEX_KRAKEN_API_SECRET: kraken.keys[0]?.secret ?? '',
    CEX_COINBASE_API_KEY: coinbase.key.apiKey,
    CEX_COINBASE_API_SECRET: coinbase.key.secret,
  };
});
afterEach(async () => {
  await current?.remove();
  current = null;
});
afterAll(async () => {
  net.close();
  for (const server of servers) await server.close();
});

const buy = { symbol: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01', price: '20000' } as const;

/** Everything that a person can do on paper that has to do with exchanges. */
async function wholeSession(console: TemporaryCore): Promise<void> {
  const { ask, get } = console;
  await get('venues.list', {});
  for (const exchange of exchangeNames) {
    await get('venues.check', { exchange });
    await ask('venues.openOrders', { exchange });
    await ask('venues.balances', { exchange });
    await ask('venues.sweep', { exchange });
    await ask('venues.acknowledge', { exchange, what: 'open-orders' });
    await ask('venues.requestDeadman', { exchange, timeoutSec: 60 });
    expect(await ask('orders.preview', { ...buy, exchange })).toMatchObject({ error: { code: 'not-allowed' } });
  }
  await get('holdings.read', { currency: 'USDT' });
  const { previewId } = await get('orders.preview', { ...buy, exchange: 'practice' });
  const order = sentOrder(await get('orders.submit', { previewId }));
  await get('orders.cancel', { orderId: order.orderId });
  await get('orders.flatten', {});
  await get('orders.cancelAll', {});
  await get('orders.list', {});
  await get('custody.list', {});
  await get('halt.engage', { reason: 'the end of the session', source: 'window' });
  for (const exchange of exchangeNames) await ask('venues.sweep', { exchange });
}

describe('what leaves for the exchanges on paper', () => {
  it('is nothing at all without a key: no connection is made', async () => {
    const asked: string[] = [];
    const fetch = (url: string): Promise<Response> => {
      asked.push(url);
      return Promise.reject(new TypeError('no request may leave'));
    };
    current = await temporaryCore({ ports: { fetch } });
    await wholeSession(current);
    current = await current.restart();
    expect(await current.get('venues.list', {})).toMatchObject([{ keySource: 'none' }, {}, {}]);
    expect(asked).toEqual([]);
  });

  it('changes nothing there with a key for each: not one mutating request in a whole session and a restart', async () => {
    current = await temporaryCore({ environment, ports: { fetch: net.fetch } });
    await wholeSession(current);
    current = await current.restart();
    for (const exchange of exchangeNames) {
      const standing = await current.get('venues.check', { exchange });
      expect(standing).toMatchObject({ exchange, keySource: 'environment', health: { skewMs: expect.any(Number) } });
      expect(standing).toMatchObject({ openOrders: { count: 0 }, mutatingRequests: 0, isArmed: false });
    }
    const holdings = await current.get('holdings.read', { currency: 'USDT' });
    expect(new Set(holdings.holdings.map(({ place }) => place))).toEqual(new Set(['practice', ...exchangeNames]));
    expect(servers.map((server) => server.requests().length > 3)).toEqual([true, true, true]);
    expect(servers.map((server) => server.mutating())).toEqual([0, 0, 0]);
    expect(net.strays).toEqual([]);
  }, 60_000);
});
