import type { Market, OrderDraft } from '../contract/shapes.ts';
import type { InputIssue } from '../domain/errors.ts';
import { isStop, isWithoutPrice, type OrderIntent } from '../domain/intent.ts';
import {
  compare,
  type DecimalText,
  decimalsOf,
  divideUnits,
  fromUnits,
  isPositive,
  multiply,
  roundTo,
  toUnits,
} from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';

/**
 * The exact amounts an order would be sent with: `amount` is a positive multiple of the lot size and never more than was asked, `price`
 * one of the tick size and never worse for the person, `stopPrice` one of the tick size and reached no later than was asked,
 * `quoteAmount` at the venue's precision and never more than was asked.
 */
export type ExactAmounts = Pick<OrderIntent, 'amount' | 'quoteAmount' | 'price' | 'stopPrice' | 'timeInForce'>;

/** More digits than any amount or price has that a venue could mean: what is made of them must still be a number everywhere. */
const mostDigits = 40;

/** Binance takes quote amounts of market orders at eight decimals. https://developers.binance.com/docs/binance-spot-api-docs/filters */
const quoteScale = 8;

/**
 * Parses a draft to the market's exact amounts: the amount down to a lot, a buy's prices down and a sell's prices up to a tick.
 * `not-offered` when the market has no orders of this kind. `invalid-input` when an amount, price or time in force is missing, zero,
 * superfluous, of more than 40 digits, or below the market's minimum after rounding; and when the limit behind a stop price lies on its
 * near side, so that what was set going could not trade.
 */
export function quantise(draft: OrderDraft, market: Market): Result<ExactAmounts> {
  if (!market.orderTypes.includes(draft.type)) {
    const what = `a ${draft.type} order of ${market.symbol} on ${market.exchange}`;
    return err({ code: 'not-offered', retry: 'never', what });
  }
  const issues: InputIssue[] = [];
  for (const path of ['amount', 'quoteAmount', 'price', 'stopPrice'] as const) {
    if ((draft[path] ?? '').length > mostDigits) issues.push({ path, problem: 'has too many digits' });
  }
  const timeInForce = exactTimeInForce(draft, issues);
  const price = exactPrice(draft, market, issues);
  const stopPrice = exactStopPrice(draft, market, issues);
  const quoteAmount = exactQuoteAmount(draft, market, issues);
  const amount = quoteAmount === null ? exactAmount(draft, market, issues) : null;
  if (
    issues.length === 0 &&
    price !== null &&
    stopPrice !== null &&
    compare(price, stopPrice) * (draft.side === 'sell' ? 1 : -1) > 0
  ) {
    const side = draft.side === 'sell' ? 'above' : 'below';
    issues.push({
      path: 'price',
      problem: `must not be ${side} the stop price: it could not trade once that is reached`,
    });
  }
  const worth = price ?? stopPrice;
  if (issues.length === 0 && worth !== null && amount !== null) {
    const isTooSmall = compare(multiply(amount, worth), market.minNotional) < 0;
    if (isTooSmall) issues.push({ path: 'amount', problem: tooSmall(market) });
  }
  if (issues.length > 0) return err({ code: 'invalid-input', retry: 'never', issues });
  return ok({ amount, quoteAmount, price, stopPrice, timeInForce });
}

function exactAmount({ amount: asked }: OrderDraft, market: Market, issues: InputIssue[]): DecimalText | null {
  if (asked === undefined) {
    issues.push({ path: 'amount', problem: 'is needed' });
    return null;
  }
  const amount = toStep(asked, market.lotSize, 'down');
  if (!isPositive(asked)) issues.push({ path: 'amount', problem: 'must be above zero' });
  else if (!isPositive(amount)) {
    issues.push({ path: 'amount', problem: `is less than one lot of ${market.lotSize} ${market.base}` });
  } else if (compare(amount, market.minAmount) < 0) {
    issues.push({ path: 'amount', problem: `is below the market's minimum of ${market.minAmount} ${market.base}` });
  }
  return amount;
}

function exactQuoteAmount(draft: OrderDraft, market: Market, issues: InputIssue[]): DecimalText | null {
  if (draft.quoteAmount === undefined) return null;
  const quoteAmount = roundTo(draft.quoteAmount, quoteScale, 'down');
  const issue = (problem: string): void => void issues.push({ path: 'quoteAmount', problem });
  if (draft.type !== 'market') issue('only a market order takes an amount in quote');
  else if (draft.amount !== undefined) issue('an order takes one amount, not two');
  else if (!isPositive(quoteAmount)) issue('must be above zero');
  else if (compare(quoteAmount, market.minNotional) < 0) issue(tooSmall(market));
  return quoteAmount;
}

function exactPrice(draft: OrderDraft, market: Market, issues: InputIssue[]): DecimalText | null {
  if (isWithoutPrice(draft.type)) {
    const kind = draft.type === 'market' ? 'market' : 'stop-market';
    if (draft.price !== undefined) issues.push({ path: 'price', problem: `a ${kind} order takes no price` });
    return null;
  }
  if (draft.price === undefined) {
    issues.push({ path: 'price', problem: 'a limit order needs a price' });
    return null;
  }
  const price = toStep(draft.price, market.tickSize, draft.side === 'buy' ? 'down' : 'up');
  if (!isPositive(draft.price) || !isPositive(price)) issues.push({ path: 'price', problem: 'must be above zero' });
  return price;
}

function exactStopPrice(draft: OrderDraft, market: Market, issues: InputIssue[]): DecimalText | null {
  const issue = (problem: string): void => void issues.push({ path: 'stopPrice', problem });
  if (!isStop(draft.type)) {
    if (draft.stopPrice !== undefined) issue('only a stop order takes a stop price');
    return null;
  }
  if (draft.stopPrice === undefined) {
    issue('a stop order needs a stop price');
    return null;
  }
  const stopPrice = toStep(draft.stopPrice, market.tickSize, draft.side === 'buy' ? 'down' : 'up');
  if (!isPositive(draft.stopPrice) || !isPositive(stopPrice)) issue('must be above zero');
  return stopPrice;
}

function exactTimeInForce(draft: OrderDraft, issues: InputIssue[]): ExactAmounts['timeInForce'] {
  if (draft.type === 'limit') return draft.timeInForce ?? 'gtc';
  if (draft.timeInForce !== undefined) {
    issues.push({ path: 'timeInForce', problem: 'only a plain limit order takes a time in force' });
  }
  return null;
}

function tooSmall(market: Market): string {
  return `is worth less than the market's minimum of ${market.minNotional} ${market.quote}`;
}

/** The amount moved to a multiple of `step`: toward zero or away from it. */
export function toStep(amount: DecimalText, step: DecimalText, rounding: 'down' | 'up'): DecimalText {
  const scale = Math.max(decimalsOf(amount), decimalsOf(step));
  const units = toUnits(amount, scale);
  const stepUnits = toUnits(step, scale);
  if (units === null || stepUnits === null || stepUnits === 0n) throw new Error('a step size must be above zero');
  return fromUnits(divideUnits(units, stepUnits, rounding) * stepUnits, scale);
}
