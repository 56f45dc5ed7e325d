import { compare, type DecimalText } from '../../domain/money.ts';
import type { HaltControl } from '../halt.ts';
import { engageOnce } from './engage-once.ts';

const code = 'day-loss';

/** What live orders have lost today in one quote asset, and what they may lose at most. */
export interface LostToday {
  readonly quote: string;
  /** Zero where something was gained; null where it cannot be told. */
  readonly lost: DecimalText | null;
  readonly most: DecimalText;
  /** What would have to be known to tell it. */
  readonly missing: readonly string[];
}

/**
 * Halts where live orders have lost more in a day than the policy allows, while trading is live: the answer looks. On paper nothing is read.
 * What cannot be told halts nothing: no order that opens leaves meanwhile. The cause counts as gone once no loss is above its limit.
 */
export function haltOnDayLoss(
  halt: Pick<HaltControl, 'engage' | 'resolve' | 'state'>,
  isLive: () => boolean,
  read: () => readonly LostToday[],
): () => void {
  return () => {
    if (!isLive()) return;
    const all = read();
    const over = all.filter(({ lost, most }) => lost !== null && compare(lost, most) > 0);
    if (over.length > 0) {
      const amounts = over.map(({ lost, most, quote }) => `${lost} ${quote} (at most ${most})`).join(', ');
      engageOnce(halt, code, `Live orders lost more today than they may: ${amounts}`);
    } else if (all.every(({ lost }) => lost !== null)) halt.resolve(code);
  };
}
