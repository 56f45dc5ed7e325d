import { compare, divide, readDecimal, zero } from '../../core/domain/money.ts';
import { plottedNumber } from './plotted-number.ts';

/** What part of `whole` the amount is, from 0 on, as a number to draw with; null where it cannot be said. */
export function share(amount: string, whole: string): number | null {
  const part = readDecimal(amount);
  const all = readDecimal(whole);
  if (part === null || all === null || compare(all, zero) <= 0) return null;
  return plottedNumber(divide(part, all, 4, 'up'));
}
