import type { Order, OrderStatus } from '../../core/contract/shapes.ts';
import { unreachable } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import { grouped } from '../format/amount.ts';

const statusNames: Readonly<Record<OrderStatus, string>> = {
  pending: 'Pending',
  open: 'Open',
  'partially-filled': 'Partly filled',
  filled: 'Filled',
  canceled: 'Cancelled',
  rejected: 'Rejected',
  'outcome-unknown': 'Outcome unknown',
};

/** An order's status as shown in a list. */
export function statusName(status: OrderStatus): string {
  return statusNames[status];
}

/** Why an order ended as it did, in words; empty when nothing is to be said. */
export function reasonWords(order: Order): string {
  return order.reason === null ? '' : shownText(order.reason).replaceAll('-', ' ');
}

/** What became of an order just submitted, in one sentence. */
export function outcomeSentence(order: Order): string {
  const [base = '', quote = ''] = order.symbol.split('/');
  const verb = order.side === 'buy' ? 'Bought' : 'Sold';
  const average = order.averagePrice === null ? '' : ` at ${grouped(order.averagePrice)} ${quote} on average`;
  const done = `${verb} ${grouped(order.filled)} ${base}${average}`;
  const whole = `${order.side === 'buy' ? 'Buy' : 'Sell'} ${grouped(order.amount)} ${base}`;
  const price = order.price === null ? '' : ` at ${grouped(order.price)} ${quote}`;
  switch (order.status) {
    case 'filled':
      return `Filled. ${done}.`;
    case 'partially-filled':
      return `Partly filled. ${done}; ${grouped(order.remaining)} ${base} waits${price}.`;
    case 'open':
      return `Open. ${whole}${price} waits in the book.`;
    case 'pending':
      return `Sent. ${whole}${price}: the venue has not answered yet.`;
    case 'canceled':
      return order.filled === '0'
        ? `Cancelled. ${whole}${price}: nothing was traded.`
        : `Partly filled, the rest cancelled. ${done}.`;
    case 'rejected':
      return `Rejected. ${whole}${price}: ${reasonWords(order) || 'the venue gave no reason'}. Nothing was traded.`;
    case 'outcome-unknown':
      return `Outcome unknown. ${whole}${price} may have arrived; the console asks the venue.`;
    default:
      return unreachable(order.status);
  }
}
