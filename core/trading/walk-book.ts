import type { Level } from '../contract/shapes.ts';
import { add, compare, type DecimalText, divide, isPositive, multiply, subtract, zero } from '../domain/money.ts';

/** What taking from a side of the book comes to. */
export interface Walk {
  /** Base units that the visible levels give, at most what was wanted. */
  readonly taken: DecimalText;
  /** What they cost, in quote, exactly. */
  readonly cost: DecimalText;
  /** The price of the deepest level that was reached; zero when nothing was. */
  readonly lastPrice: DecimalText;
  /** Whether the visible levels hold all that was wanted. */
  readonly isCovered: boolean;
}

const scale = 8;

/** Takes levels in order until `amount` base units are reached or the book ends. */
export function walkAmount(amount: DecimalText, levels: readonly Level[]): Walk {
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
  return { taken, cost, lastPrice, isCovered: compare(taken, amount) >= 0 };
}

/** Takes levels in order until they cost `quoteAmount` or the book ends; the last part is rounded down at eight decimals. */
export function walkQuoteAmount(quoteAmount: DecimalText, levels: readonly Level[]): Walk {
  let taken = zero;
  let cost = zero;
  let lastPrice = zero;
  for (const [price, size] of levels) {
    const left = subtract(quoteAmount, cost);
    if (!isPositive(left)) return { taken, cost, lastPrice, isCovered: true };
    lastPrice = price;
    const whole = multiply(size, price);
    if (compare(whole, left) >= 0) {
      return { taken: add(taken, divide(left, price, scale, 'down')), cost: quoteAmount, lastPrice, isCovered: true };
    }
    taken = add(taken, size);
    cost = add(cost, whole);
  }
  return { taken, cost, lastPrice, isCovered: compare(cost, quoteAmount) >= 0 };
}
