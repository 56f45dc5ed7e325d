import type { Level } from '../../contract/shapes.ts';
import { type DecimalText, decimal, divide, isMultiple, isPositive, multiply } from '../../domain/money.ts';
import type { MarketFilters } from '../market-source.ts';
import type { MarketSpec } from '../market-spec.ts';
import type { BookSide } from '../matching/order-book.ts';

/** What is shown at one price of a side, in whole ticks and lots of the practice exchange. */
export interface GridLevel {
  readonly ticks: bigint;
  readonly lots: bigint;
}

/**
 * Levels on the practice exchange's own grid, which its database is in. What does not fall on it moves against whoever takes: prices of
 * buyers down, of sellers up, amounts down.
 */
export function toGrid(levels: readonly Level[], side: BookSide, market: MarketSpec): readonly GridLevel[] {
  const found = new Map<bigint, bigint>();
  for (const [price, amount] of levels) {
    const ticks = steps(price, market.tickSize, side === 'buy' ? 'down' : 'up');
    const lots = steps(amount, market.lotSize, 'down');
    if (ticks > 0n && lots > 0n) found.set(ticks, (found.get(ticks) ?? 0n) + lots);
  }
  return [...found].map(([ticks, lots]) => ({ ticks, lots }));
}

/** How many steps an amount is, rounded the named way. */
export function steps(value: DecimalText, step: DecimalText, rounding: 'down' | 'up'): bigint {
  return BigInt(divide(value, step, 0, rounding));
}

/** What an order must keep to: the exchange's filters where they are as coarse as the grid or coarser, else the grid's. */
export function filtersOn(market: MarketSpec, told: MarketFilters | null): MarketFilters {
  const own = { tickSize: market.tickSize, lotSize: market.lotSize, minAmount: market.lotSize };
  if (told === null) return { ...own, minNotional: market.minNotional };
  const coarser = (step: DecimalText, grid: DecimalText): DecimalText =>
    isPositive(step) && isMultiple(step, grid) ? step : grid;
  const lotSize = coarser(told.lotSize, own.lotSize);
  const leastLots = steps(told.minAmount, lotSize, 'up');
  return {
    tickSize: coarser(told.tickSize, own.tickSize),
    lotSize,
    minAmount: leastLots <= 1n ? lotSize : multiply(lotSize, decimal(leastLots.toString())),
    minNotional: told.minNotional,
  };
}
