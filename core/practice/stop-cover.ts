import { type Account, hold, release } from './accounts.ts';
import type { OrderBook } from './matching/order-book.ts';
import { coverOf } from './order-request.ts';
import type { PracticeOrder } from './practice-order.ts';
import { giveBack } from './settlement.ts';

/**
 * Makes what a stop order holds what it needs now that it comes to the book: one without a limit needs what the book asks, which may be
 * more than it held by its stop price. Answers what is held then; where there is not enough free, the order ends as expired, gives back
 * what it held, and the answer is null.
 */
export function coverAnew(account: Account, order: PracticeOrder, book: OrderBook): bigint | null {
  const held = coverOf(order, book, account.id);
  const needed = coverOf({ ...order, stopTicks: null }, book, account.id);
  const missing = needed.units - held.units;
  if (missing <= 0n) release(account, held.asset, -missing);
  else if (!hold(account, held.asset, missing)) {
    giveBack(account, order, order.lots);
    order.status = 'EXPIRED';
    return null;
  }
  return needed.units;
}
