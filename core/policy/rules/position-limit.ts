import { add } from '../../domain/money.ts';
import { amountsInWords, baseOf } from '../assets.ts';
import { withinBudget } from '../bound.ts';
import { limitFor } from '../limits.ts';
import { allow, deny, noLimit, type OrderRule } from '../rule.ts';

const code = 'position_too_large';

/** At most so much of an asset after a buy: what is there, what open buys may still add, and the order itself. */
export const positionLimit: OrderRule = {
  id: 'position-limit',
  title: 'Largest position',
  appliesTo: 'order',
  judge({ side, symbol }, { maxPosition }, { mostBase, position }) {
    if (maxPosition === undefined) return noLimit;
    const base = baseOf(symbol);
    if (base === null) return deny(code, 'The market has no base asset that a limit could be held against.');
    const limit = limitFor(maxPosition, base);
    if (limit === undefined) return noLimit;
    if (side?.trim().toLowerCase() === 'sell') return allow('A sell makes the position smaller.');
    if (position === null || position.asset !== base) {
      return deny(code, `How much ${base} there is is not known, so no more may be bought.`, { limit, unit: base });
    }
    const used = add(position.total, position.opening);
    return withinBudget({ used, adds: mostBase, limit, unit: base, span: 'after this order', code });
  },
  standing: ({ maxPosition }) => amountsInWords(maxPosition),
};
