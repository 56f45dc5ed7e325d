import type { Level, Market } from '../contract/shapes.ts';
import {
  add,
  compare,
  type DecimalText,
  decimal,
  divide,
  isPositive,
  multiply,
  roundTo,
  subtract,
  zero,
} from '../domain/money.ts';
import type { ExactAmounts } from './quantise.ts';

/** What an order would cost if it were sent now. */
export interface Estimate {
  /** Expected average price; null when the book cannot tell. */
  readonly price: DecimalText | null;
  /** Amount x price in quote, rounded up to the quote's displayed precision. */
  readonly notional: DecimalText;
  /** The most that can leave the account: quote for a buy, base for a sell. */
  readonly worstCost: { readonly amount: DecimalText; readonly asset: string };
  /** At the taker rate, in the currency received, rounded up. */
  readonly fee: { readonly amount: DecimalText; readonly asset: string };
  /** Whether the visible book holds enough for a market order. Always true for a limit order. */
  readonly isCovered: boolean;
}

/** How far past the deepest level it would reach a market buy is budgeted, because the book moves: 1 %. */
const marketMargin = decimal('1.01');
const scale = 8;

/** Prices an order against the side of the book it would take. */
export function estimate(
  exact: ExactAmounts,
  side: 'buy' | 'sell',
  market: Market,
  opposite: readonly Level[],
): Estimate {
  if (exact.price !== null) return ofLimit(exact.amount, exact.price, side, market);
  const walked = walk(exact.amount, opposite);
  const price = isPositive(walked.taken) ? divide(walked.cost, walked.taken, scale, 'up') : null;
  const notional = roundTo(walked.cost, scale, 'up');
  const worstQuote = roundTo(multiply(multiply(exact.amount, walked.lastPrice), marketMargin), scale, 'up');
  return {
    price,
    notional,
    worstCost:
      side === 'buy' ? { amount: worstQuote, asset: market.quote } : { amount: exact.amount, asset: market.base },
    fee: feeOf(exact.amount, notional, side, market),
    isCovered: walked.taken === exact.amount,
  };
}

function ofLimit(amount: DecimalText, price: DecimalText, side: 'buy' | 'sell', market: Market): Estimate {
  const notional = multiply(amount, price);
  return {
    price,
    notional,
    worstCost: side === 'buy' ? { amount: notional, asset: market.quote } : { amount, asset: market.base },
    fee: feeOf(amount, notional, side, market),
    isCovered: true,
  };
}

function feeOf(amount: DecimalText, notional: DecimalText, side: 'buy' | 'sell', market: Market): Estimate['fee'] {
  const received = side === 'buy' ? amount : notional;
  return {
    amount: roundTo(multiply(received, market.takerFee), scale, 'up'),
    asset: side === 'buy' ? market.base : market.quote,
  };
}

/** Takes levels in order until `amount` is reached or the book ends. */
function walk(
  amount: DecimalText,
  levels: readonly Level[],
): { taken: DecimalText; cost: DecimalText; lastPrice: DecimalText } {
  let taken = zero;
  let cost = zero;
  let lastPrice = zero;
  for (const [price, size] of levels) {
    const left = subtract(amount, taken);
    if (!isPositive(left)) break;
    const part = compare(size, left) < 0 ? size : left;
    taken = add(taken, part);
    cost = add(cost, multiply(part, price));
    lastPrice = price;
  }
  return { taken, cost, lastPrice };
}
