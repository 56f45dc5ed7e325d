import type * as z from 'zod';
import { ok, type Result } from '../../domain/result.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import type { OpenAtVenue } from '../venue.ts';
import type { CoinbaseClient } from './coinbase-client.ts';
import { toOpen } from './coinbase-map.ts';
import { walkPages } from './coinbase-pages.ts';
import { OpenEntry, type OrderName, Orders } from './order-answers.ts';

/** What reading lists of orders stands on. */
export interface ListDeps {
  readonly exchange: string;
  readonly client: CoinbaseClient;
}

/** An order of a list, whole but not yet read. */
export type ListedOrder = z.output<typeof OrderName>;

const pageSize = 100;
/** Coinbase lists no more open orders than this, without saying so. */
const mostOpen = 1_000;

/**
 * Orders that can still trade, in the order in which one becomes the next: whoever moves on between two lists is in the later one. OPEN
 * cannot be asked for with others, and leaves out those that wait before and after it.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/orders/list-orders
 */
const openLists: readonly (readonly string[])[] = [['PENDING', 'QUEUED', 'EDIT_QUEUED'], ['OPEN'], ['CANCEL_QUEUED']];

/** Walks the orders that a filter names, newest first, until `visit` has seen enough. */
async function walkOrders(
  { exchange, client }: ListDeps,
  filter: Readonly<Record<string, unknown>>,
  visit: (order: ListedOrder) => boolean,
): Promise<Result<void>> {
  return walkPages({
    exchange,
    what: 'orders',
    ask: (cursor) =>
      readAnswer(exchange, 'orders', Orders, () =>
        client.orders({ limit: pageSize, ...filter, ...(cursor === null ? {} : { cursor }) }),
      ),
    next: ({ cursor, has_next: hasNext }) => (hasNext ? cursor : null),
    visit: ({ orders }) => orders.some(visit),
  });
}

/** Walks every order that can still trade, whoever placed it, until `visit` has seen enough; an order may be seen twice. */
export async function walkOpenOrders(deps: ListDeps, visit: (order: ListedOrder) => boolean): Promise<Result<void>> {
  for (const statuses of openLists) {
    let count = 0;
    let isEnough = false;
    const walked = await walkOrders(deps, { order_status: statuses }, (order) => {
      count += 1;
      isEnough = visit(order);
      return isEnough;
    });
    if (!walked.ok || isEnough) return walked;
    if (count >= mostOpen) return malformed(deps.exchange, 'orders: more are open than can be listed');
  }
  return ok(undefined);
}

/** Walks every order made since a moment by Coinbase's clock, or ever, until `visit` has seen enough. */
export function walkOrdersSince(
  deps: ListDeps,
  sinceMs: number | null,
  visit: (order: ListedOrder) => boolean,
): Promise<Result<void>> {
  return walkOrders(deps, sinceMs === null ? {} : { start_date: new Date(sinceMs).toISOString() }, visit);
}

/** Every order that can still trade, of any product; one that cannot be read at all makes the whole list `venue-answer-malformed`. */
export async function listOpenOrders(deps: ListDeps): Promise<Result<readonly OpenAtVenue[]>> {
  const found = new Map<string, OpenAtVenue>();
  let isReadable = true;
  const walked = await walkOpenOrders(deps, (order) => {
    const entry = OpenEntry.safeParse(order).data;
    if (entry === undefined) isReadable = false;
    else found.set(entry.order_id, toOpen(entry));
    return !isReadable;
  });
  if (!walked.ok) return walked;
  return isReadable ? ok([...found.values()]) : malformed(deps.exchange, 'orders');
}
