import { join } from 'node:path';
import type { MarketFeed } from '../contract/market-feed.ts';
import type { Announcement } from '../contract/topics.ts';
import { ok, type Result } from '../domain/result.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { Ports } from '../ports.ts';
import type { MirroredVenue } from '../practice/mirror/mirrored-venue.ts';
import { openPractice, type Practice } from '../practice/practice.ts';
import { practiceExchange } from '../practice/practice-exchange.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { openVenue } from '../venues/open-venue.ts';
import type { OrderClient } from '../venues/venue.ts';
import type { Approvals } from './approvals.ts';
import { announceBalances } from './balances.ts';
import { createCancels } from './cancels.ts';
import { createConfirmedTime } from './confirmed-time.ts';
import { createEquityLine } from './equity.ts';
import { createJournal } from './journal.ts';
import { createLostOrders } from './lost-orders.ts';
import { tradingMigrations } from './migrations.ts';
import { type PerformanceWatch, watchPerformance } from './performance.ts';
import { createPreviews, type Previews } from './previews.ts';
import { reconcile, refreshOrder } from './reconcile.ts';
import type { Record } from './record.ts';
import { createRefresher } from './refresher.ts';
import { createReservations } from './reservations.ts';
import type { Trading } from './trading.ts';

/** Trading on paper, running. */
export interface PaperTrading {
  /** paper.db. */
  readonly database: Database;
  readonly trading: Trading;
  readonly previews: Previews;
  readonly practice: Practice;
  readonly feed: MarketFeed;
  readonly performance: PerformanceWatch;
  close(): void;
}

/** What opening paper trading stands on. */
export interface PaperDeps {
  readonly ports: Ports;
  readonly dataFolder: string;
  readonly halt: HaltControl;
  readonly record: Record;
  readonly judge: Trading['judge'];
  readonly priceBandPercent: Trading['priceBandPercent'];
  readonly approvals: Approvals;
  readonly refusedSubmit: Trading['refusedSubmit'];
  readonly announce: (announcement: Announcement) => void;
  readonly count: Trading['count'];
  /** Whose live books the practice exchange mirrors; absent where its market is simulated. */
  readonly mirrored?: MirroredVenue;
}

const venueTimeoutMs = 10_000;

/**
 * Opens paper.db and the practice exchange, joins them by the venue adapter (same class, signing and parsing as live trading, no
 * socket), settles what a previous run left open, and lets the market run.
 */
export async function openPaper(deps: PaperDeps): Promise<Result<PaperTrading>> {
  const { clock, ids, log } = deps.ports;
  const database = openDatabase(join(deps.dataFolder, 'paper.db'), tradingMigrations);
  if (!database.ok) return database;
  const practice = openPractice({
    file: join(deps.dataFolder, 'practice.db'),
    clock,
    ids,
    log,
    ...(deps.mirrored === undefined ? {} : { mirrored: deps.mirrored }),
  });
  if (!practice.ok) {
    database.value.close();
    return practice;
  }
  // Its markets are read once, with the filters that are known by now.
  await practice.value.opened();
  const venue = await openVenue({
    exchange: practiceExchange,
    transport: practice.value.fetch,
    credentials: practice.value.credentials,
    clock,
    rateLimit: false,
    timeoutMs: venueTimeoutMs,
  });
  if (!venue.ok) {
    practice.value.close();
    database.value.close();
    return venue;
  }

  const connection = venue.value;
  const journal = createJournal(database.value);
  const reservations = createReservations(database.value);
  const confirmedTime = createConfirmedTime();
  const inFlight = new Set<string>();
  // Asked again right before a request leaves: a halt in that last moment stops it too.
  const arming = { isArmed: () => deps.halt.permits('reduce').ok };
  let client: OrderClient | null = null;
  function orderClient(): OrderClient | null {
    if (client !== null) return client;
    const made = connection.orderClient(arming, 'paper');
    if (made.ok) client = made.value;
    return client;
  }

  const refresher = createRefresher({
    clock,
    refresh: (clientOrderId) => refreshOrder(trading, clientOrderId),
    isInFlight: (clientOrderId) => inFlight.has(clientOrderId),
    open: () => journal.orders({ open: true, limit: 1_000 }).map((order) => order.clientOrderId),
    failed: (cause) => log.error('refreshing an order threw', { cause: String(cause) }),
  });
  const trading: Trading = {
    clock,
    ids,
    log,
    halt: deps.halt,
    record: deps.record,
    journal,
    venue: connection,
    orderClient,
    judge: deps.judge,
    priceBandPercent: deps.priceBandPercent,
    reservations,
    confirmedTime,
    approvals: deps.approvals,
    refusedSubmit: deps.refusedSubmit,
    announce: deps.announce,
    balancesChanged: announceBalances({ clock, read: () => venue.value.inspector.balances(), announce: deps.announce }),
    inFlight,
    lostOrders: createLostOrders(clock),
    cancels: createCancels(),
    refreshSoon: (_symbol, clientOrderId) => refresher.soon(clientOrderId),
    count: deps.count,
  };
  const reached = await venue.value.inspector.ping();
  if (reached.ok) confirmedTime.confirm(clock.nowMs() + reached.value.skewMs, clock.nowMs());
  await reconcile(trading);
  for (const clientOrderId of journal.lackingFills()) refresher.soon(clientOrderId);
  const stopHints = practice.value.hints((hint) => refresher.soon(hint.clientOrderId));
  const stopFeed = practice.value.feed.subscribe((update) =>
    deps.announce({ topic: 'market.updated', payload: update }),
  );
  practice.value.start();
  const performance = watchPerformance({
    clock,
    journal,
    line: createEquityLine(database.value),
    feed: practice.value.feed,
    balances: () => venue.value.inspector.balances(),
    failed: (cause) => log.error('the equity line could not be kept', { cause: String(cause) }),
  });

  return ok({
    database: database.value,
    trading,
    previews: createPreviews(clock),
    practice: practice.value,
    feed: practice.value.feed,
    performance,
    close() {
      performance.stop();
      refresher.stop();
      stopHints();
      stopFeed();
      practice.value.close();
      database.value.close();
    },
  });
}
