import type { Order, OrderDraft, ReplaceDraft } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { cancelAtVenue } from './cancel.ts';
import { openStatuses } from './journal.ts';
import { previewOrder } from './preview.ts';
import type { HeldPreview, Replaced } from './previews.ts';
import type { Trading } from './trading.ts';

/**
 * Previews a new order in the place of an open one: the same market, side and kind, with another price, stop price or amount still to be
 * traded. The new order passes the whole gate like any other. `not-found`, `conflict` when the order can no longer be replaced.
 */
export async function previewReplacement(trading: Trading, change: ReplaceDraft): Promise<Result<HeldPreview>> {
  const order = trading.journal.get(change.orderId);
  if (order === null) return err({ code: 'not-found', retry: 'never', what: `order ${change.orderId}` });
  if (!isReplaceable(order)) {
    return conflict(`order ${change.orderId} is ${order.status}`);
  }
  const amount = change.amount ?? order.remaining;
  const price = change.price ?? order.price;
  const stopPrice = change.stopPrice ?? order.stopPrice;
  const draft: OrderDraft = {
    exchange: order.exchange,
    symbol: order.symbol,
    marketType: 'spot',
    side: order.side,
    type: order.type,
    ...(amount === null ? {} : { amount }),
    ...(price === null ? {} : { price }),
    ...(stopPrice === null ? {} : { stopPrice }),
    ...(order.timeInForce === null ? {} : { timeInForce: order.timeInForce }),
  };
  return previewOrder(trading, draft, { orderId: order.orderId, filled: order.filled });
}

/**
 * Cancels the order that another is to replace. The new one may only go on when the old one is certainly cancelled and has not filled
 * further since it was shown, and nobody else cancels it at the same moment: else the person would trade more than they saw.
 * `stale-preview`, or what cancelling answers.
 */
export async function cancelReplaced(trading: Trading, replaces: Replaced, actor: string): Promise<Result<void>> {
  const known = trading.journal.get(replaces.orderId);
  if (known === null || !isReplaceable(known) || known.filled !== replaces.filled) {
    return err({ code: 'stale-preview', retry: 'safe', why: 'the order that was to be replaced has changed' });
  }
  const cancel = trading.cancels.begin(replaces.orderId);
  const canceled = await cancelAtVenue(trading, known, actor).finally(cancel.end);
  if (!canceled.ok) return canceled;
  if (!cancel.isAlone()) {
    return err({
      code: 'stale-preview',
      retry: 'safe',
      why: 'the order that was to be replaced was cancelled meanwhile',
    });
  }
  if (canceled.value.status === 'canceled' && canceled.value.filled === replaces.filled) return ok(undefined);
  return err({
    code: 'stale-preview',
    retry: 'safe',
    why: `the order that was to be replaced is ${canceled.value.status} with ${canceled.value.filled} filled`,
  });
}

function isReplaceable(order: Order): boolean {
  return openStatuses.includes(order.status) && order.venueOrderId !== null && order.type !== 'market';
}
