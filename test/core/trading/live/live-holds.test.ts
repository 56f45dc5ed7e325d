import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Approval, OrderDraft } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { ok } from '../../../../core/domain/result.ts';
import { type BinanceServer, serveBinance } from '../../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';
import {
  aheadBy,
  type ExchangeWorld,
  exchangeWorld,
  keyOf,
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
  await world?.ask('venues.sweep', { exchange: 'binance' });
  await world?.close();
  world = null;
  rmSync(root, { recursive: true, force: true });
});
afterAll(async () => {
  net.close();
  await server.close();
});

const key = (name = '') => {
  const { apiKey, secret } = server.credentials;
  return ok({ ...keyOf('binance', apiKey, secret), ...(name === '' ? {} : { credentialId: name }) });
};
async function open(options: Partial<WorldOptions> = {}): Promise<ExchangeWorld> {
  root = options.root ?? mkdtempSync(join(tmpdir(), 'portcullis-live-'));
  world = await exchangeWorld({
    root,
    fetch: net.fetch,
    key: key(),
    environment: { EXECUTION_APPROVAL_MODE: 'auto' },
    ...options,
  });
  server.forget();
  return world;
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
async function submit({ ask }: ExchangeWorld) {
  const preview = await ask('orders.preview', buy);
  if (!preview.ok) throw new Error(JSON.stringify(preview.error));
  return ask('orders.submit', { previewId: preview.value.previewId });
}
const placed = (): number => server.count('POST', '/api/v3/order');

describe('an order of the real exchange', () => {
  it('is settled by nothing that only stands in for it', async () => {
    const first = await open();
    first.arm();
    expect(await submit(first)).toMatchObject({ value: { state: 'sent', order: { status: 'open' } } });
    await first.close();

    const blank = await serveBinance({ nowMs: worldNowMs });
    const ca = join(root, 'ca.pem');
    writeFileSync(ca, blank.ca);
    try {
      // The key is the same one, and the stand-in knows it, but it has never seen the order.
      const { apiKey, secret } = blank.credentials;
      const tried = await open({
        root,
        key: ok(keyOf('binance', apiKey, secret)),
        environment: { PORTCULLIS_STANDIN_BINANCE: blank.url, PORTCULLIS_STANDIN_CA: ca },
      });
      expect(await tried.ask('venues.check', { exchange: 'binance' })).toMatchObject({
        value: { health: { state: 'ok' } },
      });
      expect(blank.count('GET', '/api/v3/order')).toBe(0);
      expect(tried.exchanges.live()).toEqual([]);
      expect(await tried.rows('order')).toHaveLength(2);
      await tried.close();
    } finally {
      await blank.close();
    }

    const last = await open({ root });
    await last.ask('venues.check', { exchange: 'binance' });
    expect(await last.ask('orders.list', { limit: 10 })).toMatchObject({ value: [{ status: 'open' }] });
  });
});

describe('the clock of an exchange', () => {
  it('is not known any more once it was not asked for a minute, as while it wants fewer requests', async () => {
    const opened = await open();
    opened.arm();
    expect(await opened.ask('orders.preview', buy)).toMatchObject({ ok: true });
    aheadBy.ms += 61_000;
    expect(await opened.ask('orders.preview', buy)).toMatchObject({ error: { rulings: [{ code: 'clock_unknown' }] } });
  });
});

describe('cancelling everything', () => {
  it('reaches also what an earlier run left open at an exchange that was not asked yet, or says that it could not', async () => {
    const first = await open();
    first.arm();
    await submit(first);
    await first.close();
    const second = await open({ root });
    server.faults.draw(() => '503 before');
    expect(await second.ask('orders.cancelAll', {})).toMatchObject({ error: { code: 'venue-unreachable' } });
    server.faults.clear();
    expect(await second.ask('orders.cancelAll', {})).toMatchObject({
      value: { canceled: [{ exchange: 'binance', status: 'canceled' }], left: [] },
    });
  });

  it('asks no exchange anything where nothing of ours is open there', async () => {
    const opened = await open();
    expect(await opened.ask('orders.cancelAll', {})).toMatchObject({ value: { canceled: [], left: [] } });
    expect(server.requests()).toEqual([]);
  });
});

describe('an order that waits for the person', () => {
  it.each([
    // live.db stays open where another exchange trades, too; where none does it is closed with the desk.
    ['closed', (opened: ExchangeWorld) => opened.binance.openLive()?.close()],
    ['given another key', (opened: ExchangeWorld) => opened.setKey(key('another'))],
  ] as const)('is not sent once its desk was %s, though it is approved', async (_what, change) => {
    const opened = await open({ environment: {} });
    opened.arm();
    expect(await submit(opened)).toMatchObject({ value: { state: 'awaiting-approval' } });
    const { approvalId, digest } = opened.approvals.pending()[0] as Approval;
    change(opened);
    await until(() => opened.binance.connection() !== null);
    expect(await opened.approvals.decide({ approvalId, digest, answer: 'approve' }, 'approval')).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(placed()).toBe(0);
  });
});

describe('where live.db can no longer be read', () => {
  it('the exchange is swept all the same, and no timer throws', async () => {
    const opened = await open();
    opened.arm();
    await submit(opened);
    await server.other('BUY', '0.01', '21000');
    const broken: unknown[] = [];
    const listen = (cause: unknown): void => void broken.push(cause);
    process.on('unhandledRejection', listen);
    const journal = opened.binance.openLive()?.trading.journal ?? {};
    const fails = () => {
      throw new Error('disk I/O error');
    };
    Object.assign(journal, Object.fromEntries(Object.keys(journal).map((name) => [name, fails])));
    const swept = await opened.ask('venues.sweep', { exchange: 'binance' });
    expect(swept).toMatchObject({ value: { canceled: 1, left: [], failure: null } });
    expect(await opened.ask('venues.check', { exchange: 'binance' })).toMatchObject({ ok: true });
    opened.disarm();
    await until(() => !opened.binance.standing().isArmed);
    process.off('unhandledRejection', listen);
    expect(broken).toEqual([]);
  });
});
