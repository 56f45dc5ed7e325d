import type { Order } from '../contract/shapes.ts';
import type { Json } from '../domain/canonical.ts';
import { subtract } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { VenueOrder } from '../venues/venue.ts';
import { openStatuses } from './journal.ts';
import { haltForStore } from './store-failed.ts';
import type { Trading } from './trading.ts';

/**
 * Cancels one order at the venue. Never stopped by a halt, a policy or a store that fails: it acts, and its row goes to the
 * emergency file if need be. An order that was already finished is answered as it ended.
 */
export async function cancelOrder(trading: Trading, orderId: string, actor: string): Promise<Result<Order>> {
  const known = trading.journal.get(orderId);
  if (known === null) return err({ code: 'not-found', retry: 'never', what: `order ${orderId}` });
  if (!openStatuses.includes(known.status)) return ok(known);
  const cancel = trading.cancels.begin(orderId);
  try {
    return await cancelAtVenue(trading, known, actor);
  } finally {
    cancel.end();
  }
}

/** The effect of cancelling an order that is open as far as is known: for whoever has noted it among `Trading.cancels`. */
export async function cancelAtVenue(trading: Trading, known: Order, actor: string): Promise<Result<Order>> {
  const { orderId } = known;
  note(trading, 'requested', orderId, actor, {});
  const answer = await trading.venue.canceller.cancel(known.symbol, known.clientOrderId);
  if (!answer.ok) {
    note(trading, 'failed', orderId, actor, {
      error: { ...answer.error } as Json,
    });
    const { code } = answer.error;
    if (code === 'not-found' || code === 'order-archived') trading.refreshSoon(known.symbol, known.clientOrderId);
    return answer;
  }
  const absorbed = trading.journal.absorb(answer.value, answer.value.fills ?? [], trading.clock.nowMs());
  note(trading, 'ok', orderId, actor, {
    venueStatus: answer.value.status,
    filled: answer.value.filled,
  });
  trading.count('canceled');
  trading.balancesChanged();
  if (!absorbed.ok) haltForStore(trading, 'A cancelled order could not be stored.');
  const order = absorbed.ok ? absorbed.value.order : asTold(known, answer.value);
  trading.announce({ topic: 'order.changed', payload: order });
  // The cancel's answer carries no fills: an order that was partly filled is read again, and one that could not be stored is stored then.
  trading.refreshSoon(known.symbol, known.clientOrderId);
  return ok(order);
}

/** The order as the venue tells it, where that cannot be stored: it is cancelled all the same. */
function asTold(known: Order, { averagePrice, filled, status, venueOrderId }: VenueOrder): Order {
  const remaining = known.amount === null ? null : subtract(known.amount, filled);
  return { ...known, averagePrice, filled, remaining, status, venueOrderId };
}

/** Cancels every open order (of one market, or all), one by one, and answers which are gone and which are left. */
export async function cancelAll(
  trading: Trading,
  symbol: string | undefined,
  actor: string,
): Promise<Result<{ canceled: Order[]; left: Order[] }>> {
  const canceled: Order[] = [];
  for (const order of trading.journal.orders({
    open: true,
    symbol,
    limit: 10_000,
  })) {
    const answer = await cancelOrder(trading, order.orderId, actor);
    if (answer.ok) canceled.push(answer.value);
  }
  const gone = new Set(canceled.map(({ orderId }) => orderId));
  return ok({
    canceled,
    left: trading.journal.orders({ open: true, symbol, limit: 10_000 }).filter(({ orderId }) => !gone.has(orderId)),
  });
}

function note(
  trading: Trading,
  status: 'requested' | 'ok' | 'failed',
  subject: string,
  actor: string,
  body: Json,
): void {
  trading.record.always({
    eventType: 'cancel',
    level: status === 'failed' ? 'warn' : 'info',
    status,
    actor,
    subject,
    body,
  });
}
