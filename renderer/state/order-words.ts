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
  expired: 'Expired',
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

/** The whole amount of an order with its unit: '0.5 BTC', or '100 USDT' where that is how it was given. */
export function wholeAmount({ amount, quoteAmount, symbol }: Order): string {
  const [base = '', quote = ''] = shownText(symbol).split('/');
  if (quoteAmount !== null) return `${base} for ${grouped(quoteAmount)} ${quote}`;
  return amount === null ? base : `${grouped(amount)} ${base}`;
}

/** What of an order is still to be traded, with its unit. */
export function remainingAmount({ remaining, symbol }: Order): string {
  const [base = ''] = shownText(symbol).split('/');
  return remaining === null ? `the rest of the ${base}` : `${grouped(remaining)} ${base}`;
}

/** How an order works, in a word or two: 'Limit', 'Post only', 'Limit IOC', 'Market', 'Stop limit', 'Stop market'. */
export function kindName({ type, timeInForce }: Pick<Order, 'type' | 'timeInForce'>): string {
  if (type === 'market') return 'Market';
  if (type === 'limit-maker') return 'Post only';
  if (type === 'stop-limit') return 'Stop limit';
  if (type === 'stop-market') return 'Stop market';
  return timeInForce === null || timeInForce === 'gtc' ? 'Limit' : `Limit ${timeInForce.toUpperCase()}`;
}

/** When a stop order goes, in one sentence: 'Sells when the price falls to 49,850 USDT.' Empty for every other order. */
export function triggerSentence({ side, stopPrice, symbol }: Pick<Order, 'side' | 'stopPrice' | 'symbol'>): string {
  if (stopPrice === null) return '';
  const [, quote = ''] = shownText(symbol).split('/');
  const when = side === 'buy' ? 'Buys when the price rises to' : 'Sells when the price falls to';
  return `${when} ${grouped(stopPrice)} ${quote}.`;
}

/** What became of an order just submitted, in one sentence. */
export function outcomeSentence(order: Order): string {
  const [base = '', quote = ''] = shownText(order.symbol).split('/');
  const verb = order.side === 'buy' ? 'Bought' : 'Sold';
  const average = order.averagePrice === null ? '' : ` at ${grouped(order.averagePrice)} ${quote} on average`;
  const done = `${verb} ${grouped(order.filled)} ${base}${average}`;
  const whole = `${order.side === 'buy' ? 'Buy' : 'Sell'} ${wholeAmount(order)}`;
  const price = order.price === null ? '' : ` at ${grouped(order.price)} ${quote}`;
  switch (order.status) {
    case 'filled':
      return `Filled. ${done}.`;
    case 'partially-filled':
      return `Partly filled. ${done}; ${remainingAmount(order)} waits${price}.`;
    case 'open':
      return order.stopPrice === null
        ? `Open. ${whole}${price} waits in the book.`
        : `Open. ${whole}${price} waits at the exchange. ${triggerSentence(order)}`;
    case 'pending':
      return `Sent. ${whole}${price}: the venue has not answered yet.`;
    case 'canceled':
      return order.filled === '0'
        ? `Cancelled. ${whole}${price}: nothing was traded.`
        : `Partly filled, the rest cancelled. ${done}.`;
    case 'expired':
      return order.filled === '0'
        ? `Expired. ${whole}${price}: nothing was there to trade with.`
        : `Partly filled, the rest expired. ${done}.`;
    case 'rejected':
      return `Rejected. ${whole}${price}: ${reasonWords(order) || 'the venue gave no reason'}. Nothing was traded.`;
    case 'outcome-unknown':
      return `Outcome unknown. ${whole}${price} may have arrived; the console asks the venue.`;
    default:
      return unreachable(order.status);
  }
}
