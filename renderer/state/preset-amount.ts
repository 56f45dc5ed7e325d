import type { Level } from '../../core/contract/shapes.ts';
import type { OrderType } from '../../core/domain/intent.ts';
import {
  add,
  compare,
  type DecimalText,
  decimal,
  decimalsOf,
  divide,
  divideUnits,
  fromUnits,
  multiply,
  toUnits,
  zero,
} from '../../core/domain/money.ts';

/** The shares of the free balance on offer, in percent. */
export const presets = [25, 50, 75, 100] as const;
export type Preset = (typeof presets)[number];

/** What a preset is computed from. `free` is of the quote for a buy, of the base for a sell. */
export interface PresetFacts {
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  readonly free: DecimalText;
  /** The limit price; null when none is typed. */
  readonly price: DecimalText | null;
  /** The stop price; null when none is typed. */
  readonly stopPrice: DecimalText | null;
  /** The side of the book that a market buy would take, best first. */
  readonly asks: readonly Level[];
  readonly lotSize: DecimalText;
}

/** A market buy is budgeted 1 % beyond the deepest level it reaches, as the core's estimate does. */
const marketMargin = decimal('1.01');
const scale = 18;

/**
 * The amount in base that the share of the free balance is good for, down to a whole lot, so that its worst case never costs more than
 * that share. Null when it cannot be known (no price, empty book) or is less than a lot.
 */
export function presetAmount(preset: Preset, facts: PresetFacts): DecimalText | null {
  const budget = multiply(facts.free, divide(decimal(String(preset)), decimal('100'), 2, 'down'));
  const amount = affordable(budget, facts);
  if (amount === null) return null;
  const lots = wholeLots(amount, facts.lotSize);
  return compare(lots, zero) > 0 ? lots : null;
}

function affordable(budget: DecimalText, facts: PresetFacts): DecimalText | null {
  if (facts.side === 'sell') return budget;
  if (facts.type === 'market') return marketBuy(budget, facts.asks);
  const price = facts.type === 'stop-market' ? withMargin(facts.stopPrice) : facts.price;
  if (price === null || compare(price, zero) <= 0) return null;
  return divide(budget, price, scale, 'down');
}

/** What a buy without a limit may cost once its stop price is reached is not known: it is budgeted as the core's estimate does. */
function withMargin(stopPrice: DecimalText | null): DecimalText | null {
  return stopPrice === null ? null : multiply(stopPrice, marketMargin);
}

/** The most that a market buy may take of the book while amount x deepest price x margin stays within the budget. */
function marketBuy(budget: DecimalText, asks: readonly Level[]): DecimalText | null {
  let reachable = zero;
  let best: DecimalText | null = null;
  for (const [price, size] of asks) {
    if (compare(price, zero) <= 0) continue;
    const affordableHere = divide(budget, multiply(price, marketMargin), scale, 'down');
    if (compare(affordableHere, reachable) <= 0) break;
    reachable = add(reachable, size);
    best = compare(affordableHere, reachable) < 0 ? affordableHere : reachable;
  }
  return best;
}

function wholeLots(amount: DecimalText, lotSize: DecimalText): DecimalText {
  const common = Math.max(decimalsOf(amount), decimalsOf(lotSize));
  const units = toUnits(amount, common);
  const lot = toUnits(lotSize, common);
  if (units === null || lot === null || lot <= 0n) throw new Error('a lot size must be above zero');
  return fromUnits(divideUnits(units, lot, 'down') * lot, common);
}
