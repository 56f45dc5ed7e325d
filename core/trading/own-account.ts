import type { Order } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import type { Result } from '../domain/result.ts';
import type { VenueConnection } from '../venues/venue.ts';
import { type Journal, openStatuses } from './journal.ts';
import type { OrderKeys } from './order-keys.ts';

/** What a person is told of an open order that lies, or may lie, in another account than that of the key in use. */
export const placedWithAnotherKey =
  'Placed with another key: connect that key again, or look at the exchange yourself and acknowledge it.';

const refused: Result<never> = conflict(
  'this order was placed with another key: connect that key again, or look at the exchange yourself',
);

/** Whether the key in use may be asked about an order of ours, and cancel it. */
export function reachedBy(keys: OrderKeys): (order: Pick<Order, 'orderId'>) => boolean {
  return ({ orderId }) => keys.isOfThisAccount(orderId) === 'yes';
}

/**
 * A connection that neither asks about nor cancels an order of ours that is not known to lie in its account (`conflict`, and nothing
 * leaves): another account would say that it has none, and a live order would be taken for gone. What the account itself lists can be
 * cancelled by the venue's id as ever.
 */
export function withinAccount(connection: VenueConnection, journal: Journal, keys: OrderKeys): VenueConnection {
  const { canceller, inspector } = connection;
  const reaches = reachedBy(keys);
  const isForeign = (clientOrderId: string): boolean => {
    const order = journal.byClientOrderId(clientOrderId);
    return order !== null && !reaches(order);
  };
  type OrderByClientId = typeof inspector.orderByClientId;
  const guarded =
    (ask: OrderByClientId): OrderByClientId =>
    async (symbol, clientOrderId, known) =>
      isForeign(clientOrderId) ? refused : ask(symbol, clientOrderId, known);
  return {
    ...connection,
    inspector: { ...inspector, orderByClientId: guarded(inspector.orderByClientId) },
    canceller: {
      ...canceller,
      orderByClientId: guarded(canceller.orderByClientId),
      cancel: async (symbol, clientOrderId) =>
        isForeign(clientOrderId) ? refused : canceller.cancel(symbol, clientOrderId),
    },
  };
}

/** A journal that ties every new order to the key in use, and says of an open one that the key does not reach why it stays as it is. */
export function withOrderKeys(journal: Journal, keys: OrderKeys): Journal {
  const reaches = reachedBy(keys);
  const told = <T extends Order | null>(order: T): T => {
    if (order === null || !openStatuses.includes(order.status) || reaches(order)) return order;
    return { ...order, reason: placedWithAnotherKey };
  };
  return {
    ...journal,
    begin: (orderId, intent, tie, nowMs, alongside) =>
      journal.begin(orderId, intent, tie, nowMs, () => {
        keys.tie(orderId);
        alongside();
      }),
    get: (orderId) => told(journal.get(orderId)),
    byClientOrderId: (clientOrderId) => told(journal.byClientOrderId(clientOrderId)),
    orders: (filter) => journal.orders(filter).map(told),
  };
}
