import type { Balance, Fill } from '../contract/shapes.ts';
import { add, compare, type DecimalText, decimal, isPositive, subtract, zero } from '../domain/money.ts';

/** Amounts by asset; one that is not there is zero. */
export type Totals = ReadonlyMap<string, DecimalText>;

/** A change of an asset's total that nothing here accounts for. */
export interface BalanceChange {
  readonly asset: string;
  readonly change: DecimalText;
  /** Whether all of it is gone at once, as when an answer was not whole. */
  readonly isSuspect: boolean;
}

/** Venues round what a fill moves to their own last place: beside a fill of ours so little is not a change. */
const roundedAway = decimal('0.00000001');

/**
 * What changed between two readings of an account beyond what our own fills did (`known`, by asset, with signs), sorted by asset.
 * For every asset: before + known + change = after, but for a difference of one part in the eighth place beside a fill of ours. What an
 * order holds does not matter: totals are free and held together.
 */
export function unexplainedChanges(readings: {
  readonly before: Totals;
  readonly after: Totals;
  readonly known: Totals;
}): readonly BalanceChange[] {
  const { after, before, known } = readings;
  const assets = [...new Set([...before.keys(), ...after.keys(), ...known.keys()])].sort();
  return assets.flatMap((asset) => {
    const was = before.get(asset) ?? zero;
    const is = after.get(asset) ?? zero;
    const ours = known.get(asset) ?? zero;
    const change = subtract(is, add(was, ours));
    if (change === zero || (ours !== zero && compare(sizeOf(change), roundedAway) <= 0)) return [];
    return [{ asset, change, isSuspect: isPositive(was) && is === zero }];
  });
}

/** The totals of a reading. */
export function totalsOf(balances: readonly Balance[]): Totals {
  return new Map(balances.map(({ asset, total }) => [asset, total]));
}

/** What one fill did to the account's totals, its fee included, added to `totals`. */
export function withFill(totals: Totals, { amount, fee, notional, side, symbol }: Fill): Totals {
  const [base = '', quote = ''] = symbol.split('/');
  const moved = new Map(totals);
  const move = (asset: string, by: DecimalText): void => void moved.set(asset, add(moved.get(asset) ?? zero, by));
  move(base, side === 'buy' ? amount : subtract(zero, amount));
  move(quote, side === 'buy' ? subtract(zero, notional) : notional);
  move(fee.asset, subtract(zero, fee.amount));
  return moved;
}

function sizeOf(amount: DecimalText): DecimalText {
  return compare(amount, zero) < 0 ? subtract(zero, amount) : amount;
}
