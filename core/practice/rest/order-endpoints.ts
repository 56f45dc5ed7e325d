import type { Account } from '../accounts.ts';
import type { Exchange, PlaceRefusal } from '../exchange-port.ts';
import type { MarketRules } from '../market-source.ts';
import type { OrderRequest } from '../order-request.ts';
import { isOpen, type PracticeOrder } from '../practice-order.ts';
import type { PracticeStore } from '../practice-store.ts';
import { checkNotional, readHistory, readMarket, readRequest } from './read-order.ts';
import { wholeNumber } from './signature.ts';
import { refusals, type VenueError } from './venue-error.ts';
import { canceledAnswer, orderAnswer, placedAnswer, type ResponseType, tradeAnswer } from './wire-order.ts';

/** What the order endpoints stand on. */
export interface OrderEndpoints {
  readonly exchange: Exchange;
  readonly store: PracticeStore;
  readonly rules: MarketRules;
}

/** An order that has passed the filters, and how it is to be answered. */
export interface ReadOrder {
  readonly request: OrderRequest;
  readonly responseType: ResponseType;
}

/** Everything of POST /api/v3/order that comes before the order reaches the book. */
export function readOrder({ exchange, rules }: OrderEndpoints, parameters: URLSearchParams): ReadOrder {
  const request = readRequest(parameters, `practice-${exchange.counters.orderId + 1}`, rules);
  checkNotional(request, exchange, rules);
  const responseType = parameters.get('newOrderRespType') ?? (isAnsweredInFull(request.type) ? 'FULL' : 'ACK');
  if (responseType !== 'ACK' && responseType !== 'RESULT' && responseType !== 'FULL') {
    throw refusals.invalid('newOrderRespType');
  }
  return { request, responseType };
}

/** Binance answers these in full where nothing else is asked for, all others with no more than that they were taken. */
function isAnsweredInFull(type: OrderRequest['type']): boolean {
  return type === 'LIMIT' || type === 'MARKET';
}

/** POST /api/v3/order. */
export function placeOrder(endpoints: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  return placeRead(endpoints, account, readOrder(endpoints, parameters));
}

/** Places an order that was read before; throws the refusal. */
export function placeRead({ exchange }: OrderEndpoints, account: Account, { request, responseType }: ReadOrder) {
  const placed = exchange.place(account, request);
  if (!placed.ok) throw placeRefusals[placed.error]();
  return placedAnswer(placed.value, responseType);
}

const placeRefusals: Readonly<Record<PlaceRefusal, () => VenueError>> = {
  'duplicate-client-id': refusals.duplicate,
  'would-take': refusals.wouldTake,
  'would-trigger': refusals.wouldTrigger,
  'below-one-lot': () => refusals.filter('LOT_SIZE'),
  'insufficient-balance': refusals.insufficient,
};

/** POST /api/v3/order/test: everything that comes before the book, and then nothing. */
export function testOrder(endpoints: OrderEndpoints, _account: Account, parameters: URLSearchParams) {
  readOrder(endpoints, parameters);
  return {};
}

/** DELETE /api/v3/order, by orderId or origClientOrderId; where both are given they must name the same order. */
export function cancelOrder(endpoints: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const restriction = parameters.get('cancelRestrictions');
  const order = findOrder(endpoints, account, parameters);
  const open = order === null ? null : endpoints.exchange.orderById(order.orderId);
  const named = parameters.get('origClientOrderId');
  if (open === null || !isOpen(open)) throw refusals.unknownToCancel();
  if (named !== null && named !== open.clientOrderId) throw refusals.unknownToCancel();
  if (restriction !== null && restriction !== `ONLY_${open.status}`) throw refusals.restrictedCancel();
  endpoints.exchange.cancel(open);
  return canceledAnswer(open, parameters.get('newClientOrderId'));
}

/** DELETE /api/v3/openOrders: every open order of a market; refused when there is none. */
export function cancelOpenOrders({ exchange }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const market = readMarket(parameters);
  const open = exchange.openOrders(account.id).filter((order) => order.market === market);
  if (open.length === 0) throw refusals.unknownToCancel();
  return open.map((order) => {
    exchange.cancel(order);
    return canceledAnswer(order, null);
  });
}

/** GET /api/v3/order, by orderId or origClientOrderId. */
export function getOrder(endpoints: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const order = findOrder(endpoints, account, parameters);
  if (order === null) throw refusals.unknownOrder();
  return orderAnswer(order);
}

/** GET /api/v3/openOrders, of one market or all. */
export function openOrders({ exchange }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const market = parameters.has('symbol') ? readMarket(parameters) : null;
  return exchange
    .openOrders(account.id)
    .filter((order) => market === null || order.market === market)
    .map(orderAnswer);
}

/** GET /api/v3/allOrders, newest last. */
export function allOrders({ store }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const filter = readHistory(parameters, 'orderId');
  return account.isStored ? store.orders(filter, account.id).map(orderAnswer) : [];
}

/** GET /api/v3/myTrades, oldest first. */
export function myTrades({ store }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const filter = readHistory(parameters, 'fromId');
  const orderId = parameters.get('orderId');
  if (!account.isStored) return [];
  return store
    .fills({ ...filter, orderId: orderId === null ? null : wholeNumber(orderId, 'orderId') })
    .map((fill) => tradeAnswer(fill, store.orderById(fill.orderId, account.id)?.side === 'buy'));
}

function findOrder(
  { exchange, store }: OrderEndpoints,
  account: Account,
  parameters: URLSearchParams,
): PracticeOrder | null {
  const market = readMarket(parameters);
  const orderId = parameters.get('orderId');
  const clientOrderId = parameters.get('origClientOrderId');
  if (orderId === null && clientOrderId === null) throw refusals.missing('orderId');
  const found =
    orderId !== null
      ? (exchange.orderById(wholeNumber(orderId, 'orderId')) ??
        stored(account, () => store.orderById(wholeNumber(orderId, 'orderId'), account.id)))
      : (exchange.orderByClientId(account.id, clientOrderId ?? '') ??
        stored(account, () => store.orderByClientId(clientOrderId ?? '', account.id)));
  return found !== null && found.accountId === account.id && found.market === market ? found : null;
}

function stored<T>(account: Account, read: () => T | null): T | null {
  return account.isStored ? read() : null;
}
