import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Approval, OrderDraft } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { ok } from '../../../../core/domain/result.ts';
import { type BinanceServer, serveBinance } from '../../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';
import {
  type ExchangeWorld,
  exchangeWorld,
  keyOf,
  livePolicy,
  until,
  type WorldOptions,
  worldNowMs,
} from '../../exchanges/exchange-world.ts';

let server: BinanceServer;
let net: TlsFetch;
let root: string;
let world: ExchangeWorld | null = null;
beforeAll(async () => {
  server = await serveBinance({ nowMs: worldNowMs });
  net = tlsFetch([server]);
  await server.other('SELL', '5', '50000');
  await server.other('BUY', '5', '49000');
});
afterEach(async () => {
  server.faults.clear();
  server.skew(0);
  await world?.ask('venues.sweep', { exchange: 'binance' });
  await world?.close();
  world = null;
  rmSync(root, { recursive: true, force: true });
});
afterAll(async () => {
  net.close();
  await server.close();
});

const auto = { EXECUTION_APPROVAL_MODE: 'auto' };
async function open(options: Partial<WorldOptions> = {}): Promise<ExchangeWorld> {
  root = options.root ?? mkdtempSync(join(tmpdir(), 'portcullis-live-'));
  const key = ok(keyOf('binance', server.credentials.apiKey, server.credentials.secret));
  world = await exchangeWorld({ root, fetch: net.fetch, key, environment: auto, ...options });
  server.forget();
  return world;
}
async function openArmed(options: Partial<WorldOptions> = {}): Promise<ExchangeWorld> {
  const opened = await open(options);
  opened.arm();
  return opened;
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
async function previewed({ ask }: ExchangeWorld, change: Partial<OrderDraft> = {}) {
  const preview = await ask('orders.preview', { ...buy, ...change });
  if (!preview.ok) throw new Error(JSON.stringify(preview.error));
  return preview.value;
}
async function submit(opened: ExchangeWorld, change: Partial<OrderDraft> = {}) {
  return opened.ask('orders.submit', { previewId: (await previewed(opened, change)).previewId });
}
async function sent(opened: ExchangeWorld, change: Partial<OrderDraft> = {}) {
  const answer = await submit(opened, change);
  if (!answer.ok || answer.value.state !== 'sent') throw new Error(JSON.stringify(answer));
  return answer.value.order;
}
const placed = (): number => server.count('POST', '/api/v3/order');

describe('an order for a real exchange on paper', () => {
  it('is refused before anything is asked, and neither live.db nor a request comes of it', async () => {
    const { ask } = await open();
    expect(await ask('orders.preview', buy)).toMatchObject({ error: { code: 'not-allowed', face: 'unarmed' } });
    expect(await ask('orders.submit', { previewId: '0'.repeat(24) })).toMatchObject({
      error: { code: 'stale-preview' },
    });
    expect(server.requests()).toEqual([]);
    expect(existsSync(join(root, 'data', 'live.db'))).toBe(false);
  });

  it('is not taken for one of the practice exchange, which goes on as ever', async () => {
    const opened = await open();
    const order = await sent(opened, { exchange: 'practice' });
    expect(order).toMatchObject({ exchange: 'practice', status: 'open' });
    expect(await opened.ask('orders.list', { limit: 10 })).toMatchObject({ value: [{ exchange: 'practice' }] });
    expect(placed()).toBe(0);
  });

  it('is refused also while armed where something stands in for the exchange', async () => {
    const opened = await openArmed({ environment: { ...auto, PORTCULLIS_STANDIN_BINANCE: server.url } });
    expect(await opened.ask('orders.preview', buy)).toMatchObject({ error: { code: 'not-allowed', face: 'stand-in' } });
    expect(opened.binance.standing()).toMatchObject({ standIn: server.url, isArmed: false });
  });
});

describe('the market of an exchange', () => {
  it('is told while it is armed, as the gate has it, and not otherwise', async () => {
    const opened = await open();
    const exchange = 'binance' as const;
    for (const [method, input] of [
      ['venues.markets', { exchange }],
      ['venues.book', { exchange, symbol: 'BTC/USDT', depth: 5 }],
    ] as const) {
      expect(await opened.ask(method, input)).toMatchObject({ error: { code: 'not-allowed', face: 'unarmed' } });
    }
    expect(server.requests()).toEqual([]);
    opened.arm();
    const markets = await opened.ask('venues.markets', { exchange });
    expect(markets.ok && markets.value.find(({ symbol }) => symbol === 'BTC/USDT')).toMatchObject({ exchange });
    expect(await opened.ask('venues.book', { exchange, symbol: 'BTC/USDT', depth: 1 })).toMatchObject({
      value: {
        exchange,
        symbol: 'BTC/USDT',
        bids: [['49000', expect.any(String)]],
        asks: [['50000', expect.any(String)]],
      },
    });
    expect(server.mutating()).toBe(0);
  });
});

describe('an order for an armed exchange', () => {
  it('passes the gate, is kept in live.db beside the paper orders, and is cancelled there', async () => {
    const opened = await openArmed();
    const order = await sent(opened);
    expect(order).toMatchObject({ exchange: 'binance', status: 'open', price: '20000' });
    expect(placed()).toBe(1);
    await sent(opened, { exchange: 'practice' });
    const listed = await opened.ask('orders.list', { limit: 10 });
    expect(listed.ok && listed.value.map(({ exchange }) => exchange)).toEqual(['practice', 'binance']);
    expect(await opened.ask('orders.get', { orderId: order.orderId })).toMatchObject({
      value: { exchange: 'binance' },
    });
    const canceled = await opened.ask('orders.cancel', { orderId: order.orderId });
    expect(canceled).toMatchObject({ value: { status: 'canceled' } });
    expect((await opened.rows('order')).map(({ status }) => status)).toEqual(['ok', 'requested', 'ok', 'requested']);
  });

  it('is replaced and filled there, and its fills explain the change of the balances', async () => {
    const opened = await openArmed();
    await opened.ask('venues.check', { exchange: 'binance' });
    const order = await sent(opened);
    const replacement = await opened.ask('orders.previewReplace', { orderId: order.orderId, price: decimal('50000') });
    if (!replacement.ok) throw new Error(JSON.stringify(replacement.error));
    const submitted = await opened.ask('orders.submit', { previewId: replacement.value.previewId });
    expect(submitted).toMatchObject({ value: { state: 'sent', order: { status: 'filled', replaces: order.orderId } } });
    const fills = await opened.ask('fills.list', { limit: 10 });
    expect(fills).toMatchObject({ value: [{ exchange: 'binance', amount: '0.01' }] });
    await opened.ask('venues.check', { exchange: 'binance' });
    expect(opened.binance.account.isDoubtful()).toBe(false);
    expect(opened.binance.standing().unexplained).toEqual([]);
  });

  it('waits for the person each time unless EXECUTION_APPROVAL_MODE says auto', async () => {
    const opened = await openArmed({ environment: {} });
    expect((await previewed(opened, { exchange: 'practice' })).verdict).toBe('allow');
    expect((await previewed(opened)).verdict).toBe('needs-approval');
    const asked = await submit(opened);
    expect([asked.ok && asked.value.state, placed()]).toEqual(['awaiting-approval', 0]);
    const { approvalId, digest, warnings } = opened.approvals.pending()[0] as Approval;
    expect(warnings).toEqual(['This moves real money at Binance.']);
    expect(await opened.approvals.decide({ approvalId, digest, answer: 'approve' }, 'approval')).toMatchObject({
      ok: true,
    });
    expect(placed()).toBe(1);
  });

  it('is denied where the policy names no exchange, no kind of market, or no limit for the quote', async () => {
    const opened = await openArmed();
    const { allowExchanges: _, ...noExchanges } = livePolicy;
    const { allowMarketTypes: __, ...noTypes } = livePolicy;
    const { maxOrderNotional: ___, ...noOrder } = livePolicy;
    const noDay = { ...livePolicy, maxDayNotional: { EUR: decimal('5000') } };
    for (const document of [noExchanges, noTypes, noOrder, noDay]) {
      opened.policy.apply(document);
      const { rulings, verdict } = await previewed(opened);
      expect(verdict).toBe('deny');
      expect(rulings.filter(({ decision }) => decision === 'deny')).toMatchObject([{ code: 'live_limit_missing' }]);
      expect((await previewed(opened, { exchange: 'practice' })).verdict).toBe('allow');
    }
    expect(await submit(opened)).toMatchObject({ error: { code: 'denied-by-policy' } });
    expect(placed()).toBe(0);
  });

  it('counts what is reserved over the day in windows of its own', async () => {
    const opened = await openArmed();
    opened.policy.apply({ ...livePolicy, maxDayNotional: { USDT: decimal('500') } });
    await sent(opened, { exchange: 'practice' });
    await sent(opened);
    await sent(opened);
    expect(await submit(opened)).toMatchObject({
      error: { rulings: expect.arrayContaining([expect.objectContaining({ code: 'day_limit_exceeded' })]) },
    });
    expect(placed()).toBe(2);
  });

  it('is refused with the reason where the passport of the key is not fit, also right before it is sent', async () => {
    const opened = await openArmed();
    const { previewId } = await previewed(opened);
    const why = 'This key may withdraw.';
    opened.setPassport({ verdict: 'unfit', why });
    const refused = {
      error: { code: 'denied-by-policy', rulings: [{ rule: 'key-passport', code: 'key_not_fit', message: why }] },
    };
    expect(await opened.ask('orders.submit', { previewId })).toMatchObject(refused);
    expect(await opened.ask('orders.preview', buy)).toMatchObject(refused);
    expect(placed()).toBe(0);
  });

  it('is refused while the clock is a second off or not known', async () => {
    const opened = await openArmed();
    const { previewId } = await previewed(opened);
    server.skew(1_500);
    await opened.ask('venues.check', { exchange: 'binance' });
    expect(await opened.ask('orders.submit', { previewId })).toMatchObject({
      error: { rulings: [{ code: 'clock_skew' }] },
    });
    server.skew(0);
    server.faults.draw(() => '503 before');
    await opened.ask('venues.check', { exchange: 'binance' });
    expect(await opened.ask('orders.preview', buy)).toMatchObject({ error: { rulings: [{ code: 'clock_unknown' }] } });
    expect(placed()).toBe(0);
  });

  it('does not leave where trading is disarmed or halted while it waits for the audit row', async () => {
    for (const stop of ['disarm', 'halt'] as const) {
      const opened = await openArmed();
      const { previewId } = await previewed(opened);
      const append = opened.audit.append.bind(opened.audit);
      Object.assign(opened.audit, {
        append: async (entry: Parameters<typeof append>[0]) => {
          const row = await append(entry);
          if (entry.status === 'requested' && stop === 'disarm') opened.disarm();
          if (entry.status === 'requested' && stop === 'halt') {
            opened.halt.engage({ source: 'window', code: 'person', text: 'a test' });
          }
          return row;
        },
      });
      const refused = await opened.ask('orders.submit', { previewId });
      expect(refused).toMatchObject({ error: { code: stop === 'halt' ? 'trading-halted' : 'not-allowed' } });
      expect(placed()).toBe(0);
      await opened.close();
      rmSync(root, { recursive: true, force: true });
    }
    world = null;
  });

  it('can be cancelled after a disarm; then live.db is closed', async () => {
    const opened = await openArmed();
    const order = await sent(opened);
    opened.disarm();
    await until(() => !opened.binance.standing().isArmed);
    expect(await submitAnyway(opened)).toMatchObject({ error: { code: 'not-allowed' } });
    const canceled = await opened.ask('orders.cancel', { orderId: order.orderId });
    expect(canceled).toMatchObject({ value: { status: 'canceled' } });
    await until(() => opened.binance.openLive() === null);
    expect(placed()).toBe(1);
  });

  it('is settled after a crash by its client id, without being sent again, and live.db is closed then', async () => {
    const first = await openArmed();
    server.faults.meet(['hang after'], ({ method }) => method === 'POST');
    void submit(first);
    await until(() => placed() === 1);
    await first.close();
    server.faults.clear();
    const second = await open({ root });
    expect(second.exchanges.live()).toEqual([]);
    await second.ask('venues.check', { exchange: 'binance' });
    await until(async () => (await second.rows('order')).some(({ status }) => status === 'recovered'));
    expect(await second.ask('orders.list', { limit: 10 })).toMatchObject({
      value: [{ exchange: 'binance', status: 'open' }],
    });
    expect(await second.ask('orders.cancelAll', {})).toMatchObject({
      value: { canceled: [{ status: 'canceled' }], left: [] },
    });
    await until(() => second.binance.openLive() === null);
    expect(placed()).toBe(0);
  });
});

/** Submits a preview that was made while armed. */
async function submitAnyway(opened: ExchangeWorld) {
  opened.arm();
  const { previewId } = await previewed(opened);
  opened.disarm();
  return opened.ask('orders.submit', { previewId });
}
