import type { Account } from '../accounts.ts';
import type { Exchange } from '../exchange.ts';
import { quoteUnits, wireAmount, wireLots, wirePrice } from '../market-spec.ts';
import { isOpen, type PracticeFill, type PracticeOrder } from '../practice-order.ts';
import type { PracticeStore } from '../practice-store.ts';
import { checkNotional, readLimit, readMarket, readRequest } from './read-order.ts';
import { wholeNumber } from './signature.ts';
import { refusals, VenueError } from './venue-error.ts';

/** What the order endpoints stand on. */
export interface OrderEndpoints {
  readonly exchange: Exchange;
  readonly store: PracticeStore;
}

/** POST /api/v3/order. */
export function placeOrder({ exchange }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const request = readRequest(parameters, exchange, account);
  checkNotional(request, exchange);
  const open = exchange.orderByClientId(account.id, request.clientOrderId);
  if (open !== null) throw refusals.duplicate();
  const placed = exchange.place(account, request);
  if (placed === null) throw refusals.insufficient();
  const { order, fills } = placed;
  return { ...wireOrder(order), transactTime: order.updatedAtMs, fills: fills.map((fill) => wirePlacedFill(fill)) };
}

/** DELETE /api/v3/order: the answer names the cancel in `clientOrderId` and the order in `origClientOrderId`. */
export function cancelOrder(endpoints: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const order = findOrder(endpoints, account, parameters);
  const open = order === null ? null : endpoints.exchange.orderById(order.orderId);
  if (open === null || !isOpen(open)) throw refusals.unknownToCancel();
  return cancelAnswer(endpoints.exchange, open);
}

function cancelAnswer(exchange: Exchange, order: PracticeOrder) {
  exchange.cancel(order);
  return {
    ...wireOrder(order),
    origClientOrderId: order.clientOrderId,
    clientOrderId: `cancel-${order.orderId}`,
    transactTime: order.updatedAtMs,
  };
}

/** DELETE /api/v3/openOrders: every open order of a market; refused when there is none. */
export function cancelOpenOrders({ exchange }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const market = readMarket(parameters);
  const open = exchange.openOrders(account.id).filter((order) => order.market === market);
  if (open.length === 0) throw refusals.unknownToCancel();
  return open.map((order) => cancelAnswer(exchange, order));
}

/** POST /api/v3/order/test: everything but the order itself. */
export function testOrder({ exchange }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  checkNotional(readRequest(parameters, exchange, account), exchange);
  return {};
}

/**
 * POST /api/v3/order/cancelReplace: cancels one order and places another. Under STOP_ON_FAILURE nothing is placed when the cancel fails;
 * under ALLOW_FAILURE it is all the same. What failed is told in the error's `data`.
 */
export function cancelReplace(endpoints: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const mode = parameters.get('cancelReplaceMode');
  if (mode !== 'STOP_ON_FAILURE' && mode !== 'ALLOW_FAILURE') throw refusals.missing('cancelReplaceMode');
  const toCancel = new URLSearchParams({ symbol: parameters.get('symbol') ?? '' });
  for (const [from, to] of [
    ['cancelOrderId', 'orderId'],
    ['cancelOrigClientOrderId', 'origClientOrderId'],
  ] as const) {
    const value = parameters.get(from);
    if (value !== null) toCancel.set(to, value);
  }
  const canceled = attempt(() => cancelOrder(endpoints, account, toCancel));
  const mayPlace = canceled.result === 'SUCCESS' || mode === 'ALLOW_FAILURE';
  const placed = mayPlace
    ? attempt(() => placeOrder(endpoints, account, parameters))
    : { result: 'NOT_ATTEMPTED' as const, response: null };
  const outcome = {
    cancelResult: canceled.result,
    newOrderResult: placed.result,
    cancelResponse: canceled.response,
    newOrderResponse: placed.response,
  };
  if (canceled.result === 'SUCCESS' && placed.result === 'SUCCESS') return outcome;
  const isPartly = canceled.result === 'SUCCESS' || placed.result === 'SUCCESS';
  throw isPartly ? refusals.replacedPartly(outcome) : refusals.notReplaced(outcome);
}

function attempt<T>(step: () => T) {
  try {
    return { result: 'SUCCESS' as const, response: step() };
  } catch (cause) {
    if (!(cause instanceof VenueError)) throw cause;
    return { result: 'FAILURE' as const, response: { code: cause.code, msg: cause.message } };
  }
}

/** GET /api/v3/order, by orderId or origClientOrderId. */
export function getOrder(endpoints: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const order = findOrder(endpoints, account, parameters);
  if (order === null) throw refusals.unknownOrder();
  return wireOrder(order);
}

/** GET /api/v3/openOrders, of one market or all. */
export function openOrders({ exchange }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const market = parameters.has('symbol') ? readMarket(parameters) : null;
  return exchange
    .openOrders(account.id)
    .filter((order) => market === null || order.market === market)
    .map(wireOrder);
}

/** GET /api/v3/allOrders, newest last. */
export function allOrders({ store }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  return store.orders(readMarket(parameters).venueName, account.id, readLimit(parameters)).map(wireOrder);
}

/** GET /api/v3/myTrades, oldest first. */
export function myTrades({ store }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const market = readMarket(parameters);
  if (!account.isStored) return [];
  const orderId = parameters.get('orderId');
  const fromId = parameters.get('fromId');
  const fills = store.fills({
    market: market.venueName,
    orderId: orderId === null ? null : wholeNumber(orderId, 'orderId'),
    fromId: fromId === null ? 0 : wholeNumber(fromId, 'fromId'),
    limit: readLimit(parameters),
  });
  return fills.map((fill) => wireTrade(fill, store.orderById(fill.orderId, account.id)));
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

function wireOrder(order: PracticeOrder) {
  const { market } = order;
  return {
    symbol: market.venueName,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    price: order.ticks === null ? wireAmount(0n) : wirePrice(order.ticks, market),
    origQty: wireLots(order.lots, market),
    executedQty: wireLots(order.filledLots, market),
    origQuoteOrderQty: wireAmount(order.quoteTarget ?? 0n),
    cummulativeQuoteQty: wireAmount(order.quoteUnits),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side === 'buy' ? 'BUY' : 'SELL',
    time: order.createdAtMs,
    updateTime: order.updatedAtMs,
    isWorking: isOpen(order),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

function wirePlacedFill(fill: PracticeFill) {
  return {
    price: wirePrice(fill.ticks, fill.market),
    qty: wireLots(fill.lots, fill.market),
    commission: wireAmount(fill.feeUnits),
    commissionAsset: fill.feeAsset,
    tradeId: fill.tradeId,
  };
}

function wireTrade(fill: PracticeFill, order: PracticeOrder | null) {
  return {
    symbol: fill.market.venueName,
    id: fill.tradeId,
    orderId: fill.orderId,
    ...wirePlacedFill(fill),
    quoteQty: wireAmount(quoteUnits(fill.ticks, fill.lots, fill.market)),
    time: fill.atMs,
    isBuyer: order?.side === 'buy',
    isMaker: fill.isMaker,
    isBestMatch: true,
  };
}
