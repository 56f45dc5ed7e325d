import type { Market } from '../contract/shapes.ts';
import type { InputIssue } from '../domain/errors.ts';
import { isStop, isWithoutPrice, type OrderIntent } from '../domain/intent.ts';
import { type DecimalText, isMultiple, isPositive } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** What a venue takes beside the steps of its market. */
export interface TakenByVenue {
  readonly quoteAmount: (quoteAmount: DecimalText) => boolean;
  readonly clientOrderId: RegExp;
}

/**
 * Whether an order is of one of the kinds and a positive multiple of the market's steps: nothing between here and a venue may round.
 * `not-offered` where the market has no such kind; else `invalid-input` says everything that is wrong.
 */
export function fitsMarket(intent: OrderIntent, market: Market, takes: TakenByVenue): Result<void> {
  const { amount, clientOrderId, price, quoteAmount, stopPrice, timeInForce, type } = intent;
  if (!market.orderTypes.includes(type)) return noSuchKind(intent);
  const issues: InputIssue[] = [];
  if (amount !== null && !isPositiveMultiple(amount, market.lotSize)) {
    issues.push({ path: 'amount', problem: 'is not a multiple of the lot size' });
  }
  if ((amount === null) === (quoteAmount === null) || (quoteAmount !== null && type !== 'market')) {
    issues.push({ path: 'quoteAmount', problem: 'does not fit the order type' });
  }
  if (quoteAmount !== null && !takes.quoteAmount(quoteAmount)) {
    issues.push({ path: 'quoteAmount', problem: 'is not an amount that the venue takes' });
  }
  if (isWithoutPrice(type) !== (price === null)) {
    issues.push({ path: 'price', problem: 'does not fit the order type' });
  }
  if ((type === 'limit') !== (timeInForce !== null)) {
    issues.push({ path: 'timeInForce', problem: 'does not fit the order type' });
  }
  if (price !== null && !isPositiveMultiple(price, market.tickSize)) {
    issues.push({ path: 'price', problem: 'is not a multiple of the tick size' });
  }
  if (isStop(type) !== (stopPrice !== null)) {
    issues.push({ path: 'stopPrice', problem: 'does not fit the order type' });
  }
  if (stopPrice !== null && !isPositiveMultiple(stopPrice, market.tickSize)) {
    issues.push({ path: 'stopPrice', problem: 'is not a multiple of the tick size' });
  }
  if (!takes.clientOrderId.test(clientOrderId)) {
    issues.push({ path: 'clientOrderId', problem: 'is not an id that the venue takes' });
  }
  return issues.length === 0 ? ok(undefined) : err({ code: 'invalid-input', retry: 'never', issues });
}

/** That a market has no orders of this kind: nothing leaves. */
export function noSuchKind({ exchange, symbol, type }: OrderIntent): Result<never> {
  return err({ code: 'not-offered', retry: 'never', what: `a ${type} order of ${symbol} on ${exchange}` });
}

/** Whether an amount is above zero and a whole number of steps. */
export function isPositiveMultiple(amount: DecimalText, step: DecimalText): boolean {
  return isPositive(amount) && isMultiple(amount, step);
}
