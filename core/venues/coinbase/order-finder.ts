import { ok, type Result } from '../../domain/result.ts';
import { malformed } from '../read-answer.ts';
import type { KnownOrder, VenueOrder } from '../venue.ts';
import { toOrder } from './coinbase-map.ts';
import { productIdOf } from './coinbase-products.ts';
import { OrderAnswer } from './order-answers.ts';
import { type ListDeps, type ListedOrder, walkOpenOrders, walkOrdersSince } from './order-lists.ts';
import { readOrder } from './order-reader.ts';

/** Which of our orders Coinbase has under which id, as far as it was seen since the start; shared by all objects of one connection. */
export type OrderIds = Map<string, string>;

/** How far Coinbase's clock may be before ours: orders are listed from this long before one was sent. */
const clockSlackMs = 10 * 60_000;

/**
 * The order with one of our client ids. Coinbase cannot be asked for it: with its own id known, that order is read; else it is looked for
 * among all that can still trade, and then among all since it was sent (ever, where that is not known). Null only after these lists were
 * read to their ends; one that is too long, or has an order that says nothing of its client id, is an error. An order whose id is known
 * and that Coinbase does not find is an error too: it took it.
 */
export async function findOrder(
  deps: ListDeps & { readonly ids: OrderIds },
  symbol: string,
  clientOrderId: string,
  known: KnownOrder | null,
): Promise<Result<VenueOrder | null>> {
  const { exchange, ids } = deps;
  const venueOrderId = known?.venueOrderId ?? ids.get(clientOrderId) ?? null;
  if (venueOrderId !== null) {
    const read = await readOrder(deps, symbol, venueOrderId);
    if (!read.ok) return read.error.code === 'not-found' ? malformed(exchange, 'order') : read;
    if (read.value.client_order_id !== clientOrderId) return malformed(exchange, 'order');
    ids.set(clientOrderId, venueOrderId);
    return ok(toOrder(read.value, symbol));
  }

  let found: ListedOrder | null = null;
  let hasNameless = false;
  const look = (order: ListedOrder): boolean => {
    if (order.client_order_id === undefined) hasNameless = true;
    if (order.client_order_id === clientOrderId) found = order;
    return found !== null;
  };
  let walked = await walkOpenOrders(deps, look);
  if (walked.ok && found === null) {
    walked = await walkOrdersSince(deps, known === null ? null : known.sentAtMs - clockSlackMs, look);
  }
  if (!walked.ok) return walked;
  if (found === null) return hasNameless ? malformed(exchange, 'orders') : ok(null);
  const order = OrderAnswer.safeParse(found).data;
  if (order?.product_id !== productIdOf(symbol)) return malformed(exchange, 'orders');
  ids.set(clientOrderId, order.order_id);
  return ok(toOrder(order, symbol));
}
