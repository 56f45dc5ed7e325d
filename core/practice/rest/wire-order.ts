import type { Placed } from '../exchange-port.ts';
import { quoteUnits, wireAmount, wireLots, wirePrice } from '../market-spec.ts';
import type { PracticeFill, PracticeOrder } from '../practice-order.ts';
import { selfTradePrevention } from './read-order.ts';

/** How much of a placed order is told. */
export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

/**
 * A placed order, with exactly the fields Binance gives for each response type, and those it adds where the account's own orders were
 * in the way. https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
 */
export function placedAnswer({ order, fills, prevented }: Placed, responseType: ResponseType) {
  const { market } = order;
  const named = {
    symbol: market.venueName,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    transactTime: order.updatedAtMs,
  };
  if (responseType === 'ACK') return named;
  const preventedMatches = prevented.map(({ preventedMatchId, makerOrderId, ticks, lots }) => ({
    preventedMatchId,
    makerOrderId,
    price: wirePrice(ticks, market),
    makerPreventedQuantity: wireLots(lots, market),
  }));
  return {
    ...named,
    ...amounts(order),
    ...(order.stopTicks === null ? {} : { stopPrice: wirePrice(order.stopTicks, market) }),
    workingTime: workingTime(order),
    ...(responseType === 'FULL' ? { fills: fills.map(placedFill) } : {}),
    ...(preventedMatches.length === 0 ? {} : { preventedMatches }),
    selfTradePreventionMode: selfTradePrevention,
  };
}

/** A cancelled order: `clientOrderId` names the cancel, `origClientOrderId` the order. */
export function canceledAnswer(order: PracticeOrder, cancelClientId: string | null) {
  return {
    symbol: order.market.venueName,
    origClientOrderId: order.clientOrderId,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: cancelClientId ?? `cancel-${order.orderId}`,
    transactTime: order.updatedAtMs,
    ...amounts(order),
    ...(order.stopTicks === null ? {} : { stopPrice: wirePrice(order.stopTicks, order.market) }),
    selfTradePreventionMode: selfTradePrevention,
  };
}

/** An order as GET /api/v3/order, openOrders and allOrders tell it. */
export function orderAnswer(order: PracticeOrder) {
  const { market } = order;
  return {
    symbol: market.venueName,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    ...amounts(order),
    stopPrice: order.stopTicks === null ? wireAmount(0n) : wirePrice(order.stopTicks, market),
    icebergQty: wireAmount(0n),
    time: order.createdAtMs,
    updateTime: order.updatedAtMs,
    // Whether it has been on the book at all: only orders that wait for a trigger have not.
    isWorking: workingTime(order) !== -1,
    workingTime: workingTime(order),
    selfTradePreventionMode: selfTradePrevention,
    ...(order.preventedMatchId === null
      ? {}
      : {
          preventedMatchId: order.preventedMatchId,
          preventedQuantity: wireLots(order.lots - order.filledLots, market),
        }),
  };
}

/** A fill as GET /api/v3/myTrades tells it. */
export function tradeAnswer(fill: PracticeFill, isBuyer: boolean) {
  const { market } = fill;
  return {
    symbol: market.venueName,
    id: fill.tradeId,
    orderId: fill.orderId,
    orderListId: -1,
    price: wirePrice(fill.ticks, market),
    qty: wireLots(fill.lots, market),
    quoteQty: wireAmount(quoteUnits(fill.ticks, fill.lots, market)),
    commission: wireAmount(fill.feeUnits),
    commissionAsset: fill.feeAsset,
    time: fill.atMs,
    isBuyer,
    isMaker: fill.isMaker,
    isBestMatch: true,
  };
}

/** Since when an order is or was on the book; -1 where it never was. */
function workingTime({ createdAtMs, stopTicks, triggeredAtMs }: PracticeOrder): number {
  return stopTicks === null ? createdAtMs : (triggeredAtMs ?? -1);
}

function amounts(order: PracticeOrder) {
  const { market } = order;
  return {
    price: order.ticks === null ? wireAmount(0n) : wirePrice(order.ticks, market),
    origQty: wireLots(order.lots, market),
    executedQty: wireLots(order.filledLots, market),
    origQuoteOrderQty: wireAmount(order.quoteTarget ?? 0n),
    cummulativeQuoteQty: wireAmount(order.quoteUnits),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side === 'buy' ? 'BUY' : 'SELL',
  };
}

function placedFill(fill: PracticeFill) {
  return {
    price: wirePrice(fill.ticks, fill.market),
    qty: wireLots(fill.lots, fill.market),
    commission: wireAmount(fill.feeUnits),
    commissionAsset: fill.feeAsset,
    tradeId: fill.tradeId,
  };
}
