import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { openFoundations } from '../../../core/foundations.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import type { Fetch, Ports } from '../../../core/ports.ts';
import { openPractice } from '../../../core/practice/practice.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { createApprovals } from '../../../core/trading/approvals.ts';
import { createConfirmedTime } from '../../../core/trading/confirmed-time.ts';
import { createJournal } from '../../../core/trading/journal.ts';
import { tradingMigrations } from '../../../core/trading/migrations.ts';
import { previewOrder } from '../../../core/trading/preview.ts';
import { reconcile, refreshOrder } from '../../../core/trading/reconcile.ts';
import { createRecord } from '../../../core/trading/record.ts';
import { createReservations } from '../../../core/trading/reservations.ts';
import { submitOrder } from '../../../core/trading/submit.ts';
import type { Trading } from '../../../core/trading/trading.ts';
import { openVenue } from '../../../core/venues/open-venue.ts';

let close: () => void = () => undefined;
afterEach(() => close());

/** Trading over the real exchange, whose answers to a placed order a test may spoil after the exchange has taken it, or before. */
async function tradingThrough(spoil: (send: () => Promise<Response>) => Promise<Response>) {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-unknown-'));
  let nowMs = 0;
  const clock = { ...systemClock, nowMs: () => Date.now() + nowMs };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports: Ports = {
    clock,
    ids: systemIds,
    log,
    fetch: () => Promise.reject(new Error('no')),
    arming: { isArmed: () => false },
    masterKey: null,
  };
  const opened = openFoundations(ports, {
    dataFolder: join(root, 'data'),
    environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') },
  });
  const practice = openPractice({ file: join(root, 'data', 'practice.db'), clock: systemClock, ids: systemIds, log });
  const database = openDatabase(join(root, 'data', 'paper.db'), tradingMigrations);
  if (!opened.ok || !practice.ok || !database.ok) throw new Error('not opened');
  let placed = 0;
  const transport: Fetch = (url, init) => {
    if (init?.method !== 'POST') return practice.value.fetch(url, init);
    placed += 1;
    return spoil(() => practice.value.fetch(url, init));
  };
  const venue = await openVenue({
    exchange: 'practice',
    transport,
    credentials: practice.value.credentials,
    clock: systemClock,
    rateLimit: false,
    timeoutMs: 300,
  });
  if (!venue.ok) throw new Error(venue.error.code);
  const client = venue.value.orderClient({ isArmed: () => true }, 'paper');
  const { audit, halt } = opened.value;
  const refreshed: string[] = [];
  const trading: Trading = {
    clock,
    ids: systemIds,
    log,
    halt,
    record: createRecord(audit, halt),
    journal: createJournal(database.value),
    venue: venue.value,
    orderClient: () => (client.ok ? client.value : null),
    judge: () => ({ verdict: 'allow', rulings: [] }),
    priceBandPercent: () => null,
    reservations: createReservations(database.value),
    confirmedTime: createConfirmedTime(nowMs),
    approvals: createApprovals({
      clock,
      ids: systemIds,
      record: createRecord(audit, halt),
      announce: () => undefined,
      isLocked: () => false,
    }),
    refusedSubmit: () => undefined,
    announce: () => undefined,
    balancesChanged: () => undefined,
    inFlight: new Set(),
    refreshSoon: (_symbol, clientOrderId) => void refreshed.push(clientOrderId),
    count: () => undefined,
  };
  close = () => {
    practice.value.close();
    database.value.close();
    opened.value.close();
    rmSync(root, { recursive: true, force: true });
    close = () => undefined;
  };
  return {
    trading,
    audit,
    refreshed,
    placed: () => placed,
    later: (byMs: number) => {
      nowMs += byMs;
    },
    held: async () => {
      const balances = await venue.value.inspector.balances();
      return balances.ok ? balances.value.find((balance) => balance.asset === 'USDT')?.held : undefined;
    },
    async submit() {
      const draft = {
        exchange: 'practice',
        symbol: 'BTC/USDT',
        marketType: 'spot',
        side: 'buy',
        type: 'limit',
        amount: decimal('0.01'),
        price: decimal('20000'),
      } as const;
      const preview = await previewOrder(trading, draft);
      if (!preview.ok) throw new Error(preview.error.code);
      return submitOrder(trading, preview.value, 'test');
    },
  };
}

const spoils: readonly (readonly [string, (send: () => Promise<Response>) => Promise<Response>])[] = [
  [
    'never comes',
    async (send) => {
      await send();
      return new Promise<Response>(() => undefined);
    },
  ],
  [
    'is cut off by a reset',
    async (send) => {
      await send();
      throw new TypeError('fetch failed');
    },
  ],
  [
    'is an HTML page with status 200',
    async (send) => {
      await send();
      return new Response('<html>ok</html>', { status: 200 });
    },
  ],
  ['is cut short', async (send) => new Response((await (await send()).text()).slice(0, 40), { status: 200 })],
  [
    'is an empty object',
    async (send) => {
      await send();
      return new Response('{}', { status: 200 });
    },
  ],
  [
    'is a server error',
    async (send) => {
      await send();
      return new Response('<html>502</html>', { status: 502 });
    },
  ],
];

describe('an order whose answer is lost', () => {
  it.each(spoils)('when it %s: is unknown, is found by its client id, and is there once', async (_title, spoil) => {
    const world = await tradingThrough(spoil);
    expect(await world.submit()).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
    const [order] = world.trading.journal.orders({ limit: 10 });
    expect(order).toMatchObject({ status: 'outcome-unknown' });
    expect(world.refreshed).toEqual([order?.clientOrderId]);
    expect(await refreshOrder(world.trading, order?.clientOrderId ?? '')).toBe(true);
    expect(world.trading.journal.get(order?.orderId ?? '')).toMatchObject({ status: 'open', filled: '0' });
    expect(world.placed()).toBe(1);
    expect(await world.held()).toBe('200');
    const rows = await world.audit.query({ eventType: 'order', limit: 10 });
    expect(rows.ok && rows.value.map((row) => row.status)).toEqual(['recovered', 'unknown', 'requested']);
  });

  it('when it never reached the venue: stays unknown while it may be on its way, then counts as never arrived', async () => {
    const world = await tradingThrough(() => Promise.reject(new TypeError('fetch failed')));
    expect(await world.submit()).toMatchObject({ ok: false });
    const [order] = world.trading.journal.orders({ limit: 10 });
    if (order?.status === 'outcome-unknown') {
      expect(await reconcile(world.trading)).toBe(1);
      world.later(11_000);
      expect(await reconcile(world.trading)).toBe(0);
    }
    expect(world.trading.journal.get(order?.orderId ?? '')).toMatchObject({ status: 'rejected' });
    expect(await world.held()).toBe('0');
  });

  it('when the venue takes no more requests: the order is not there, and is not sent again', async () => {
    const world = await tradingThrough(
      async () =>
        new Response('{"code":-1003,"msg":"Too many requests."}', { status: 429, headers: { 'retry-after': '2' } }),
    );
    expect(await world.submit()).toMatchObject({ ok: false, error: { code: 'rate-limited', retryAfterMs: 2_000 } });
    const [order] = world.trading.journal.orders({ limit: 10 });
    expect(order).toMatchObject({ status: 'rejected', filled: '0' });
    expect(world.placed()).toBe(1);
    expect(await world.held()).toBe('0');
  });

  it('when the network delivers the request twice: there is one order, and the books say so', async () => {
    const world = await tradingThrough(async (send) => {
      const first = await send();
      await send();
      return first;
    });
    expect(await world.submit()).toMatchObject({ ok: true });
    expect(world.placed()).toBe(1);
    const orders = world.trading.journal.orders({ limit: 10 });
    expect(orders).toMatchObject([{ status: 'open', filled: '0' }]);
    const atVenue = await world.trading.venue.inspector.openOrders();
    expect(atVenue.ok && atVenue.value.map(({ clientOrderId }) => clientOrderId)).toEqual([orders[0]?.clientOrderId]);
    expect(await world.held()).toBe('200');
  });
});
