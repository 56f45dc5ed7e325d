import type { Order } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import { compare } from '../domain/money.ts';
import { err, type Result } from '../domain/result.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { Ports } from '../ports.ts';
import type { OpenAtVenue, VenueConnection } from '../venues/venue.ts';
import type { Approvals } from './approvals.ts';
import { createCancels } from './cancels.ts';
import { createConfirmedTime } from './confirmed-time.ts';
import { createJournal } from './journal.ts';
import { createLiveAccount } from './live-account.ts';
import type { OpenLiveStore } from './live-store.ts';
import { createLostOrders } from './lost-orders.ts';
import { createOrderKeys, type OrderKey } from './order-keys.ts';
import { reachedBy, withinAccount, withOrderKeys } from './own-account.ts';
import { createPreviews, type Previews } from './previews.ts';
import { reconcile, refreshOrder } from './reconcile.ts';
import type { Record } from './record.ts';
import { createRefresher } from './refresher.ts';
import type { Trading } from './trading.ts';

/** Trading with real money on one exchange, running. */
export interface LiveTrading {
  readonly exchange: ExchangeName;
  readonly trading: Trading;
  readonly previews: Previews;
  /** Takes in what the venue lists as open: of our orders those that it tells otherwise, or no longer, are read again. */
  noteOpen(open: readonly OpenAtVenue[]): void;
  /** Whether none of our orders there is open, in doubt, or lacks a fill. One of another key that is open stays so, and is shown. */
  isSettled(): boolean;
  /** The open orders that are not known to lie in the account of the key in use: they are not asked about, cancelled or ended. */
  unreached(): readonly Order[];
  /** Whether an order of ours lies in the account of the key in use, as far as is known. */
  reaches(order: Pick<Order, 'orderId'>): boolean;
  close(): void;
}

/** What live trading on an exchange stands on. */
export interface LiveDeps {
  readonly ports: Pick<Ports, 'arming' | 'clock' | 'ids' | 'log'>;
  readonly exchange: ExchangeName;
  /** Taken for as long as this is open; the caller gives it back. */
  readonly store: OpenLiveStore;
  readonly connection: VenueConnection;
  /** The key that the connection was opened with. */
  readonly key: OrderKey;
  readonly halt: HaltControl;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly judge: Trading['judge'];
  readonly priceBandPercent: Trading['priceBandPercent'];
  readonly mode: NonNullable<Trading['mode']>;
  readonly refusedSubmit: Trading['refusedSubmit'];
  readonly announce: (announcement: Announcement) => void;
  readonly balancesChanged: () => void;
  readonly count: Trading['count'];
}

/** The scope of the arming port that orders on an exchange need. */
export function liveScope(exchange: ExchangeName): string {
  return `live:${exchange}`;
}

/** A venue is not asked about one order more often than this. */
const retryMs = 5_000;

/**
 * Trading with real money on one exchange: the same gate as on paper, over live.db and the venue's own connection. No object that could
 * place an order is kept: one is made for each order, which exists only while the scope is armed and asks arming, halt and mode again
 * right before the request leaves. What a previous run left open is settled at once. Orders that rest are not asked about one by one:
 * `noteOpen` tells which have changed. An order that was placed with a key of another account, or may have been, is left alone: it stays
 * open, is listed with the reason, and goes on counting in the policy's windows.
 */
export function openLive(deps: LiveDeps): LiveTrading {
  const { connection, exchange, halt, store } = deps;
  const { arming, clock, ids, log } = deps.ports;
  const scope = liveScope(exchange);
  const keys = createOrderKeys(store.database, exchange, deps.key);
  const journal = withOrderKeys(createJournal(store.database, exchange), keys);
  const reaches = reachedBy(keys);
  const inFlight = new Set<string>();
  let isClosed = false;
  /** What still waits at a desk that was closed, such as the person's approval, never leaves with a key that no longer counts. */
  const mode = (exposure: 'open' | 'reduce'): Result<void> =>
    isClosed
      ? err({ code: 'not-allowed', retry: 'never', method: 'orders.submit', face: 'closed' })
      : deps.mode(exposure);
  const refresher = createRefresher({
    clock,
    refresh: (clientOrderId) => refreshOrder(trading, clientOrderId),
    isInFlight: (clientOrderId) => inFlight.has(clientOrderId),
    open: () => [],
    failed: (cause) => log.error('refreshing a live order threw', { cause: String(cause) }),
    retryMs,
  });
  const trading: Trading = {
    clock,
    ids,
    log,
    halt,
    mode,
    record: deps.record,
    journal,
    venue: withinAccount(connection, journal, keys),
    orderClient(exposure) {
      const isArmed = (name: string) => arming.isArmed(name) && halt.permits(exposure).ok && mode(exposure).ok;
      const made = connection.orderClient({ isArmed }, scope);
      return made.ok ? made.value : null;
    },
    judge: deps.judge,
    priceBandPercent: deps.priceBandPercent,
    reservations: store.reservations,
    confirmedTime: createConfirmedTime(),
    approvals: deps.approvals,
    refusedSubmit: deps.refusedSubmit,
    announce: deps.announce,
    balancesChanged: deps.balancesChanged,
    inFlight,
    lostOrders: createLostOrders(clock),
    cancels: createCancels(),
    refreshSoon: (_symbol, clientOrderId) => refresher.soon(clientOrderId),
    count: deps.count,
  };

  const openOrders = () => journal.orders({ open: true, limit: 10_000 });
  const ordersLackingFills = () => journal.lackingFills().flatMap((id) => journal.byClientOrderId(id) ?? []);
  const lackingFills = (): readonly string[] =>
    ordersLackingFills()
      .filter(reaches)
      .map(({ clientOrderId }) => clientOrderId);
  const unsettled = (): readonly string[] => [
    ...openOrders()
      .filter(reaches)
      .map(({ clientOrderId }) => clientOrderId),
    ...lackingFills(),
  ];
  /** What the windows show of open orders may have been told with another key in use. */
  const tellOpen = (): void => {
    for (const order of openOrders()) deps.announce({ topic: 'order.changed', payload: order });
  };

  const account = createLiveAccount({
    inspector: connection.inspector,
    journal,
    keys,
    log,
    isClosed: () => isClosed,
    learned() {
      tellOpen();
      for (const order of unsettled()) refresher.soon(order);
    },
  });

  tellOpen();
  account.learn();
  void reconcile(trading)
    .then(() => {
      if (!isClosed) for (const order of unsettled()) refresher.soon(order);
    })
    .catch((cause: unknown) => log.error('settling live orders threw', { cause: String(cause) }));

  return {
    exchange,
    trading,
    previews: createPreviews(clock),
    noteOpen(open) {
      account.learn();
      account.take(open);
      account.lookFor([...openOrders(), ...ordersLackingFills()]);
      const listed = new Map(open.map((order) => [order.venueOrderId, order.filled]));
      for (const { clientOrderId, filled, venueOrderId } of openOrders().filter(reaches)) {
        const told = venueOrderId === null ? undefined : listed.get(venueOrderId);
        if (told === undefined || compare(told, filled) !== 0) refresher.soon(clientOrderId);
      }
      for (const clientOrderId of lackingFills()) refresher.soon(clientOrderId);
    },
    isSettled: () => inFlight.size === 0 && openOrders().length === 0 && lackingFills().length === 0,
    unreached: () => openOrders().filter((order) => !reaches(order)),
    reaches,
    close() {
      isClosed = true;
      refresher.stop();
    },
  };
}
