import type { Fill } from '../contract/shapes.ts';
import { add, type DecimalText, isPositive, multiply, subtract, zero } from '../domain/money.ts';
import { createAverageCost, type Holding } from './average-cost.ts';

/** What was held of a market at one moment, of what was bought here, and what it had cost in quote. */
export interface HeldAt {
  readonly amount: DecimalText;
  readonly cost: DecimalText;
}

/** What orders did to one market on one day: what was held when it began, what is held now, and what was realised since. */
export interface DayBook {
  readonly symbol: string;
  readonly quote: string;
  readonly before: HeldAt;
  readonly now: HeldAt;
  /** In quote, by average cost, with fees in base and quote; below zero a loss. */
  readonly realised: DecimalText;
}

const none: HeldAt = { amount: zero, cost: zero };

/** The books of a day that began at `sinceMs`, of fills oldest first. Markets of which nothing was held or traded since are left out. */
export function dayBooks(fills: readonly Fill[], sinceMs: number): readonly DayBook[] {
  const costs = createAverageCost();
  const earlier = fills.filter(({ atMs }) => atMs < sinceMs);
  for (const fill of earlier) costs.take(fill);
  const before = new Map(costs.holdings().map((holding) => [holding.symbol, { ...holding }]));
  const today = fills.filter(({ atMs }) => atMs >= sinceMs);
  for (const fill of today) costs.take(fill);
  const traded = new Set(today.map(({ symbol }) => symbol));
  return costs.holdings().flatMap((holding) => {
    const { realised, symbol } = holding;
    const start = before.get(symbol);
    if (!traded.has(symbol) && !isPositive(holding.amount)) return [];
    const [, quote = ''] = symbol.split('/');
    return [
      {
        symbol,
        quote,
        before: start === undefined ? none : heldOf(start),
        now: heldOf(holding),
        realised: subtract(realised, start?.realised ?? zero),
      },
    ];
  });
}

/**
 * What a market brought in the day, in quote: what was realised, and how the value of what is held has moved beyond its cost since the day
 * began. Below zero a loss; null where a price that it needs is not known. `first` is the price when the day began, `last` the present one.
 */
export function resultOf(
  { before, now, realised }: DayBook,
  first: DecimalText | null,
  last: DecimalText | null,
): DecimalText | null {
  const was = unrealised(before, first);
  const is = unrealised(now, last);
  return was === null || is === null ? null : add(realised, subtract(is, was));
}

function unrealised({ amount, cost }: HeldAt, price: DecimalText | null): DecimalText | null {
  if (!isPositive(amount)) return zero;
  return price === null ? null : subtract(multiply(amount, price), cost);
}

function heldOf({ amount, cost }: Holding): HeldAt {
  return { amount, cost };
}
