import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Order, OrderDraft } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { ok } from '../../../../core/domain/result.ts';
import type { Fetch } from '../../../../core/ports.ts';
import { openDatabase } from '../../../../core/store/database.ts';
import { tradingMigrations } from '../../../../core/trading/migrations.ts';
import { type BinanceServer, serveBinance } from '../../../exchange/binance/binance-server.ts';
import type { ExchangeRequest } from '../../../exchange/exchange-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';
import {
  aheadBy,
  type ExchangeWorld,
  exchangeWorld,
  keyOf,
  livePolicy,
  until,
  worldNowMs,
} from '../../exchanges/exchange-world.ts';

/** One account at Binance with two keys, another account with one, and the same of an exchange that does not name its accounts. */
interface Accounts {
  readonly mine: BinanceServer;
  readonly other: BinanceServer;
}
const keys = {
  first: { apiKey: 'key-of-my-account', secret: 'secret-of-my-account' },
  rotated: { apiKey: 'rotated-key-of-my-account', secret: 'another-secret-of-my-account' },
  others: { apiKey: 'key-of-another-account', secret: 'secret-of-another-account' },
} as const;
type KeyName = keyof typeof keys;

const opened: { server: BinanceServer; net: TlsFetch }[] = [];
let named: Accounts;
let nameless: Accounts;
let accounts: Accounts;
let inUse: KeyName = 'first';
let root: string;
let world: ExchangeWorld | null = null;

async function serve(uid: number | null, name: KeyName): Promise<BinanceServer> {
  const server = await serveBinance({ nowMs: worldNowMs, ...keys[name], uid });
  opened.push({ server, net: tlsFetch([server]) });
  await server.other('SELL', '5', '50000');
  await server.other('BUY', '5', '49000');
  return server;
}
beforeAll(async () => {
  const pair = async (mine: number | null, other: number | null): Promise<Accounts> => {
    const accounts = { mine: await serve(mine, 'first'), other: await serve(other, 'others') };
    accounts.mine.addKey(keys.rotated.apiKey, keys.rotated.secret);
    return accounts;
  };
  named = await pair(11_111, 22_222);
  nameless = await pair(null, null);
});
afterEach(async () => {
  for (const { server } of opened) server.faults.clear();
  use('first');
  await world?.ask('venues.sweep', { exchange: 'binance' });
  await world?.close();
  world = null;
  rmSync(root, { recursive: true, force: true });
});
afterAll(async () => {
  for (const { net, server } of opened) {
    net.close();
    await server.close();
  }
});

const key = () => ok(keyOf('binance', keys[inUse].apiKey, keys[inUse].secret));
const fetch: Fetch = (url, init) => {
  const server = inUse === 'others' ? accounts.other : accounts.mine;
  const net = opened.find((one) => one.server === server)?.net;
  if (net === undefined) throw new Error('no such server');
  return net.fetch(url, init);
};
/** The key that the person connects. */
function use(name: KeyName): void {
  if (inUse === name) return;
  inUse = name;
  world?.setKey(key());
}
async function open(at: Accounts, again?: string): Promise<ExchangeWorld> {
  accounts = at;
  root = again ?? mkdtempSync(join(tmpdir(), 'portcullis-other-key-'));
  world = await exchangeWorld({ root, fetch, key: key(), environment: { EXECUTION_APPROVAL_MODE: 'auto' } });
  for (const { server } of opened) server.forget();
  return world;
}
async function restart(): Promise<ExchangeWorld> {
  await world?.close();
  return open(accounts, root);
}
const buy: OrderDraft = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  marketType: 'spot',
  side: 'buy',
  type: 'limit',
  amount: decimal('0.01'),
  price: decimal('20000'),
};
async function submit({ ask }: ExchangeWorld, draft = buy) {
  const preview = await ask('orders.preview', draft);
  if (!preview.ok) throw new Error(JSON.stringify(preview.error));
  return ask('orders.submit', { previewId: preview.value.previewId });
}
/** An order of the first key that rests at the exchange. */
async function resting(at: ExchangeWorld): Promise<Order> {
  at.arm();
  await at.ask('venues.check', { exchange: 'binance' });
  const sent = await submit(at);
  if (!sent.ok || sent.value.state !== 'sent') throw new Error(JSON.stringify(sent));
  expect(sent.value.order.status).toBe('open');
  at.disarm();
  return sent.value.order;
}
/** An order of the first key that was filled at once and whose answer was lost: nothing lists it, and it is not settled before the next opening. */
async function inDoubt(at: ExchangeWorld): Promise<void> {
  at.arm();
  await at.ask('venues.check', { exchange: 'binance' });
  accounts.mine.faults.meet(['reset after'], ({ method }) => method === 'POST');
  accounts.mine.faults.draw(({ method, path }) =>
    method === 'GET' && path === '/api/v3/order' ? '503 before' : 'none',
  );
  expect(await submit(at, { ...buy, price: decimal('50000') })).toMatchObject({ error: { code: 'outcome-unknown' } });
  at.disarm();
}
async function orders({ ask }: ExchangeWorld): Promise<readonly Order[]> {
  const listed = await ask('orders.list', { limit: 10 });
  if (!listed.ok) throw new Error(JSON.stringify(listed.error));
  return listed.value;
}
/** Asks the exchange of the key in use everything, twice, with more time between than an order may be absent. */
async function checkLong(at: ExchangeWorld): Promise<void> {
  await at.ask('venues.check', { exchange: 'binance' });
  for (let round = 0; round < 2; round += 1) {
    aheadBy.ms += 20_000;
    await at.ask('venues.check', { exchange: 'binance' });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const askedOf = ({ count }: BinanceServer): number => count('GET', '/api/v3/order') + count('DELETE', '/api/v3/order');
const isQuestion = ({ method, path }: ExchangeRequest): boolean => method === 'GET' && path === '/api/v3/order';
/** From now on my account lists no open order. */
const listsNothing = (): void =>
  accounts.mine.faults.draw(({ path }) => (path === '/api/v3/openOrders' ? { status: 200, body: [] } : 'none'));
const sentence =
  'Placed with another key: connect that key again, or look at the exchange yourself and acknowledge it.';

describe('an order that was placed with the key of another account', () => {
  it.each([
    ['neither asked about nor ended at an exchange that names its accounts', () => named, 0],
    ['asked about once at one that does not, and not ended', () => nameless, 1],
  ] as const)('is %s, is listed with the reason, and is settled once its key is back', async (_how, at, times) => {
    const first = await open(at());
    const order = await resting(first);
    use('others');
    await checkLong(first);
    expect(await orders(first)).toMatchObject([{ orderId: order.orderId, status: 'open', reason: sentence }]);
    expect(first.heard.filter(({ topic }) => topic === 'order.changed').at(-1)).toMatchObject({
      payload: { orderId: order.orderId, reason: sentence },
    });
    expect(await first.ask('orders.cancel', { orderId: order.orderId })).toMatchObject({
      error: { code: 'conflict' },
    });
    expect(await first.ask('orders.cancelAll', {})).toMatchObject({
      value: { canceled: [], left: [{ reason: sentence }] },
    });
    expect(askedOf(accounts.other)).toBe(times);
    use('first');
    await first.ask('venues.check', { exchange: 'binance' });
    expect(await orders(first)).toMatchObject([{ status: 'open', reason: null }]);
    expect(await first.ask('orders.cancel', { orderId: order.orderId })).toMatchObject({
      value: { status: 'canceled' },
    });
    await until(() => first.binance.openLive() === null);
  });

  it('stays in doubt through restarts with the other key, and is settled by the first', async () => {
    await inDoubt(await open(named));
    inUse = 'others';
    const second = await restart();
    await checkLong(second);
    expect(await orders(second)).toMatchObject([{ status: 'outcome-unknown', reason: sentence }]);
    expect(askedOf(accounts.other)).toBe(0);
    inUse = 'first';
    accounts.mine.faults.clear();
    const third = await restart();
    await third.ask('venues.check', { exchange: 'binance' });
    await until(async () => (await third.rows('order')).some(({ status }) => status === 'recovered'));
    expect(await orders(third)).toMatchObject([{ status: 'filled' }]);
  });

  it('goes on counting in the windows of the policy', async () => {
    const first = await open(named);
    await resting(first);
    use('others');
    first.policy.apply({ ...livePolicy, maxDayNotional: { USDT: decimal('300') } });
    first.arm();
    expect(await submit(first)).toMatchObject({
      error: { rulings: expect.arrayContaining([expect.objectContaining({ code: 'day_limit_exceeded' })]) },
    });
    expect(accounts.other.mutating()).toBe(0);
  });
});

describe('what the person is told of such an order', () => {
  it('stands at its exchange until it was acknowledged, which ends nothing, and again after a restart', async () => {
    const first = await open(named);
    await resting(first);
    const other = (at: ExchangeWorld) => at.binance.standing().otherKeyOrders;
    expect(other(first)).toBeNull();
    use('others');
    await first.ask('venues.check', { exchange: 'binance' });
    expect(other(first)).toMatchObject({ count: 1, isAcknowledged: false });
    expect(other(first)?.text).toContain('One order at Binance was placed with a key that is not in use now');
    expect(await first.ask('venues.acknowledge', { exchange: 'binance', what: 'other-key-orders' })).toMatchObject({
      value: { otherKeyOrders: { count: 1, isAcknowledged: true } },
    });
    expect(await first.rows('acknowledgement')).toMatchObject([{ subject: 'binance' }]);
    await checkLong(first);
    expect(await orders(first)).toMatchObject([{ status: 'open', reason: sentence }]);
    const second = await restart();
    await second.ask('venues.check', { exchange: 'binance' });
    expect(other(second)).toMatchObject({ count: 1, isAcknowledged: false });
  });

  it('is in the answer of a sweep, which cancels what is open in the other account and nothing else', async () => {
    const first = await open(named);
    const order = await resting(first);
    use('others');
    const byHand = { clientOrderId: 'web_1', price: '20000.00', origQty: '0.01000', executedQty: '0.00000' };
    const shape = { symbol: 'BTCUSDT', orderId: 777, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', status: 'NEW' };
    accounts.other.placeByHand({ ...shape, ...byHand, cummulativeQuoteQty: '0.00', stopPrice: '0.00', updateTime: 1 });
    expect(await first.ask('venues.sweep', { exchange: 'binance' })).toMatchObject({
      value: { listed: 1, canceled: 1, left: [], failure: null, unreached: [{ orderId: order.orderId }] },
    });
    expect([accounts.other.mutating(), accounts.mine.count('DELETE', '/api/v3/order')]).toEqual([1, 0]);
    use('first');
    expect(await first.ask('venues.sweep', { exchange: 'binance' })).toMatchObject({
      value: { listed: 1, canceled: 1, unreached: [] },
    });
  });

  it('is that it is open also where no key is left at all, and the listing shows it', async () => {
    const first = await open(named);
    const order = await resting(first);
    first.setKey(ok(null));
    expect(first.binance.openLive()).toBeNull();
    expect(first.binance.standing()).toMatchObject({ keySource: 'none', otherKeyOrders: { count: 1 } });
    expect(await orders(first)).toMatchObject([{ orderId: order.orderId, status: 'open', reason: sentence }]);
    expect(await first.ask('orders.list', { limit: 10, open: false })).toEqual({ ok: true, value: [] });
    expect(first.exchanges.openCount()).toBe(1);
    first.setKey(key());
    await first.ask('venues.check', { exchange: 'binance' });
    expect(first.binance.standing().otherKeyOrders).toBeNull();
    expect(await orders(first)).toMatchObject([{ status: 'open', reason: null }]);
  });

  it('is that it is counted as open, though nothing was asked yet, beside the orders on paper', async () => {
    const first = await open(named);
    await resting(first);
    expect(first.exchanges.openCount()).toBe(1);
    inUse = 'others';
    const second = await restart();
    expect([second.exchanges.live(), second.exchanges.openCount()]).toEqual([[], 1]);
    inUse = 'first';
    const third = await restart();
    expect(await third.ask('orders.cancelAll', {})).toMatchObject({ value: { canceled: [{ status: 'canceled' }] } });
    await until(() => third.binance.openLive() === null);
    expect(third.exchanges.openCount()).toBe(0);
  });
});

describe('a key that was rotated', () => {
  it('settles what the key before it left, where the exchange names one account for both', async () => {
    const first = await open(named);
    await inDoubt(first);
    accounts.mine.faults.clear();
    use('rotated');
    await first.ask('venues.check', { exchange: 'binance' });
    await until(async () => (await first.rows('order')).some(({ status }) => status === 'recovered'));
    expect(await orders(first)).toMatchObject([{ status: 'filled' }]);
    expect(await first.ask('fills.list', { limit: 10 })).toMatchObject({ value: [{ amount: '0.01' }] });
  });

  it('does so after a restart, and though the account could not be asked for at first', async () => {
    await inDoubt(await open(named));
    accounts.mine.faults.clear();
    inUse = 'rotated';
    const second = await restart();
    accounts.mine.faults.meet(['503 before', '503 before', '503 before'], ({ path }) => path === '/api/v3/account');
    await checkLong(second);
    await until(async () => (await second.rows('order')).some(({ status }) => status === 'recovered'));
  });

  it('settles what the exchange lists for it as open, where no account is named', async () => {
    const first = await open(nameless);
    const order = await resting(first);
    accounts.mine.faults.draw(({ path }) => (path === '/api/v3/openOrders' ? '503 before' : 'none'));
    accounts.mine.forget();
    use('rotated');
    await checkLong(first);
    expect(await orders(first)).toMatchObject([{ status: 'open', reason: sentence }]);
    expect(askedOf(accounts.mine)).toBe(0);
    accounts.mine.faults.clear();
    await first.ask('venues.check', { exchange: 'binance' });
    expect(await first.ask('orders.cancel', { orderId: order.orderId })).toMatchObject({
      value: { status: 'canceled' },
    });
  });
});

describe('a key that was rotated where no account is named', () => {
  it('finds what ended before it could list it by our own id, with what was filled', async () => {
    const first = await open(nameless);
    await inDoubt(first);
    accounts.mine.faults.clear();
    use('rotated');
    await first.ask('venues.check', { exchange: 'binance' });
    await until(async () => (await first.rows('order')).some(({ status }) => status === 'recovered'));
    expect(await orders(first)).toMatchObject([{ status: 'filled' }]);
    expect(await first.ask('fills.list', { limit: 10 })).toMatchObject({ value: [{ amount: '0.01' }] });
  });

  it('asks again where the exchange did not answer', async () => {
    const first = await open(nameless);
    await resting(first);
    listsNothing();
    accounts.mine.faults.meet(['503 before'], isQuestion);
    use('rotated');
    await checkLong(first);
    await until(async () => (await orders(first))[0]?.reason === null);
    expect(askedOf(accounts.mine)).toBeGreaterThan(1);
  });

  it('takes an order of another number at the exchange for none of ours', async () => {
    const first = await open(nameless);
    const { clientOrderId } = await resting(first);
    listsNothing();
    const amounts = { price: '20000.00', origQty: '0.01000', executedQty: '0.00000', cummulativeQuoteQty: '0.00' };
    const kind = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', status: 'NEW', stopPrice: '0.00', updateTime: 1 };
    const body = { symbol: 'BTCUSDT', orderId: 999_999, clientOrderId, ...amounts, ...kind };
    accounts.mine.faults.meet([{ status: 200, body }], isQuestion);
    accounts.mine.forget();
    use('rotated');
    await checkLong(first);
    expect(askedOf(accounts.mine)).toBe(1);
    expect(await orders(first)).toMatchObject([{ status: 'open', reason: sentence }]);
  });
});

describe('an order of before keys were kept', () => {
  it('is of an unknown key: it is left alone until the exchange lists it', async () => {
    const first = await open(named);
    const order = await resting(first);
    await first.close();
    world = null;
    forgetKeys(order.orderId);
    inUse = 'others';
    const second = await restart();
    await checkLong(second);
    expect(await orders(second)).toMatchObject([{ status: 'open', reason: sentence }]);
    expect(askedOf(accounts.other)).toBe(0);
    inUse = 'first';
    const third = await restart();
    await third.ask('venues.check', { exchange: 'binance' });
    expect(await third.ask('orders.cancel', { orderId: order.orderId })).toMatchObject({
      value: { status: 'canceled' },
    });
  });
});

function forgetKeys(orderId: string): void {
  const database = openDatabase(join(root, 'data', 'live.db'), tradingMigrations);
  if (!database.ok) throw new Error(database.error.code);
  expect(database.value.prepare('DELETE FROM order_keys WHERE order_id = ?').run(orderId).changes).toBe(1);
  database.value.close();
}
