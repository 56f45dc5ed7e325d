import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BinanceServer, serveBinance } from '../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../exchange/tls-fetch.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

let binance: BinanceServer;
let net: TlsFetch;
let console: TemporaryCore;
beforeAll(async () => {
  binance = await serveBinance();
  net = tlsFetch([binance]);
  console = await temporaryCore({ ports: { fetch: net.fetch } });
});
afterAll(async () => {
  await console.remove();
  net.close();
  await binance.close();
});

it('asks an exchange nothing before somebody looks at it, and then only reads, without a key', async () => {
  const offered = await console.get('publicMarkets.exchanges', {});
  expect(offered.length).toBeGreaterThan(80);
  expect(offered).toContainEqual({ exchange: 'binance', title: 'Binance' });
  await console.get('holdings.read', { currency: 'USDT' });
  await console.get('venues.list', {});
  expect(binance.requests()).toEqual([]);
  expect(net.strays).toEqual([]);

  await binance.other('BUY', '0.25', '40000');
  await binance.other('SELL', '0.5', '40000.01');
  const markets = await console.get('publicMarkets.list', { exchange: 'binance' }, 'operator');
  expect(markets).toContainEqual({ exchange: 'binance', symbol: 'BTC/USDT', isActive: true });
  expect(
    await console.get('publicMarkets.book', { exchange: 'binance', symbol: 'BTC/USDT' }, 'operator'),
  ).toMatchObject({
    bids: [['40000', '0.25']],
    asks: [['40000.01', '0.5']],
  });
  expect(await console.ask('publicMarkets.list', { exchange: 'nowhere' })).toMatchObject({
    error: { code: 'not-found' },
  });
  expect(binance.requests().length).toBeGreaterThan(1);
  expect(binance.requests().every(({ headers, method }) => method === 'GET' && !('x-mbx-apikey' in headers))).toBe(
    true,
  );
  expect(net.strays).toEqual([]);
}, 60_000);
