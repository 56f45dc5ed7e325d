import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createExchangeRounds, type ExchangeRounds } from '../../../core/exchanges/exchange-rounds.ts';
import { systemClock } from '../../../core/node-ports.ts';
import { openExchange } from '../../../core/venues/open-exchange.ts';
import { type BinanceServer, serveBinance } from '../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';

let server: BinanceServer;
let net: TlsFetch;
let clock: ManualClock;
let rounds: ExchangeRounds;
let isTrading: boolean;
let held: readonly string[];
beforeAll(async () => {
  server = await serveBinance();
  net = tlsFetch([server]);
});
beforeEach(async () => {
  const { apiKey, secret } = server.credentials;
  const opened = await openExchange('binance', {
    transport: net.fetch,
    credentials: { apiKey, secret },
    clock: systemClock,
    rateLimit: false,
    timeoutMs: 20_000,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const linked = { connection: opened.value, credentialId: 'one', fingerprint: '0'.repeat(16) };
  clock = manualClock();
  isTrading = false;
  held = [];
  rounds = createExchangeRounds({
    clock,
    linked: () => linked,
    isTrading: () => isTrading,
    markets: () => held,
    isDoubtful: () => false,
    pinged: () => undefined,
    orders: () => undefined,
    balances: () => undefined,
    everySecond: () => undefined,
    changed: () => undefined,
  });
  server.forget();
});
afterEach(() => {
  rounds.stop();
  server.credentials.isRevoked = false;
});
afterAll(async () => {
  net.close();
  await server.close();
});

const asked = (path: string): number => server.count('GET', `/api/v3/${path}`);

/** Lets time go by in rounds, each to its end. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 10) {
    clock.wind(10_000);
    await rounds.idle();
  }
}

describe('the rounds in which an exchange is asked', () => {
  it('ask for the time every ten seconds, for balances every thirty, for orders every minute', async () => {
    rounds.start();
    await rounds.now();
    await pass(120);
    expect([asked('time'), asked('account'), asked('openOrders')]).toEqual([13, 5, 3]);
  });

  it('ask for orders every ten seconds while orders of ours may be open', async () => {
    isTrading = true;
    rounds.start();
    await rounds.now();
    await pass(120);
    expect(asked('openOrders')).toBe(13);
  });

  it('show a key that is refused once in five minutes, once a minute while orders may be open, and at once when told to', async () => {
    server.credentials.isRevoked = true;
    rounds.start();
    await rounds.now();
    expect(rounds.seen().failure).toMatchObject({ code: 'key-refused' });
    await pass(290);
    expect([asked('account'), asked('openOrders'), asked('time')]).toEqual([1, 1, 30]);
    await pass(10);
    expect([asked('account'), asked('openOrders')]).toEqual([2, 2]);
    isTrading = true;
    await pass(60);
    expect([asked('account'), asked('openOrders')]).toEqual([3, 3]);

    server.credentials.isRevoked = false;
    await rounds.now();
    expect(rounds.seen().failure).toBeNull();
    await pass(30);
    expect([asked('account'), asked('openOrders')]).toEqual([5, 7]);
  });

  it('read the book of each market in which something is held every thirty seconds', async () => {
    held = ['BTC/USDT'];
    rounds.start();
    await rounds.now();
    await pass(120);
    expect(asked('depth')).toBe(5);
  });

  it('say how old the older of time and balances is, and nothing while there are none', async () => {
    expect(rounds.quietMs()).toBeNull();
    rounds.start();
    await rounds.now();
    await pass(60);
    expect(rounds.quietMs()).toBeLessThanOrEqual(30_000);
    server.credentials.isRevoked = true;
    await pass(120);
    expect(rounds.quietMs()).toBeGreaterThanOrEqual(120_000);
    rounds.stop();
    expect(rounds.quietMs()).toBeNull();
  });
});
