import type * as z from 'zod';
import { isStop, isWithoutPrice, type OrderType } from '../../domain/intent.ts';
import { add, compare, type DecimalText, divide, readDecimal, zero } from '../../domain/money.ts';
import type { OpenAtVenue, VenueFill, VenueOrder } from '../venue.ts';
import { fromKrakenId } from './client-order-id.ts';
import type { OrderFields, Trades } from './kraken-answers.ts';

/** Kraken's order types and the kinds we know; the other triggered ones become one of them once they are triggered. */
const kinds: Readonly<Record<string, OrderType>> = {
  limit: 'limit',
  iceberg: 'limit',
  'stop-loss-limit': 'stop-limit',
  'take-profit-limit': 'limit',
  'trailing-stop-limit': 'limit',
  market: 'market',
  'stop-loss': 'stop-market',
  'take-profit': 'market',
  'trailing-stop': 'market',
  'settle-position': 'market',
};

/** Whether one of Kraken's comma-separated flags is set. */
export function hasFlag({ oflags }: OrderFields, flag: 'post' | 'viqc'): boolean {
  return oflags.split(',').includes(flag);
}

/**
 * An order in our words, of the market `symbol`; null for a kind that we do not know. Kraken does not tell how long an order works, and
 * of the times of its changes only the last. Amounts of an order by quote amount are what its `fills` add up to: Kraken's own are in
 * quote units there.
 */
export function toOrder(
  venueOrderId: string,
  info: OrderFields,
  symbol: string,
  clientOrderId: string,
  fills: readonly KrakenFill[] | null,
): VenueOrder | null {
  const kind = kinds[info.descr.ordertype];
  if (kind === undefined) return null;
  const isByQuote = hasFlag(info, 'viqc');
  if (isByQuote && fills === null) return null;
  const filled = isByQuote ? total(fills ?? [], ({ amount }) => amount) : info.vol_exec;
  const cumulativeQuote = isByQuote ? total(fills ?? [], ({ cost }) => cost) : info.cost;
  const price = isWithoutPrice(kind) ? null : limitPriceOf(info);
  if (!isWithoutPrice(kind) && price === null) return null;
  // The first price is the one that was asked for; `stopprice` may be told otherwise, or not at all.
  const stopPrice = isStop(kind) ? positive(info.descr.price) : null;
  if (isStop(kind) && stopPrice === null) return null;
  return {
    clientOrderId,
    venueOrderId,
    symbol,
    side: info.descr.type,
    type: kind === 'limit' && hasFlag(info, 'post') ? 'limit-maker' : kind,
    timeInForce: null,
    amount: isByQuote ? filled : info.vol,
    price,
    stopPrice,
    filled,
    averagePrice: filled === zero ? null : averageOf(info, filled, cumulativeQuote),
    cumulativeQuote,
    status: statusOf(info, filled),
    updatedAtMs: info.closetm ?? info.opentm,
  };
}

/** An open order as a person sees it. */
export function toOpen(venueOrderId: string, info: OrderFields, symbol: string): OpenAtVenue {
  const { descr, stopprice } = info;
  const isPlain = descr.ordertype === 'limit' || descr.ordertype === 'iceberg';
  const trigger = stopprice !== undefined && stopprice !== zero ? stopprice : positive(descr.price);
  return {
    venueOrderId,
    clientOrderId: info.cl_ord_id === null || info.cl_ord_id === undefined ? null : fromKrakenId(info.cl_ord_id),
    symbol,
    side: descr.type,
    type: hasFlag(info, 'post') ? `${descr.ordertype} (post only)` : descr.ordertype,
    amount: info.vol,
    filled: info.vol_exec,
    price: limitPriceOf(info),
    stopPrice: isPlain || descr.ordertype === 'market' ? null : trigger,
  };
}

/** A fill with its exact cost. */
export interface KrakenFill extends VenueFill {
  readonly cost: DecimalText;
}

/** Trades as fills, oldest first. Kraken tells every trade's fee in the quote currency. */
export function toFills(trades: z.output<typeof Trades>['result'], symbol: string): readonly KrakenFill[] {
  const asset = symbol.split('/')[1] ?? '';
  return Object.entries(trades)
    .map(([tradeId, trade]) => ({
      tradeId,
      venueOrderId: trade.ordertxid,
      price: trade.price,
      amount: trade.vol,
      cost: trade.cost,
      fee: { amount: trade.fee, asset },
      role: trade.maker ? ('maker' as const) : ('taker' as const),
      atMs: trade.time,
    }))
    .sort((a, b) => a.atMs - b.atMs || (a.tradeId < b.tradeId ? -1 : 1));
}

/** The limit of an order that has one: of triggered kinds it is the second price. */
function limitPriceOf({ descr }: OrderFields): DecimalText | null {
  const kind = kinds[descr.ordertype];
  if (kind === undefined || isWithoutPrice(kind)) return null;
  if (descr.ordertype === 'limit' || descr.ordertype === 'iceberg') return positive(descr.price);
  return positive(descr.price2) ?? positive(descr.price);
}

function positive(text: string): DecimalText | null {
  const value = readDecimal(text);
  return value !== null && compare(value, zero) > 0 ? value : null;
}

function averageOf(info: OrderFields, filled: DecimalText, cost: DecimalText): DecimalText {
  return info.price === zero ? divide(cost, filled, 8, 'down') : info.price;
}

function statusOf(info: OrderFields, filled: DecimalText): VenueOrder['status'] {
  const isWhole = filled !== zero && (hasFlag(info, 'viqc') || filled === info.vol);
  switch (info.status) {
    case 'pending':
    case 'open':
      return filled === zero ? 'open' : 'partially-filled';
    case 'closed':
      return isWhole ? 'filled' : 'canceled';
    case 'canceled':
    case 'expired':
      return filled === info.vol ? 'filled' : info.status;
  }
}

function total<T>(items: readonly T[], of: (item: T) => DecimalText): DecimalText {
  return items.reduce((sum, item) => add(sum, of(item)), zero);
}
