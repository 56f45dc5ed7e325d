import type { Market, OrderDraft } from '../contract/shapes.ts';
import type { InputIssue } from '../domain/errors.ts';
import {
  compare,
  type DecimalText,
  decimalsOf,
  divideUnits,
  fromUnits,
  isPositive,
  multiply,
  toUnits,
} from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** The exact amounts an order would be sent with. */
export interface ExactAmounts {
  /** A positive multiple of the lot size, never more than was asked. */
  readonly amount: DecimalText;
  /** A positive multiple of the tick size, never worse for the person than was asked; null for market orders. */
  readonly price: DecimalText | null;
}

/**
 * Parses a draft to the market's exact amounts: the amount down to a lot, a buy's price down and a sell's price up to a tick.
 * `invalid-input` when an amount or price is missing, zero, superfluous, or below the market's minimum after rounding.
 */
export function quantise(draft: OrderDraft, market: Market): Result<ExactAmounts> {
  const issues: InputIssue[] = [];
  const amount = toStep(draft.amount, market.lotSize, 'down');
  if (!isPositive(draft.amount)) issues.push({ path: 'amount', problem: 'must be above zero' });
  else if (!isPositive(amount))
    issues.push({
      path: 'amount',
      problem: `is less than one lot of ${market.lotSize} ${market.base}`,
    });
  else if (compare(amount, market.minAmount) < 0) {
    issues.push({
      path: 'amount',
      problem: `is below the market's minimum of ${market.minAmount} ${market.base}`,
    });
  }
  const price = exactPrice(draft, market, issues);
  if (issues.length === 0 && price !== null && compare(multiply(amount, price), market.minNotional) < 0) {
    issues.push({
      path: 'amount',
      problem: `is worth less than the market's minimum of ${market.minNotional} ${market.quote}`,
    });
  }
  if (issues.length > 0) return err({ code: 'invalid-input', retry: 'never', issues });
  return ok({ amount, price });
}

function exactPrice(draft: OrderDraft, market: Market, issues: InputIssue[]): DecimalText | null {
  if (draft.type === 'market') {
    if (draft.price !== undefined) issues.push({ path: 'price', problem: 'a market order takes no price' });
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

/** The amount moved to a multiple of `step`: toward zero or away from it. */
export function toStep(amount: DecimalText, step: DecimalText, rounding: 'down' | 'up'): DecimalText {
  const scale = Math.max(decimalsOf(amount), decimalsOf(step));
  const units = toUnits(amount, scale);
  const stepUnits = toUnits(step, scale);
  if (units === null || stepUnits === null || stepUnits === 0n) throw new Error('a step size must be above zero');
  return fromUnits(divideUnits(units, stepUnits, rounding) * stepUnits, scale);
}
