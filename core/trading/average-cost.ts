import type { Fill, Position } from '../contract/shapes.ts';
import {
  add,
  compare,
  type DecimalText,
  divide,
  isPositive,
  multiply,
  roundTo,
  subtract,
  zero,
} from '../domain/money.ts';

const scale = 8;

/** What one fill did to a market's position: what the sold part had cost and what it brought, null where that is not known. */
export interface CostedFill {
  readonly fill: Fill;
  /** What the sold base units had cost, with fees; null for a buy and where none of them was bought here. */
  readonly costBasis: DecimalText | null;
  /** What the sale brought beyond its cost, fees taken off; null for a buy and where the cost is not known. */
  readonly realised: DecimalText | null;
}

/** A market's position after its fills so far. */
export interface Holding {
  readonly symbol: string;
  /** Base units bought here and still there; fees charged in base are already off. */
  amount: DecimalText;
  /** What `amount` cost in quote, with fees charged in quote. */
  cost: DecimalText;
  realised: DecimalText;
  soldOfUnknownCost: DecimalText;
  readonly fees: Map<string, DecimalText>;
}

/** The books of average cost over fills, taken in oldest first. */
export interface AverageCost {
  take(fill: Fill): CostedFill;
  holdings(): readonly Holding[];
}

/**
 * Average cost per market: a buy adds what it cost, a sell takes its share of the cost off and realises the difference. Fees charged in
 * the base asset make the rest dearer, those in quote count directly, those in any other asset are only listed. Base units that were not
 * bought here have no known cost: selling them realises nothing. The cost taken off is rounded up and proceeds are exact, so that profit is
 * never overstated.
 */
export function createAverageCost(): AverageCost {
  const holdings = new Map<string, Holding>();

  function holdingOf(symbol: string): Holding {
    const known = holdings.get(symbol);
    if (known !== undefined) return known;
    const holding = { symbol, amount: zero, cost: zero, realised: zero, soldOfUnknownCost: zero, fees: new Map() };
    holdings.set(symbol, holding);
    return holding;
  }

  return {
    take(fill) {
      const holding = holdingOf(fill.symbol);
      const [base = '', quote = ''] = fill.symbol.split('/');
      const { asset, amount: fee } = fill.fee;
      holding.fees.set(asset, add(holding.fees.get(asset) ?? zero, fee));
      const feeInQuote = asset === quote ? fee : zero;
      const feeInBase = asset === base ? fee : zero;
      if (fill.side === 'buy') {
        holding.amount = add(holding.amount, subtract(fill.amount, feeInBase));
        holding.cost = add(holding.cost, add(fill.notional, feeInQuote));
        return { fill, costBasis: null, realised: null };
      }
      const leaves = add(fill.amount, feeInBase);
      const known = compare(leaves, holding.amount) <= 0 ? leaves : holding.amount;
      holding.soldOfUnknownCost = add(holding.soldOfUnknownCost, subtract(leaves, known));
      if (!isPositive(known)) return { fill, costBasis: null, realised: null };
      const costBasis =
        known === holding.amount ? holding.cost : divide(multiply(holding.cost, known), holding.amount, scale, 'up');
      const proceeds = subtract(fill.notional, feeInQuote);
      const share = known === leaves ? proceeds : divide(multiply(proceeds, known), leaves, scale, 'down');
      holding.amount = subtract(holding.amount, known);
      holding.cost = subtract(holding.cost, costBasis);
      const realised = subtract(share, costBasis);
      holding.realised = add(holding.realised, realised);
      return { fill, costBasis, realised };
    },
    holdings: () => [...holdings.values()],
  };
}

/** A holding as a screen shows it, at the last price where there is one. */
export function toPosition(holding: Holding, lastPrice: DecimalText | null): Position {
  const [base = '', quote = ''] = holding.symbol.split('/');
  const marketValue = lastPrice === null ? null : roundTo(multiply(holding.amount, lastPrice), scale, 'down');
  return {
    symbol: holding.symbol,
    base,
    quote,
    amount: holding.amount,
    cost: holding.cost,
    averageCost: isPositive(holding.amount) ? divide(holding.cost, holding.amount, scale, 'up') : null,
    lastPrice,
    marketValue,
    unrealised: marketValue === null ? null : subtract(marketValue, holding.cost),
    realised: holding.realised,
    soldOfUnknownCost: holding.soldOfUnknownCost,
    fees: [...holding.fees].map(([asset, amount]) => ({ asset, amount })),
  };
}
