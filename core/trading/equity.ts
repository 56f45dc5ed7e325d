import type { Balance, EquityPoint } from '../contract/shapes.ts';
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
import type { Database } from '../store/database.ts';

const scale = 8;
const hundred = decimal('100');

/** What all balances are worth, free and held alike, and which assets have no price. */
export interface Worth {
  readonly equity: DecimalText;
  readonly unpriced: readonly string[];
}

/**
 * The worth of balances in `quote`, taken from one reading of them, so that no order is counted between its two legs. An asset without a
 * market in `quote` is priced through one other asset that has one. Rounded down at eight decimals.
 */
export function worthOf(
  balances: readonly Balance[],
  quote: string,
  lastPrice: (symbol: string) => DecimalText | null,
): Worth {
  const unpriced: string[] = [];
  let equity = zero;
  for (const { asset, total } of balances) {
    if (!isPositive(total)) continue;
    const price = asset === quote ? decimal('1') : priceOf(asset, quote, balances, lastPrice);
    if (price === null) unpriced.push(asset);
    else equity = add(equity, roundTo(multiply(total, price), scale, 'down'));
  }
  return { equity, unpriced };
}

function priceOf(
  asset: string,
  quote: string,
  balances: readonly Balance[],
  lastPrice: (symbol: string) => DecimalText | null,
): DecimalText | null {
  const direct = lastPrice(`${asset}/${quote}`);
  if (direct !== null) return direct;
  for (const { asset: middle } of balances) {
    const first = lastPrice(`${asset}/${middle}`);
    const second = lastPrice(`${middle}/${quote}`);
    if (first !== null && second !== null) return multiply(first, second);
  }
  return null;
}

/** How far the newest point is below the highest one, in percent with two decimals; null without a point. */
export function drawdownOf(line: readonly EquityPoint[]): DecimalText | null {
  const newest = line.at(-1)?.equity;
  if (newest === undefined) return null;
  const highest = line.reduce<DecimalText>((top, { equity }) => (compare(equity, top) > 0 ? equity : top), zero);
  return isPositive(highest) ? divide(multiply(subtract(highest, newest), hundred), highest, 2, 'up') : zero;
}

/** The equity of the account over time, a point a minute, kept in paper.db or live.db. */
export interface EquityLine {
  /** Keeps a point; a second one at the same time replaces it. A store that fails loses the point and nothing else. */
  keep(quote: string, point: EquityPoint): void;
  /** The points from `fromMs` on, oldest first, at most `limit` of the newest. */
  read(quote: string, fromMs: number, limit: number): readonly EquityPoint[];
}

/** The line kept in an open database. */
export function createEquityLine(database: Database): EquityLine {
  const insert = database.prepare('INSERT OR REPLACE INTO equity VALUES (?, ?, ?)');
  const select = database.prepare(
    'SELECT at_ms, equity FROM equity WHERE quote = ? AND at_ms >= ? ORDER BY at_ms DESC LIMIT ?',
  );
  return {
    keep(quote, { atMs, equity }) {
      insert.run(quote, atMs, equity);
    },
    read: (quote, fromMs, limit) =>
      (select.all(quote, fromMs, limit) as { at_ms: number; equity: string }[])
        .map((row) => ({ atMs: row.at_ms, equity: decimal(row.equity) }))
        .reverse(),
  };
}
