import type { Order } from '../contract/shapes.ts';
import type { Log } from '../ports.ts';
import type { Inspector, OpenAtVenue } from '../venues/venue.ts';
import { inJournal } from './in-journal.ts';
import type { Journal } from './journal.ts';
import type { OrderKeys } from './order-keys.ts';

/** What knowing an account stands on. */
export interface LiveAccountDeps {
  readonly inspector: Pick<Inspector, 'accountId' | 'orderByClientId'>;
  readonly journal: Journal;
  readonly keys: OrderKeys;
  readonly log: Log;
  readonly isClosed: () => boolean;
  /** More orders of ours may be known to lie in it than before. */
  readonly learned: () => void;
}

/** Which account the key in use belongs to, and which of our orders lie in it though another key placed them. */
export interface LiveAccount {
  /** Asks the venue whose account it is, unless that is known, or it tells none. One that does not answer is asked with the next call. */
  learn(): void;
  /** Takes in what the venue lists as open: an order of ours among it is in this account, whatever key placed it. */
  take(open: readonly OpenAtVenue[]): void;
  /**
   * Where the venue names no account: asks it by our own id about those of these that may lie in it, once each, so that one which ended
   * before the key in use could list it is found as well. One that it does not know may lie in another account: it stays as it is.
   */
  lookFor(orders: readonly Order[]): void;
}

/** Nothing is asked yet. What cannot be kept leaves orders unreached, which is logged. */
export function createLiveAccount(deps: LiveAccountDeps): LiveAccount {
  const { inspector, journal, keys, log } = deps;
  let isAsked = false;
  let namesNone = false;
  let isLooking = false;
  const sought = new Set<string>();

  const keep = (write: () => void): boolean => {
    const kept = inJournal(write);
    if (!kept.ok) log.error('the account of a live order could not be kept', { code: kept.error.code });
    return kept.ok;
  };

  async function ask(): Promise<void> {
    isAsked = true;
    const answer = await inspector.accountId();
    isAsked = answer.ok;
    namesNone = answer.ok && answer.value === null;
    const accountId = answer.ok ? answer.value : null;
    if (accountId !== null && !deps.isClosed() && keep(() => keys.told(accountId))) deps.learned();
  }

  /** By our own id, which nobody else could have chosen, and by the venue's where that is known. */
  const listedOrder = ({ clientOrderId, venueOrderId }: OpenAtVenue): string | null => {
    const order = clientOrderId === null ? null : journal.byClientOrderId(clientOrderId);
    if (order === null || keys.isOfThisAccount(order.orderId) !== 'unknown') return null;
    return order.venueOrderId === null || order.venueOrderId === venueOrderId ? order.orderId : null;
  };

  async function look(orders: readonly Order[]): Promise<void> {
    for (const { clientOrderId, createdAtMs: sentAtMs, orderId, symbol, venueOrderId } of orders) {
      const answer = await inspector.orderByClientId(symbol, clientOrderId, { sentAtMs, venueOrderId });
      if (deps.isClosed()) return;
      // A venue that does not answer is asked with the next call.
      if (!answer.ok && answer.error.retry === 'safe') return;
      sought.add(orderId);
      const found = answer.ok ? answer.value : null;
      const isIt = found !== null && (venueOrderId === null || venueOrderId === found.venueOrderId);
      if (isIt && keep(() => keys.listed(orderId))) deps.learned();
    }
  }

  return {
    learn() {
      if (isAsked || keys.accountId() !== null) return;
      void ask().catch((cause: unknown) => log.error('asking for the account threw', { cause: String(cause) }));
    },
    take(open) {
      const orders = open.flatMap((order) => listedOrder(order) ?? []);
      const kept = orders.filter((orderId) => keep(() => keys.listed(orderId)));
      if (kept.length > 0) deps.learned();
    },
    lookFor(orders) {
      const left = orders.filter(({ orderId }) => !sought.has(orderId) && keys.isOfThisAccount(orderId) === 'unknown');
      if (!namesNone || isLooking || left.length === 0) return;
      isLooking = true;
      void look(left)
        .catch((cause: unknown) => log.error('looking for a live order threw', { cause: String(cause) }))
        .finally(() => {
          isLooking = false;
        });
    },
  };
}
