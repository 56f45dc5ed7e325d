import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderDraft, Submission } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import type { Result } from '../../../core/domain/result.ts';
import { openFoundations } from '../../../core/foundations.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import type { Fetch, Ports } from '../../../core/ports.ts';
import { openPractice } from '../../../core/practice/practice.ts';
import { systemSignerPorts } from '../../../core/signer-ports.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { createApprovals } from '../../../core/trading/approvals.ts';
import { createCancels } from '../../../core/trading/cancels.ts';
import { createConfirmedTime } from '../../../core/trading/confirmed-time.ts';
import { createJournal } from '../../../core/trading/journal.ts';
import { createLostOrders } from '../../../core/trading/lost-orders.ts';
import { tradingMigrations } from '../../../core/trading/migrations.ts';
import { previewOrder } from '../../../core/trading/preview.ts';
import type { HeldPreview } from '../../../core/trading/previews.ts';
import { createRecord } from '../../../core/trading/record.ts';
import { createReservations } from '../../../core/trading/reservations.ts';
import { submitOrder } from '../../../core/trading/submit.ts';
import type { Trading } from '../../../core/trading/trading.ts';
import { openVenue } from '../../../core/venues/open-venue.ts';

/** What a test puts between the adapter and the exchange: `send` lets the request through. `route` is such as 'POST /api/v3/order'. */
export type Between = (route: string, send: () => Promise<Response>) => Promise<Response>;

/** The order that a world submits unless told otherwise: a buy that rests. */
export const restingBuy: OrderDraft = {
  exchange: 'practice',
  symbol: 'BTC/USDT',
  marketType: 'spot',
  side: 'buy',
  type: 'limit',
  amount: decimal('0.01'),
  price: decimal('20000'),
};

/** Trading over the real practice exchange and the real stores, with a test's hands on the way between and on both clocks. */
export type World = Awaited<ReturnType<typeof tradingWorld>>;

/** Opens one; `judge` allows everything unless it is given. `timeoutMs` is how long the venue has to answer. */
export async function tradingWorld(between: Between, judge?: Trading['judge'], timeoutMs = 30_000) {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-world-'));
  let wallMs = 0;
  let monotonicMs = 0;
  const clock = {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + wallMs,
    monotonicMs: () => systemClock.monotonicMs() + monotonicMs,
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports: Ports = {
    clock,
    ids: systemIds,
    log,
    fetch: () => Promise.reject(new Error('no')),
    arming: { isArmed: () => false },
    signers: systemSignerPorts(),
    masterKey: null,
  };
  const opened = openFoundations(ports, {
    dataFolder: join(root, 'data'),
    environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') },
  });
  const practice = openPractice({ file: join(root, 'data', 'practice.db'), clock: systemClock, ids: systemIds, log });
  const database = openDatabase(join(root, 'data', 'paper.db'), tradingMigrations);
  if (!opened.ok || !practice.ok || !database.ok) throw new Error('not opened');
  const sent: string[] = [];
  const transport: Fetch = (url, init) => {
    const route = `${init?.method ?? 'GET'} ${new URL(url).pathname}`;
    sent.push(route);
    return between(route, () => practice.value.fetch(url, init));
  };
  const venue = await openVenue({
    exchange: 'practice',
    transport,
    credentials: practice.value.credentials,
    clock: systemClock,
    rateLimit: false,
    timeoutMs,
  });
  if (!venue.ok) throw new Error(venue.error.code);
  const client = venue.value.orderClient({ isArmed: () => true }, 'paper');
  const { audit, halt } = opened.value;
  const record = createRecord(audit, halt);
  const refreshed: string[] = [];
  const trading: Trading = {
    clock,
    ids: systemIds,
    log,
    halt,
    record,
    journal: createJournal(database.value),
    venue: venue.value,
    orderClient: () => (client.ok ? client.value : null),
    judge: judge ?? (() => ({ verdict: 'allow', rulings: [] })),
    priceBandPercent: () => null,
    reservations: createReservations(database.value),
    confirmedTime: createConfirmedTime(systemClock.nowMs()),
    approvals: createApprovals({ clock, ids: systemIds, record, announce: () => undefined, isLocked: () => false }),
    refusedSubmit: () => undefined,
    announce: () => undefined,
    balancesChanged: () => undefined,
    inFlight: new Set(),
    lostOrders: createLostOrders(clock),
    cancels: createCancels(),
    refreshSoon: (_symbol, clientOrderId) => void refreshed.push(clientOrderId),
    count: () => undefined,
  };

  async function preview(change: Partial<OrderDraft> = {}): Promise<HeldPreview> {
    const previewed = await previewOrder(trading, { ...restingBuy, ...change });
    if (!previewed.ok) throw new Error(JSON.stringify(previewed.error));
    return previewed.value;
  }

  return {
    trading,
    audit,
    database: database.value,
    practice: practice.value,
    refreshed,
    sent,
    /** How many orders left for the venue. */
    placed: () => sent.filter((route) => route === 'POST /api/v3/order').length,
    /** Lets both clocks go on. */
    later(byMs: number) {
      wallMs += byMs;
      monotonicMs += byMs;
    },
    /** Sets the wall clock. */
    jump(byMs: number) {
      wallMs += byMs;
    },
    async held(): Promise<string | undefined> {
      const balances = await venue.value.inspector.balances();
      return balances.ok ? balances.value.find((balance) => balance.asset === 'USDT')?.held : undefined;
    },
    preview,
    async submit(change: Partial<OrderDraft> = {}): Promise<Result<Submission>> {
      return submitOrder(trading, await preview(change), 'test');
    },
    close() {
      practice.value.close();
      database.value.close();
      opened.value.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
