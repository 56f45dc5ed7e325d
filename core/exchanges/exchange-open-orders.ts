import { keepAcknowledgement } from '../acknowledgement.ts';
import type { VenueOpenOrder, VenueStanding } from '../contract/shapes.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Record } from '../trading/record.ts';
import type { OpenAtVenue } from '../venues/venue.ts';

/** What the canceller listed as open at an exchange, and which of it the person has seen. */
export interface ExchangeOpenOrders {
  /** Takes in a list that was asked for at `atMs`. */
  take(orders: readonly OpenAtVenue[], atMs: number): void;
  /** The last list; null before the first. */
  list(): readonly VenueOpenOrder[] | null;
  standing(): VenueStanding['openOrders'];
  /** The person has seen the list as it is: only an order that is not on it raises the banner again. */
  acknowledge(actor: string): Promise<Result<void>>;
  /** Nothing counts as seen any more: at a disarm the person is told again of whatever is open. */
  tellAgain(): void;
}

/** No list yet. `isArmed`: while it is, orders of ours are the person's own doing and need no acknowledgement. */
export function createExchangeOpenOrders(deps: {
  readonly exchange: ExchangeName;
  readonly isOurs: (order: OpenAtVenue) => boolean;
  readonly isArmed: () => boolean;
  readonly record: Pick<Record, 'before'>;
}): ExchangeOpenOrders {
  const { exchange, isArmed, isOurs } = deps;
  let listed: { readonly orders: readonly VenueOpenOrder[]; readonly atMs: number } | null = null;
  const seen = new Set<string>();
  const needsNoWord = ({ isOurs: ours, venueOrderId }: VenueOpenOrder): boolean =>
    seen.has(venueOrderId) || (ours && isArmed());

  return {
    take(orders, atMs) {
      listed = { orders: orders.map((order) => ({ exchange, isOurs: isOurs(order), ...order })), atMs };
      const open = new Set(orders.map(({ venueOrderId }) => venueOrderId));
      for (const venueOrderId of seen) if (!open.has(venueOrderId)) seen.delete(venueOrderId);
    },
    list: () => listed?.orders ?? null,
    standing: () =>
      listed === null
        ? null
        : {
            count: listed.orders.length,
            atMs: listed.atMs,
            isAcknowledged: listed.orders.length > 0 && listed.orders.every(needsNoWord),
          },
    async acknowledge(actor) {
      const shown = (listed?.orders ?? []).map(({ venueOrderId }) => venueOrderId);
      const kept = await keepAcknowledgement(deps.record, exchange, actor, { what: 'open-orders', seen: shown });
      if (!kept.ok) return kept;
      for (const venueOrderId of shown) seen.add(venueOrderId);
      return ok(undefined);
    },
    tellAgain: () => seen.clear(),
  };
}
