import type { Order } from '../contract/shapes.ts';
import { compare, zero } from '../domain/money.ts';
import type { VenueFill } from '../venues/venue.ts';
import { openStatuses } from './journal.ts';
import { haltForStore } from './store-failed.ts';
import type { Trading } from './trading.ts';

/** How long the venue may go on not knowing an order that we sent before it counts as never arrived, or as gone where it took it. */
const arrivalMs = 10_000;

/**
 * Brings one order of ours to what the venue says: status, filled amount and every fill. An order of unknown outcome is settled
 * here, by its client id, and gets a 'recovered' row. Returns false when the venue could not be asked or has not told all fills yet, so
 * that it is tried again.
 */
export async function refreshOrder(trading: Trading, clientOrderId: string): Promise<boolean> {
  const known = trading.journal.byClientOrderId(clientOrderId);
  if (known === null) return true;
  const { createdAtMs: sentAtMs, venueOrderId } = known;
  const answer = await trading.venue.inspector.orderByClientId(known.symbol, clientOrderId, { sentAtMs, venueOrderId });
  if (!answer.ok) return answer.error.code === 'order-archived' && settleArchived(trading, known);
  if (answer.value === null) return settleAbsent(trading, known);

  const found = answer.value;
  trading.lostOrders.settled(clientOrderId);
  const missing = compare(found.filled, trading.journal.filledOf(known.orderId)) !== 0;
  // A sweep over quiet orders changes nothing and tells nothing.
  if (!missing && known.venueOrderId === found.venueOrderId && known.status === found.status) return true;
  const fills: VenueFill[] = [];
  if (missing) {
    const page = await trading.venue.inspector.fillsOf(known.symbol, found.venueOrderId);
    if (!page.ok) return false;
    fills.push(...page.value);
  }
  const absorbed = trading.journal.absorb(found, fills, trading.clock.nowMs());
  if (!absorbed.ok) {
    haltForStore(trading, 'A change of an order could not be stored.');
    return false;
  }
  const { order, newFills } = absorbed.value;
  if (known.status === 'pending' || known.status === 'outcome-unknown')
    await recovered(trading, order, 'found at the venue');
  for (const fill of newFills) {
    trading.count('filled');
    await trading.record.after({
      eventType: 'fill',
      level: 'info',
      status: 'ok',
      actor: 'venue',
      subject: order.orderId,
      body: {
        fillId: fill.fillId,
        price: fill.price,
        amount: fill.amount,
        fee: { ...fill.fee },
        role: fill.role,
      },
    });
    trading.announce({ topic: 'fill.added', payload: fill });
  }
  trading.announce({ topic: 'order.changed', payload: order });
  trading.balancesChanged();
  // A venue's list of trades may lag behind its orders: what is still missing is asked for again.
  return compare(order.filled, trading.journal.filledOf(order.orderId)) <= 0;
}

/** Settles every order that a previous run left unfinished, or finished without all of its fills. Answers how many it could not settle. */
export async function reconcile(trading: Trading): Promise<number> {
  let unsettled = 0;
  const open = trading.journal.orders({ open: true, limit: 10_000 }).map(({ clientOrderId }) => clientOrderId);
  for (const clientOrderId of [...open, ...trading.journal.lackingFills()]) {
    if (!(await refreshOrder(trading, clientOrderId))) unsettled += 1;
  }
  return unsettled;
}

async function settleAbsent(trading: Trading, known: Order): Promise<boolean> {
  if (!openStatuses.includes(known.status)) return true;
  // An order that was just sent may still be on its way, and one that was taken may not have come to where the venue looks: only a venue
  // that goes on not knowing it is believed.
  const { lostOrders } = trading;
  const waitedMs = known.venueOrderId === null ? lostOrders.waitedMs(known) : lostOrders.absentMs(known.clientOrderId);
  if (waitedMs < arrivalMs) return false;
  return known.venueOrderId === null
    ? end(trading, known, 'rejected', 'never reached the venue')
    : end(trading, known, 'canceled', 'no longer known to the venue');
}

/** Ends an order that the venue says ended long ago without a fill. One that we have a fill of cannot be that one: it is left as it is. */
async function settleArchived(trading: Trading, known: Order): Promise<boolean> {
  const isUnfilled = known.filled === zero && trading.journal.filledOf(known.orderId) === zero;
  if (!isUnfilled || !openStatuses.includes(known.status)) return false;
  return end(trading, known, 'canceled', 'ended unfilled long ago; the venue keeps no more of it');
}

async function end(trading: Trading, known: Order, status: 'canceled' | 'rejected', reason: string): Promise<boolean> {
  const marked = trading.journal.mark(known.orderId, status, reason, trading.clock.nowMs());
  if (!marked.ok) return false;
  trading.lostOrders.settled(known.clientOrderId);
  await recovered(trading, marked.value, reason);
  trading.announce({ topic: 'order.changed', payload: marked.value });
  return true;
}

async function recovered(trading: Trading, order: Order, how: string): Promise<void> {
  await trading.record.after({
    eventType: 'order',
    level: 'info',
    status: 'recovered',
    actor: 'reconcile',
    subject: order.orderId,
    body: { how, status: order.status, filled: order.filled },
  });
}
