import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { err, ok } from '../../../core/domain/result.ts';
import { type BinanceServer, serveBinance } from '../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import {
  aheadBy,
  type ExchangeWorld,
  exchangeWorld,
  keyOf,
  until,
  type WorldOptions,
  worldNowMs,
} from './exchange-world.ts';

let server: BinanceServer;
let net: TlsFetch;
let world: ExchangeWorld | null = null;
beforeAll(async () => {
  server = await serveBinance({ nowMs: worldNowMs });
  net = tlsFetch([server]);
});
afterEach(async () => {
  await world?.close();
  world = null;
  server.faults.clear();
  server.skew(0);
  await clearByHand();
  server.forget();
});
afterAll(async () => {
  net.close();
  await server.close();
});

const theKey = () => ok(keyOf('binance', server.credentials.apiKey, server.credentials.secret));
async function open(options: Partial<WorldOptions> = {}): Promise<ExchangeWorld> {
  world = await exchangeWorld({ fetch: net.fetch, key: theKey(), ...options });
  return world;
}
const asked = (): readonly string[] => server.requests().map(({ method, path }) => `${method} ${path}`);
const byHand: number[] = [];
function placeByHand(orderId: number): void {
  byHand.push(orderId);
  server.placeByHand({
    symbol: 'BTCUSDT',
    orderId,
    clientOrderId: `web_${orderId}`,
    price: '20000.00',
    origQty: '0.01000',
    executedQty: '0.00000',
    cummulativeQuoteQty: '0.00000000',
    status: 'NEW',
    timeInForce: 'GTC',
    type: 'LIMIT',
    side: 'BUY',
    stopPrice: '0.00',
    time: 1,
    updateTime: 1,
    transactTime: 1,
  });
}
async function clearByHand(): Promise<void> {
  if (byHand.length === 0) return;
  byHand.length = 0;
  const sweeping = await exchangeWorld({ fetch: net.fetch, key: theKey() });
  await sweeping.ask('venues.sweep', { exchange: 'binance' });
  await sweeping.close();
}

describe('an exchange without a key', () => {
  it('is not asked anything, by whatever is read of it, and no timer runs for it', async () => {
    const { ask, timers } = await open({ key: ok(null) });
    const before = timers.length;
    expect(await ask('venues.list', {})).toMatchObject({
      value: [{ keySource: 'none', health: { state: 'down', text: 'No key is set; it is not asked.' } }, {}, {}],
    });
    expect(await ask('venues.check', { exchange: 'binance' })).toMatchObject({ value: { keySource: 'none' } });
    for (const method of ['venues.balances', 'venues.openOrders', 'venues.sweep'] as const) {
      expect(await ask(method, { exchange: 'binance' })).toMatchObject({ error: { code: 'not-found' } });
    }
    expect(await ask('holdings.read', { currency: 'USDT' })).toMatchObject({ value: { realTotal: null } });
    expect([asked(), net.strays, timers.length]).toEqual([[], [], before]);
  });

  it('says so where its key lies in a locked vault, and is asked once that is open', async () => {
    const opened = await open({ key: err({ code: 'vault-locked', retry: 'never' }) });
    const text = 'Its key lies in the vault, which is locked.';
    expect(opened.binance.standing()).toMatchObject({ keySource: 'none', keyProblem: text, health: { text } });
    expect(await opened.ask('venues.balances', { exchange: 'binance' })).toMatchObject({
      error: { code: 'vault-locked' },
    });
    expect(asked()).toEqual([]);
    opened.setKey(theKey());
    await until(() => opened.binance.standing().health.state === 'ok');
    expect(opened.binance.standing()).toMatchObject({ keySource: 'vault', keyProblem: null });
    await opened.ask('venues.check', { exchange: 'binance' });
  });
});

describe('an exchange with a key', () => {
  it('is not asked before something needs it, and then tells how it is, what is open and what is held', async () => {
    const { ask, heard } = await open();
    expect(asked()).toEqual([]);
    placeByHand(901);
    expect(await ask('venues.check', { exchange: 'binance' })).toMatchObject({
      value: {
        title: 'Binance',
        keySource: 'vault',
        passportVerdict: 'fit',
        health: { state: 'ok', skewMs: expect.any(Number), latencyMs: expect.any(Number) },
        venueStatus: 'ok',
        openOrders: { count: 1, isAcknowledged: false },
        unexplained: [],
        deadman: null,
        hasDeadman: false,
        isArmed: false,
        mutatingRequests: 0,
      },
    });
    expect(heard.some(({ topic }) => topic === 'venue.changed')).toBe(true);
    expect(await ask('venues.openOrders', { exchange: 'binance' })).toMatchObject({
      value: [
        { exchange: 'binance', venueOrderId: '901', clientOrderId: 'web_901', isOurs: false, symbol: 'BTC/USDT' },
      ],
    });
    const balances = await ask('venues.balances', { exchange: 'binance' });
    expect(balances.ok && balances.value.balances.map(({ asset }) => asset)).toContain('USDT');
    expect(server.mutating()).toBe(0);
  });

  it('tells of open orders until they are seen, again where one comes up, and that they were seen is kept', async () => {
    const { ask, rows } = await open();
    const check = () => ask('venues.check', { exchange: 'binance' });
    placeByHand(902);
    await check();
    const seen = await ask('venues.acknowledge', { exchange: 'binance', what: 'open-orders' });
    expect(seen).toMatchObject({ value: { openOrders: { count: 1, isAcknowledged: true } } });
    expect(await check()).toMatchObject({ value: { openOrders: { count: 1, isAcknowledged: true } } });
    placeByHand(903);
    expect(await check()).toMatchObject({ value: { openOrders: { count: 2, isAcknowledged: false } } });
    expect(await rows('acknowledgement')).toMatchObject([{ actor: 'console', subject: 'binance' }]);
  });

  it('lists what is open at every disarm, and what was seen before has to be seen again', async () => {
    const opened = await open();
    opened.arm();
    placeByHand(904);
    await opened.ask('venues.check', { exchange: 'binance' });
    await opened.ask('venues.acknowledge', { exchange: 'binance', what: 'open-orders' });
    await until(() => opened.binance.standing().isArmed && opened.binance.openLive() !== null);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const lists = server.count('GET', '/api/v3/openOrders');
    opened.disarm();
    await until(() => opened.binance.standing().openOrders?.isAcknowledged === false);
    await until(() => server.count('GET', '/api/v3/openOrders') > lists);
    expect(opened.heard.filter(({ topic }) => topic === 'venue.changed').at(-1)).toMatchObject({
      payload: { isArmed: false },
    });
  });

  it('is swept while trading is halted and the audit trail cannot be written: listed, cancelled, listed again', async () => {
    const opened = await open();
    for (const orderId of [911, 912, 913]) placeByHand(orderId);
    opened.halt.engage({ source: 'window', code: 'person', text: 'a test' });
    opened.audit.close();
    const swept = await opened.ask('venues.sweep', { exchange: 'binance' });
    expect(swept).toEqual({
      ok: true,
      value: { exchange: 'binance', listed: 3, canceled: 3, left: [], unreached: [], failure: null },
    });
    expect(server.count('DELETE', '/api/v3/order')).toBe(3);
    expect(server.count('GET', '/api/v3/openOrders')).toBeGreaterThanOrEqual(2);
    expect(opened.binance.standing()).toMatchObject({ openOrders: { count: 0 }, mutatingRequests: 3 });
  });

  it('keeps every step of a sweep in the audit trail, and names what is left', async () => {
    const { ask, rows } = await open();
    placeByHand(921);
    placeByHand(922);
    server.faults.meet(
      [{ status: 400, body: { code: -2011, msg: 'Unknown order sent.' } }],
      ({ method }) => method === 'DELETE',
    );
    const swept = await ask('venues.sweep', { exchange: 'binance' });
    expect(swept).toMatchObject({ value: { listed: 2, canceled: 1, left: [{ symbol: 'BTC/USDT' }] } });
    expect(swept.ok && swept.value.failure).toContain('1 order may still be open at Binance');
    const told = (await rows('cancel')).map(({ status, subject }) => `${subject.split(' ')[0]} ${status}`);
    expect(told).toContain('binance failed');
    expect(told.filter((row) => row === 'binance requested')).toHaveLength(3);
  });

  it('raises a deposit that nothing here accounts for, tells it, and forgets it once it is seen', async () => {
    const opened = await open();
    const { ask } = opened;
    const check = () => ask('venues.check', { exchange: 'binance' });
    await check();
    await server.other('SELL', '0.01', '50000');
    // The person trades by hand, on the exchange's own page.
    const account = await engineBuys();
    await check();
    aheadBy.ms += 6_000;
    expect(await check()).toMatchObject({
      value: { unexplained: [{ asset: 'BTC', change: account }, { asset: 'USDT' }] },
    });
    expect(await opened.rows('unexplained-change')).toHaveLength(2);
    expect(await ask('venues.acknowledge', { exchange: 'binance', what: 'unexplained' })).toMatchObject({
      value: { unexplained: [] },
    });
  });

  it('closes its connection when the key is taken away, and opens another with the next', async () => {
    const opened = await open();
    await opened.ask('venues.check', { exchange: 'binance' });
    opened.setKey(ok(null));
    expect(opened.binance.connection()).toBeNull();
    expect(opened.binance.standing()).toMatchObject({ keySource: 'none', health: { state: 'down' } });
    server.forget();
    const other = server.addKey('another-key-of-the-same', 'another-secret');
    opened.setKey(ok(keyOf('binance', other.apiKey, other.secret)));
    await until(() => opened.binance.standing().health.state === 'ok');
    await opened.ask('venues.check', { exchange: 'binance' });
    const keys = server.requests().flatMap(({ headers }) => headers['x-mbx-apikey'] ?? []);
    expect(new Set(keys)).toEqual(new Set(['another-key-of-the-same']));
  });

  it('lists, sweeps and tells balances while it does not tell its fees, and is asked for those by nothing else than an order', async () => {
    const { ask, binance } = await open();
    const path = '/sapi/v1/asset/tradeFee';
    server.faults.draw((request) => (request.path === path ? 'hang before' : 'none'));
    placeByHand(905);
    expect(await ask('venues.balances', { exchange: 'binance' })).toMatchObject({ ok: true });
    expect(await ask('venues.openOrders', { exchange: 'binance' })).toMatchObject({ value: [{ venueOrderId: '905' }] });
    expect(await ask('venues.sweep', { exchange: 'binance' })).toMatchObject({ value: { canceled: 1, failure: null } });
    expect(binance.standing().health.state).toBe('ok');
    expect(server.count('GET', path)).toBe(0);
  });

  it('is down while it cannot be reached, and comes back by itself', async () => {
    const opened = await open();
    server.faults.draw(() => '500 before');
    expect(await opened.ask('venues.check', { exchange: 'binance' })).toMatchObject({
      value: { health: { state: 'down' } },
    });
    server.faults.clear();
    await until(() => opened.binance.standing().health.state === 'ok');
  }, 20_000);

  it('says that the exchange does not take the key, as that and nothing else', async () => {
    const revoked = server.addKey('revoked-key', 'revoked-secret');
    revoked.isRevoked = true;
    const opened = await open({ key: ok(keyOf('binance', revoked.apiKey, revoked.secret)) });
    const checked = await opened.ask('venues.check', { exchange: 'binance' });
    expect(checked).toMatchObject({ value: { health: { text: expect.stringContaining('Does not take the key') } } });
  });

  it('shows a clock that is off, with its skew', async () => {
    const opened = await open();
    server.skew(2_000);
    const checked = await opened.ask('venues.check', { exchange: 'binance' });
    expect(checked.ok && checked.value.health.skewMs).toBeGreaterThan(1_900);
    expect(checked).toMatchObject({ value: { health: { state: 'degraded' } } });
  });
});

/** Buys 0.01 BTC as the account, past the console; answers what it got. */
async function engineBuys(): Promise<string> {
  const { createHmac } = await import('node:crypto');
  const query = new URLSearchParams({
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'MARKET',
    quantity: '0.01',
    newClientOrderId: 'by-hand-1',
    timestamp: String(Math.trunc(worldNowMs())),
  });
  query.set('signature', createHmac('sha256', server.credentials.secret).update(query.toString()).digest('hex'));
  const response = await net.fetch('https://api.binance.com/api/v3/order', {
    method: 'POST',
    headers: { 'X-MBX-APIKEY': server.credentials.apiKey, 'content-type': 'application/x-www-form-urlencoded' },
    body: query.toString(),
  });
  expect(response.status).toBe(200);
  return '0.00999';
}
