import type { OrderIntent, OrderType } from '../../domain/intent.ts';
import { compare, type DecimalText, readDecimal, zero } from '../../domain/money.ts';
import type { VenueOrder } from '../venue.ts';
import { toKrakenId } from './client-order-id.ts';
import type { OrderFields } from './kraken-answers.ts';
import { hasFlag } from './kraken-map.ts';
import type { KrakenNames } from './kraken-names.ts';

/** Our kinds of order in Kraken's words. */
export const wireTypes: Readonly<Record<OrderType, string>> = {
  limit: 'limit',
  'limit-maker': 'limit',
  market: 'market',
  'stop-limit': 'stop-loss-limit',
  'stop-market': 'stop-loss',
};

/**
 * AddOrder's own sentence: 'buy 0.02100000 ETHUSDT @ limit 330.00', '… @ market', '… @ stop loss 300.00', or
 * '… @ stop loss 300.00 -> limit 299.00'. Anything more, such as leverage, was not asked for.
 */
const sentence =
  /^(buy|sell) (\d+(?:\.\d+)?) (\S+) @ (?:market|limit (\d+(?:\.\d+)?)|stop loss (\d+(?:\.\d+)?)(?: -> limit (\d+(?:\.\d+)?))?)$/;

/** Whether the sentence with which Kraken took an order says just what was asked. */
export function saysWhatWasAsked(text: string, intent: OrderIntent, names: KrakenNames): boolean {
  const [, side, amount = '', pair = '', price, stopPrice, limitBehind] = sentence.exec(text) ?? [];
  return (
    side === intent.side &&
    readDecimal(amount) === (intent.amount ?? intent.quoteAmount) &&
    names.symbolOf(pair) === intent.symbol &&
    read(price ?? limitBehind) === intent.price &&
    read(stopPrice) === intent.stopPrice
  );
}

function read(text: string | undefined): DecimalText | null {
  return text === undefined ? null : readDecimal(text);
}

/** Whether the order that Kraken has is the one that was asked for: same id, market, side, kind, amount and price, without leverage. */
export function isWhatWasAsked(order: VenueOrder, info: OrderFields, intent: OrderIntent): boolean {
  const isByQuote = intent.quoteAmount !== null;
  return (
    info.cl_ord_id?.toLowerCase() === toKrakenId(intent.clientOrderId) &&
    info.descr.leverage === 'none' &&
    info.descr.ordertype === wireTypes[intent.type] &&
    hasFlag(info, 'viqc') === isByQuote &&
    info.vol === (intent.amount ?? intent.quoteAmount) &&
    order.symbol === intent.symbol &&
    order.side === intent.side &&
    order.type === intent.type &&
    order.price === intent.price &&
    order.stopPrice === intent.stopPrice &&
    isNoWorse(order, intent)
  );
}

/** What was filled was not dearer than the limit, nor cost more than was to be spent (but for what Kraken rounds its averages to). */
function isNoWorse({ averagePrice, cumulativeQuote, filled }: VenueOrder, intent: OrderIntent): boolean {
  if (filled === zero) return true;
  if (intent.quoteAmount !== null) return compare(cumulativeQuote, intent.quoteAmount) <= 0;
  if (intent.price === null || averagePrice === null) return true;
  return intent.side === 'buy' ? compare(averagePrice, intent.price) <= 0 : compare(averagePrice, intent.price) >= 0;
}
