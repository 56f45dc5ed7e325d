import * as z from 'zod';
import { AtMs, Decimal } from './common.ts';

/**
 * One market's trading by average cost. `amount` is what was bought through the console and is still there, `cost` what it cost with
 * fees; what the account held before it has no known cost and is left out. `unrealised` needs a price, null without one.
 * Rounded at eight decimals, against the person.
 */
export const Position = z.strictObject({
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  amount: Decimal,
  cost: Decimal,
  averageCost: Decimal.nullable(),
  lastPrice: Decimal.nullable(),
  marketValue: Decimal.nullable(),
  unrealised: Decimal.nullable(),
  realised: Decimal,
  /** Base units sold beyond what was bought here: their cost is not known, so they count toward no profit or loss. */
  soldOfUnknownCost: Decimal,
  /** Fees as they were charged, by asset. */
  fees: z.array(z.strictObject({ asset: z.string(), amount: Decimal })),
});

/** The account's worth in `quote` at one time: all balances at the last prices. */
export const EquityPoint = z.strictObject({ atMs: AtMs, equity: Decimal });

/**
 * How the account does. `drawdownPercent` is how far equity is below its highest point, `dayChange` the change since the first point of
 * the last 24 hours. `unpriced` are assets without a market in `quote`; they are not in `equity`.
 */
export const Performance = z.strictObject({
  quote: z.string(),
  equity: Decimal.nullable(),
  dayChange: Decimal.nullable(),
  drawdownPercent: Decimal.nullable(),
  unpriced: z.array(z.string()),
  positions: z.array(Position),
  line: z.array(EquityPoint),
});
