import type { Order } from '../contract/shapes.ts';
import type { Json } from '../domain/canonical.ts';
import type { AppError } from '../domain/errors.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { VenueOrder } from '../venues/venue.ts';
import { approve } from './approve.ts';
import { exposureOf } from './exposure.ts';
import type { HeldPreview } from './previews.ts';
import type { Trading } from './trading.ts';

/**
 * The one gate an order passes (law 1): halt and mode, exact amounts (made and held at preview), policy, approval bound to the
 * exact bytes, policy again on fresh facts, a durable row, the effect, its verification, the outcome's row. A preview is submitted
 * once; asking again answers with the same order.
 */
export function submitOrder(trading: Trading, preview: HeldPreview, actor: string): Promise<Result<Order>> {
  preview.submission ??= pass(trading, preview, actor);
  return preview.submission;
}

async function pass(trading: Trading, preview: HeldPreview, actor: string): Promise<Result<Order>> {
  const { intent, shown } = preview;
  const orderId = trading.ids.next();
  const exposure = exposureOf(intent.side);

  const permitted = trading.halt.permits(exposure);
  if (!permitted.ok) return refuse(trading, orderId, intent, actor, permitted.error);
  const approved = approve(intent, shown.digest, trading.judge(intent));
  if (!approved.ok) return refuse(trading, orderId, intent, actor, approved.error);

  const row = await trading.record.before({
    eventType: 'order',
    level: 'info',
    status: 'requested',
    actor,
    subject: orderId,
    body: { intent: bodyOf(intent), digest: shown.digest },
  });
  if (!row.ok) return row;
  const begun = trading.journal.begin(orderId, intent, row.value, trading.clock.nowMs());
  if (!begun.ok) return refuse(trading, orderId, intent, actor, begun.error);

  // The wait for the row was a wait: halt and policy are asked again, and nothing is awaited between here and the effect.
  const still = trading.halt.permits(exposure);
  const client = trading.orderClient();
  const again = approve(intent, shown.digest, trading.judge(intent));
  if (!still.ok) return withdraw(trading, orderId, intent, actor, still.error);
  if (!again.ok) return withdraw(trading, orderId, intent, actor, again.error);
  if (client === null)
    return withdraw(trading, orderId, intent, actor, {
      code: 'not-allowed',
      retry: 'never',
      method: 'orders.submit',
      face: 'unarmed',
    });
  trading.count('submitted');
  trading.inFlight.add(intent.clientOrderId);
  try {
    const sent = await client.submit(again.value);
    return sent.ok
      ? await accept(trading, orderId, intent, actor, sent.value)
      : await fail(trading, orderId, intent, actor, sent.error);
  } finally {
    trading.inFlight.delete(intent.clientOrderId);
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
  if (!absorbed.ok) {
    trading.halt.engage({
      source: 'automatic',
      code: 'store-failed',
      text: 'An order was placed but could not be stored.',
    });
  }
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
  if (!absorbed.ok) return unknown(intent);
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
  const order = trading.journal.mark(
    orderId,
    isUnknown ? 'outcome-unknown' : 'rejected',
    error.code,
    trading.clock.nowMs(),
  );
  if (!order.ok)
    trading.halt.engage({
      source: 'automatic',
      code: 'store-failed',
      text: 'The outcome of an order could not be stored.',
    });
  await trading.record.after({
    eventType: 'order',
    level: 'warn',
    status: isUnknown ? 'unknown' : 'failed',
    actor,
    subject: orderId,
    body: { error: { ...error } as Json },
  });
  if (order.ok) trading.announce({ topic: 'order.changed', payload: order.value });
  if (isUnknown) trading.refreshSoon(intent.symbol, intent.clientOrderId);
  return err(error);
}

/** Refused after it had been stored: nothing was sent. */
async function withdraw(
  trading: Trading,
  orderId: string,
  intent: OrderIntent,
  actor: string,
  error: AppError,
): Promise<Result<Order>> {
  const order = trading.journal.mark(orderId, 'rejected', error.code, trading.clock.nowMs());
  if (order.ok) trading.announce({ topic: 'order.changed', payload: order.value });
  return refuse(trading, orderId, intent, actor, error);
}

async function refuse(
  trading: Trading,
  orderId: string,
  intent: OrderIntent,
  actor: string,
  error: AppError,
): Promise<Result<Order>> {
  trading.count('refused');
  await trading.record.after({
    eventType: error.code === 'denied-by-policy' ? 'policy-violation' : 'order',
    level: 'warn',
    status: 'failed',
    actor,
    subject: orderId,
    body: { intent: bodyOf(intent), error: { ...error } as Json },
  });
  return err(error);
}

function unknown(intent: OrderIntent): Result<Order> {
  return err({
    code: 'outcome-unknown',
    retry: 'after-checking',
    clientOrderId: intent.clientOrderId,
  });
}

function bodyOf(intent: OrderIntent): Json {
  return { ...intent };
}
