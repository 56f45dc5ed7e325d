import type { Order } from '../contract/shapes.ts';
import type { Approved } from '../domain/approved.ts';
import type { Json } from '../domain/canonical.ts';
import type { AppError } from '../domain/errors.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { OrderClient, VenueOrder } from '../venues/venue.ts';
import { haltForStore } from './store-failed.ts';
import type { Trading } from './trading.ts';

/**
 * The effect of the gate: sends an approved order whose row and journal entry are durable, once, and takes in what the venue answers.
 * Nothing is awaited before the order leaves. `outcome-unknown` is settled later by its client id; any other error means not taken.
 */
export async function sendOrder(
  trading: Trading,
  client: OrderClient,
  approved: Approved<OrderIntent>,
  orderId: string,
  actor: string,
): Promise<Result<Order>> {
  trading.count('submitted');
  trading.inFlight.add(approved.clientOrderId);
  try {
    const sent = await client.submit(approved);
    return sent.ok
      ? await accept(trading, orderId, approved, actor, sent.value)
      : await fail(trading, orderId, approved, actor, sent.error);
  } finally {
    trading.inFlight.delete(approved.clientOrderId);
  }
}

async function accept(
  trading: Trading,
  orderId: string,
  intent: OrderIntent,
  actor: string,
  answer: VenueOrder,
): Promise<Result<Order>> {
  const absorbed = trading.journal.absorb(answer, answer.fills ?? [], trading.clock.nowMs());
  if (!absorbed.ok) haltForStore(trading, 'An order was placed but could not be stored.');
  await trading.record.after({
    eventType: 'order',
    level: 'info',
    status: 'ok',
    actor,
    subject: orderId,
    body: {
      venueOrderId: answer.venueOrderId,
      venueStatus: answer.status,
      filled: answer.filled,
      averagePrice: answer.averagePrice,
    },
  });
  if (!absorbed.ok) {
    return err({ code: 'outcome-unknown', retry: 'after-checking', clientOrderId: intent.clientOrderId });
  }
  trading.announce({ topic: 'order.changed', payload: absorbed.value.order });
  for (const fill of absorbed.value.newFills) {
    trading.count('filled');
    trading.announce({ topic: 'fill.added', payload: fill });
  }
  trading.balancesChanged();
  return ok(absorbed.value.order);
}

/** The venue answered with an error, or it cannot be known whether the order arrived. */
async function fail(
  trading: Trading,
  orderId: string,
  intent: OrderIntent,
  actor: string,
  error: AppError,
): Promise<Result<Order>> {
  const isUnknown = error.code === 'outcome-unknown';
  const status = isUnknown ? 'outcome-unknown' : 'rejected';
  const order = trading.journal.mark(orderId, status, error.code, trading.clock.nowMs());
  if (!order.ok) haltForStore(trading, 'The outcome of an order could not be stored.');
  await trading.record.after({
    eventType: 'order',
    level: 'warn',
    status: isUnknown ? 'unknown' : 'failed',
    actor,
    subject: orderId,
    body: { error: { ...error } as Json },
  });
  if (order.ok) trading.announce({ topic: 'order.changed', payload: order.value });
  if (isUnknown) trading.lostOrders.lost(intent.clientOrderId);
  if (isUnknown) trading.refreshSoon(intent.symbol, intent.clientOrderId);
  return err(error);
}
