import { type DecimalText, readDecimal, toUnits } from '../../domain/money.ts';
import type { Account } from '../accounts.ts';
import type { Exchange, OrderRequest } from '../exchange.ts';
import {
  type MarketSpec,
  marketNamed,
  quoteUnits,
  toLots,
  toTicks,
  wireAmount,
  wireLots,
  wirePrice,
} from '../market-spec.ts';
import { isOpen, type PracticeFill, type PracticeOrder } from '../practice-order.ts';
import type { PracticeStore } from '../practice-store.ts';
import { wholeNumber } from './signature.ts';
import { refusals } from './venue-error.ts';

/** What the order endpoints stand on. */
export interface OrderEndpoints {
  readonly exchange: Exchange;
  readonly store: PracticeStore;
}

const mostLots = 10n ** 15n;

/** POST /api/v3/order. */
export function placeOrder({ exchange }: OrderEndpoints, account: Account, parameters: URLSearchParams) {
  const request = readRequest(parameters);
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
  endpoints.exchange.cancel(open);
  return {
    ...wireOrder(open),
    origClientOrderId: open.clientOrderId,
    clientOrderId: `cancel-${open.orderId}`,
    transactTime: open.updatedAtMs,
  };
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

/** The market that `symbol` names; throws the refusal. */
export function readMarket(parameters: URLSearchParams): MarketSpec {
  const name = parameters.get('symbol');
  if (name === null || name === '') throw refusals.missing('symbol');
  const market = marketNamed(name);
  if (market === null) throw refusals.badSymbol();
  return market;
}

/** `limit`, 500 where it is not given and 1000 at the most. */
export function readLimit(parameters: URLSearchParams): number {
  const limit = parameters.get('limit');
  return limit === null ? 500 : Math.min(Math.max(1, wholeNumber(limit, 'limit')), 1000);
}

function readRequest(parameters: URLSearchParams): OrderRequest {
  const market = readMarket(parameters);
  const side = parameters.get('side');
  if (side !== 'BUY' && side !== 'SELL') throw refusals.badSide();
  const type = parameters.get('type');
  if (type !== 'LIMIT' && type !== 'MARKET') throw refusals.badType();
  const lots = toLots(readAmount(parameters, 'quantity'), market);
  if (lots === null || lots <= 0n || lots > mostLots) throw refusals.filter('LOT_SIZE');
  const clientOrderId = parameters.get('newClientOrderId') ?? '';
  if (!/^[a-zA-Z0-9\-_.:/]{1,36}$/.test(clientOrderId)) throw refusals.illegal('newClientOrderId');
  const common = { clientOrderId, market, side: side === 'BUY' ? 'buy' : 'sell', lots } as const;
  if (type === 'MARKET') {
    for (const name of ['price', 'timeInForce']) if (parameters.has(name)) throw refusals.superfluous(name);
    return { ...common, type, ticks: null };
  }
  if (parameters.get('timeInForce') !== 'GTC') throw refusals.badTimeInForce();
  const ticks = toTicks(readAmount(parameters, 'price'), market);
  if (ticks === null || ticks <= 0n || ticks > mostLots) throw refusals.filter('PRICE_FILTER');
  return { ...common, type, ticks };
}

function checkNotional({ market, ticks, lots, side }: OrderRequest, exchange: Exchange): void {
  const price = ticks ?? exchange.book(market).best(side === 'buy' ? 'sell' : 'buy');
  const minimum = toUnits(market.minNotional, 8) ?? 0n;
  if (price !== null && quoteUnits(price, lots, market) < minimum) throw refusals.filter('NOTIONAL');
}

function readAmount(parameters: URLSearchParams, name: string): DecimalText {
  const text = parameters.get(name);
  if (text === null || text === '') throw refusals.missing(name);
  const value = readDecimal(text);
  if (value === null) throw refusals.illegal(name);
  return value;
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
    cummulativeQuoteQty: wireAmount(order.quoteUnits),
    status: order.status,
    timeInForce: 'GTC',
    type: order.type,
    side: order.side === 'buy' ? 'BUY' : 'SELL',
    time: order.createdAtMs,
    updateTime: order.updatedAtMs,
    isWorking: isOpen(order),
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
