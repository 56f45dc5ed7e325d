import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/node-ports.ts';
import { type BinanceServer, serveBinance } from '../exchange/binance/binance-server.ts';
import { until } from './exchanges/exchange-world.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from './temporary-core.ts';

let server: BinanceServer;
let folder: string;
let console: TemporaryCore;
const elsewhere: string[] = [];
beforeAll(async () => {
  server = await serveBinance();
  await server.other('SELL', '0.1', '40000.01');
  await server.other('SELL', '0.1', '40010');
  await server.other('BUY', '0.2', '40000');
  await server.other('BUY', '0.03', '39990');
  await server.other('BUY', '0.05', '39980');
  await server.other('BUY', '0.5', '38000');
  folder = mkdtempSync(join(tmpdir(), 'portcullis-mirror-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, server.ca);
  console = await temporaryCore({
    environment: {
      PORTCULLIS_PRACTICE_MARKET: 'mirror:binance',
      PORTCULLIS_STANDIN_BINANCE: server.url,
      PORTCULLIS_STANDIN_CA: ca,
    },
    ports: {
      // What is waited for between requests is shortened; nothing else of time is touched.
      clock: { ...systemClock, after: (delayMs, task) => systemClock.after(delayMs / 25, task) },
      fetch(url) {
        elsewhere.push(url);
        return Promise.reject(new TypeError('no request may leave'));
      },
    },
  });
  await until(() => text() === 'Mirrors Binance');
}, 60_000);
afterAll(async () => {
  await console.remove();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const text = (): string => console.core.status().venue.text;
const btc = 'BTC/USDT';
const book = async () => {
  const { bids, asks } = await console.get('markets.snapshot', { symbol: btc });
  return { bids, asks };
};
/** Waits until the market was read again, from its trades on, so often. */
async function rounds(count: number): Promise<void> {
  const read = (): number => server.requests().filter(isBtc).length;
  const before = read();
  await until(() => read() > before + count);
}
const isBtc = ({ path, query }: { readonly path: string; readonly query: string }): boolean =>
  path === '/api/v3/depth' && query.includes('BTCUSDT');

async function place(order: { type: 'market' | 'limit'; amount: string; price?: string }) {
  const { previewId } = await console.get('orders.preview', {
    exchange: 'practice',
    symbol: btc,
    side: 'buy',
    ...order,
  });
  return sentOrder(await console.get('orders.submit', { previewId }));
}
const statusOf = async (orderId: string) =>
  (await console.get('orders.list', {})).find((order) => order.orderId === orderId)?.status;

describe('a console that mirrors Binance, without any key', () => {
  it('shows the very book of the exchange, and offers what it takes by an order nowhere a second time', async () => {
    expect(await book()).toEqual({
      bids: [
        ['40000', '0.2'],
        ['39990', '0.03'],
        ['39980', '0.05'],
        ['38000', '0.5'],
      ],
      asks: [
        ['40000.01', '0.1'],
        ['40010', '0.1'],
      ],
    });
    const order = await place({ type: 'market', amount: '0.15' });
    expect(order).toMatchObject({ status: 'filled', filled: '0.15' });
    expect((await book()).asks).toEqual([['40010', '0.05']]);
    await rounds(2);
    expect((await book()).asks).toEqual([['40010', '0.05']]);
    await server.other('SELL', '0.02', '40010');
    await until(async () => (await book()).asks[0]?.[1] === '0.12');
  });

  it('fills a resting order when trades are printed through its price, and not before its turn', async () => {
    const order = await place({ type: 'limit', amount: '0.01', price: '39990' });
    await rounds(3);
    await server.other('SELL', '0.22', null);
    await rounds(2);
    expect(await statusOf(order.orderId)).toBe('open');
    await server.other('SELL', '0.03', null);
    await until(async () => (await statusOf(order.orderId)) === 'filled');
    const fills = await console.get('fills.list', {});
    expect(fills.filter(({ orderId }) => orderId === order.orderId)).toMatchObject([
      { price: '39990', amount: '0.01', role: 'maker' },
    ]);
  });

  it('takes no orders while the exchange does not answer, says so, and cancels all the same', async () => {
    const order = await place({ type: 'limit', amount: '0.01', price: '39000' });
    server.faults.draw(() => 'reset before');
    await until(() => text() === 'Binance, mirrored, is not heard: no orders are taken in any market');
    expect(console.core.status().venue.state).toBe('degraded');
    const asked = { exchange: 'practice', symbol: btc, side: 'buy', type: 'market', amount: '0.01' } as const;
    expect(await console.ask('orders.preview', asked)).toMatchObject({
      error: {
        code: 'venue-rejected',
        reason: 'The book of BTC/USDT at Binance, which is mirrored, is not known now.',
      },
    });
    expect(await console.get('orders.cancel', { orderId: order.orderId })).toMatchObject({ status: 'canceled' });
    server.faults.clear();
    await until(() => text() === 'Mirrors Binance');
    await console.get('orders.preview', asked);
  });

  it('leaves resting orders as they were over the time in which it did not run', async () => {
    const order = await place({ type: 'limit', amount: '0.01', price: '39000' });
    await rounds(3);
    await console.core.close();
    await server.other('SELL', '0.1', null);
    console = await console.restart();
    await until(() => text() === 'Mirrors Binance');
    await rounds(3);
    expect(await statusOf(order.orderId)).toBe('open');
    expect((await book()).bids[0]).toEqual(['39000', '0.01']);
  });

  it('has only read there, with no key, and spoken to nobody else', () => {
    expect(server.requests().length).toBeGreaterThan(20);
    expect(server.mutating()).toBe(0);
    expect(server.requests().filter(({ headers }) => 'x-mbx-apikey' in headers)).toEqual([]);
    expect(server.requests().filter(({ query }) => /signature|timestamp/.test(query))).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(server.problems()).toEqual([]);
  });
});
