import type { Market } from '../../contract/shapes.ts';
import type { InputIssue } from '../../domain/errors.ts';
import { isStop, isWithoutPrice, type OrderIntent } from '../../domain/intent.ts';
import { compare, decimalsOf, isPositive } from '../../domain/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { isPositiveMultiple, noSuchKind } from '../fits-market.ts';
import { toKrakenId } from './client-order-id.ts';

/** Kraken takes quote amounts at five decimals (cost_decimals of most markets). https://docs.kraken.com/api-reference/trading/add-order */
const quoteScale = 5;

/**
 * Whether Kraken offers such an order and would take it as it is. Kraken has no order that is filled whole or not at all, and takes an
 * amount in quote units only to buy: those are `not-offered`, and nothing leaves. Nothing between here and Kraken may round: what is not
 * a multiple of the market's steps is `invalid-input`.
 */
export function checkOrder(intent: OrderIntent, market: Market): Result<void> {
  const { amount, clientOrderId, price, quoteAmount, side, stopPrice, timeInForce, type } = intent;
  if (!market.orderTypes.includes(type)) return noSuchKind(intent);
  if (timeInForce === 'fok') return notOffered('fill-or-kill orders on Kraken');
  if (quoteAmount !== null && side === 'sell') return notOffered('selling for a quote amount on Kraken');
  const issues: InputIssue[] = [];
  const must = (path: string, isMet: boolean, problem: string): void => {
    if (!isMet) issues.push({ path, problem });
  };
  must('amount', amount === null || isPositiveMultiple(amount, market.lotSize), 'is not a multiple of the lot size');
  must('amount', amount === null || compare(amount, market.minAmount) >= 0, 'is below the least that the market takes');
  const isByQuote = quoteAmount !== null;
  must(
    'quoteAmount',
    (amount === null) === isByQuote && (!isByQuote || type === 'market'),
    'does not fit the order type',
  );
  must(
    'quoteAmount',
    !isByQuote || (isPositive(quoteAmount) && decimalsOf(quoteAmount) <= quoteScale),
    'is not an amount that the venue takes',
  );
  must('price', isWithoutPrice(type) === (price === null), 'does not fit the order type');
  must('price', price === null || isPositiveMultiple(price, market.tickSize), 'is not a multiple of the tick size');
  must('stopPrice', isStop(type) === (stopPrice !== null), 'does not fit the order type');
  must(
    'stopPrice',
    stopPrice === null || isPositiveMultiple(stopPrice, market.tickSize),
    'is not a multiple of the tick size',
  );
  must('timeInForce', (type === 'limit') === (timeInForce !== null), 'does not fit the order type');
  must('clientOrderId', toKrakenId(clientOrderId) !== null, 'is not an id that the console gives');
  return issues.length === 0 ? ok(undefined) : err({ code: 'invalid-input', retry: 'never', issues });
}

function notOffered(what: string): Result<never> {
  return err({ code: 'not-offered', retry: 'never', what });
}
