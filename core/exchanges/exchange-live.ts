import type { Fill, Order } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import type { Log } from '../ports.ts';
import { createJournal, type Journal } from '../trading/journal.ts';
import type { LiveStore } from '../trading/live-store.ts';
import { type LiveDeps, type LiveTrading, openLive } from '../trading/open-live.ts';
import { placedWithAnotherKey } from '../trading/own-account.ts';
import type { OpenAtVenue, VenueConnection } from '../venues/venue.ts';
import { type Totals, withFill } from './balance-changes.ts';
import type { Linked } from './exchange-link.ts';

/** Live trading on one exchange: open while it is armed, and while orders of before are not settled. */
export interface ExchangeLive {
  /** Opens or closes it as it should be now; asked after every change of arming, connection or orders. */
  follow(): void;
  current(): LiveTrading | null;
  /** Whether live.db holds an order of this exchange that is not known to be finished; true where it cannot be read. */
  mayHaveOrders(): boolean;
  /** How many orders of this exchange live.db holds that are not known to be finished; null where it cannot be read. */
  openCount(): number | null;
  /** What our fills there have come to, by asset, as far as they are known; see `balance-changes.ts`. */
  fills(): Totals;
  /** Every fill of ours there, oldest first, the same list until there is another; null where live.db cannot be read. */
  ourFills(): readonly Fill[] | null;
  /** The assets of orders in this account whose fate, or whose fills, are not known yet. */
  inDoubt(): ReadonlySet<string>;
  isOurs(order: OpenAtVenue): boolean;
  /** The venue has told its time: its clock minus ours, in milliseconds. */
  pinged(skewMs: number): void;
  /** Takes in what the venue lists as open; see `LiveTrading`. */
  noteOpen(orders: readonly OpenAtVenue[]): void;
  /** The open orders that the key in use does not reach, see `LiveTrading`; all of them where no key is set. */
  unreached(): readonly Order[];
  close(): void;
}

/** What it stands on: what `openLive` needs, but for what belongs to one connection. */
export interface ExchangeLiveDeps extends Omit<LiveDeps, 'connection' | 'key' | 'store'> {
  readonly store: LiveStore;
  readonly log: Log;
  /** The connection that may settle real orders, and its key; null while there is none. */
  readonly linked: () => Linked | null;
  readonly isArmed: () => boolean;
  /** Whether no key is set at all; not where one is kept that cannot be read now. */
  readonly hasNoKey: () => boolean;
}

/** What the console's own client order ids begin with. */
const ownPrefix = 'pc-';

/**
 * Live trading on one exchange, closed. What live.db holds of it is looked at once, when there is a connection to settle it by. A live.db
 * that can no longer be read keeps nobody from looking at the exchange and cancelling there: that goes on without it.
 */
export function createExchangeLive(deps: ExchangeLiveDeps): ExchangeLive {
  const { log, store } = deps;
  let live: { readonly trading: LiveTrading; readonly connection: VenueConnection } | null = null;
  let fills: Totals = new Map();
  let ours: readonly Fill[] | null = null;
  let hasLooked = false;

  const announce = (announcement: Announcement): void => {
    if (announcement.topic === 'fill.added') {
      fills = withFill(fills, announcement.payload);
      // One that came late has its place among the others.
      ours = null;
    }
    deps.announce(announcement);
  };

  let isReadable = true;
  let counted: number | null = null;
  /** What live.db tells, `otherwise` where it cannot be read; that is logged once. */
  function told<T>(read: () => T, otherwise: T): T {
    try {
      const found = read();
      isReadable = true;
      return found;
    } catch (cause) {
      if (isReadable) log.error('live.db could not be read', { cause: String(cause) });
      isReadable = false;
      return otherwise;
    }
  }

  /** Reads the journal while live trading is closed; `otherwise` where live.db cannot be read. */
  function looked<T>(read: (journal: Journal) => T, nothing: T, otherwise: T): T {
    if (!store.exists()) return nothing;
    const taken = store.take();
    if (!taken.ok) return otherwise;
    const found = told(() => read(createJournal(taken.value.database, deps.exchange)), otherwise);
    store.giveBack();
    return found;
  }
  const kept = (): number | null => looked<number | null>((journal) => journal.openCount(), 0, null);
  const openCount = (): number | null => {
    // Nobody but an open desk changes them.
    if (live !== null) counted = told<number | null>(live.trading.trading.journal.openCount, null);
    else counted ??= kept();
    return counted;
  };

  function open({ connection, credentialId, fingerprint }: Linked): void {
    const taken = store.take();
    if (!taken.ok) {
      log.error('live.db could not be opened', { code: taken.error.code });
      return;
    }
    const trading = told(
      () => openLive({ ...deps, announce, connection, key: { credentialId, fingerprint }, store: taken.value }),
      null,
    );
    if (trading === null) {
      store.giveBack();
      return;
    }
    live = { trading, connection };
    fills = told(() => trading.trading.journal.fillsInOrder().reduce(withFill, new Map() as Totals), new Map());
  }

  function close(): void {
    if (live === null) return;
    counted = null;
    live.trading.close();
    live = null;
    store.giveBack();
  }

  return {
    follow() {
      const linked = deps.linked();
      // A connection of another key must not be asked about, nor given, orders of the one before.
      if (live !== null && live.connection !== linked?.connection) {
        close();
        hasLooked = false;
      }
      if (linked === null) return;
      const isFirstLook = !hasLooked && store.exists();
      hasLooked = true;
      if (live === null && (deps.isArmed() || isFirstLook)) open(linked);
      const { trading } = live ?? {};
      if (trading !== undefined && !deps.isArmed() && told(trading.isSettled, false)) close();
    },
    current: () => live?.trading ?? null,
    mayHaveOrders() {
      const open = kept();
      return open === null || open > 0;
    },
    openCount,
    fills: () => fills,
    ourFills() {
      const { trading } = live?.trading ?? {};
      // Nobody but an open desk adds one.
      if (ours === null && trading !== undefined) ours = told(trading.journal.fillsInOrder, null);
      ours ??= looked<readonly Fill[] | null>((journal) => journal.fillsInOrder(), [], null);
      return ours;
    },
    inDoubt() {
      const { trading } = live ?? {};
      return trading === undefined ? new Set() : told(() => assetsInDoubt(trading), new Set());
    },
    isOurs({ clientOrderId }) {
      if (clientOrderId === null) return false;
      const { journal } = live?.trading.trading ?? {};
      return clientOrderId.startsWith(ownPrefix) || told(() => journal?.byClientOrderId(clientOrderId) != null, false);
    },
    pinged(skewMs) {
      const nowMs = deps.ports.clock.nowMs();
      live?.trading.trading.confirmedTime.confirm(nowMs + skewMs, nowMs);
    },
    noteOpen(orders) {
      const { trading } = live ?? {};
      if (trading !== undefined) told(() => trading.noteOpen(orders), undefined);
    },
    unreached() {
      if (live !== null) return told(live.trading.unreached, []);
      if (!deps.hasNoKey() || openCount() === 0) return [];
      const open = looked((journal) => journal.orders({ open: true, limit: 10_000 }), [], []);
      return open.map((order) => ({ ...order, reason: placedWithAnotherKey }));
    },
    close,
  };
}

/** An order of another account moves nothing here; of one that may be of another, whatever it moves is told and not explained away. */
function assetsInDoubt({ reaches, trading: { journal } }: LiveTrading): ReadonlySet<string> {
  const open = journal
    .orders({ open: true, limit: 10_000 })
    .filter(({ status }) => status === 'pending' || status === 'outcome-unknown');
  const lacking = journal.lackingFills().flatMap((clientOrderId) => journal.byClientOrderId(clientOrderId) ?? []);
  return new Set([...open, ...lacking].filter(reaches).flatMap(({ symbol }) => symbol.split('/')));
}
