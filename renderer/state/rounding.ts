import { compare, type DecimalText, readDecimal, subtract, zero } from '../../core/domain/money.ts';
import { typedAmount } from '../format/amount.ts';

/**
 * Whether what is held differs from what was typed as rounding to a step makes it differ: by something, and by less than one step.
 * Anything else has another reason, and must not be explained away as rounding.
 */
export function isRounding(held: DecimalText | null | undefined, typed: string, step: DecimalText): boolean {
  const read = readDecimal(typedAmount(typed));
  if (held === null || held === undefined || read === null || read === held) return false;
  const off = subtract(held, read);
  return compare(off, step) < 0 && compare(subtract(zero, off), step) < 0;
}
