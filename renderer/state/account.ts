import type { Fill, Order, OrderStatus } from '../../core/contract/shapes.ts';

/** How many finished orders and fills the window keeps; the core keeps them all. */
export const keptRows = 500;

const openStatuses: ReadonlySet<OrderStatus> = new Set(['pending', 'open', 'partially-filled', 'outcome-unknown']);

/** Whether an order can still trade, or nobody knows yet that it cannot. */
export function isOpen(order: Order): boolean {
  return openStatuses.has(order.status);
}

/**
 * The orders with one added or brought up to date, newest first. An older word about an order never replaces a newer one, so that
 * announcements and answers may cross.
 */
export function withOrder(orders: readonly Order[], order: Order): readonly Order[] {
  const at = orders.findIndex((known) => known.orderId === order.orderId);
  const known = orders[at];
  if (known === undefined) return newestFirst([order, ...orders]);
  if (known.updatedAtMs > order.updatedAtMs || (!isOpen(known) && isOpen(order))) return orders;
  return orders.with(at, order);
}

/** The orders of several answers merged, newest first. */
export function withOrders(orders: readonly Order[], more: readonly Order[]): readonly Order[] {
  return more.reduce(withOrder, orders);
}

/** The fills with one added, newest first; the same fill twice is one fill. */
export function withFill(fills: readonly Fill[], fill: Fill): readonly Fill[] {
  if (fills.some((known) => known.fillId === fill.fillId)) return fills;
  return [fill, ...fills].sort((a, b) => b.atMs - a.atMs).slice(0, keptRows);
}

/** Open orders are all kept, however old; finished ones only as many as fit. */
function newestFirst(orders: readonly Order[]): readonly Order[] {
  const sorted = orders.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  return sorted.length <= keptRows ? sorted : sorted.filter((order, index) => index < keptRows || isOpen(order));
}
