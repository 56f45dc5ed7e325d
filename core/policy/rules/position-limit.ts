import { isCash } from '../../domain/cash.ts';
import { add } from '../../domain/money.ts';
import { amountsInWords, baseOf, quoteOf } from '../assets.ts';
import { withinBudget } from '../bound.ts';
import { limitFor } from '../limits.ts';
import { allow, deny, noLimit, type OrderRule } from '../rule.ts';

const code = 'position_too_large';

/**
 * At most so much of an asset after a buy: what is there, what open buys may still add, and the order itself. A sale for another coin buys
 * that coin, and how much of it there is no order is told: where that has a limit, it is refused.
 */
export const positionLimit: OrderRule = {
  id: 'position-limit',
  title: 'Largest position',
  appliesTo: 'order',
  judge({ side, symbol }, { maxPosition }, { mostBase, position }) {
    if (maxPosition === undefined) return noLimit;
    const base = baseOf(symbol);
    if (base === null) return deny(code, 'The market has no base asset that a limit could be held against.');
    const isSell = side?.trim().toLowerCase() === 'sell';
    const quote = quoteOf(symbol);
    const most = quote === null || isCash(quote) ? undefined : limitFor(maxPosition, quote);
    if (isSell && quote !== null && most !== undefined) {
      const why = `A sale for ${quote} buys ${quote}, of which there may be only so much: sell for money instead.`;
      return deny(code, why, { limit: most, unit: quote });
    }
    const limit = limitFor(maxPosition, base);
    if (limit === undefined) return noLimit;
    if (isSell) return allow('A sell makes the position smaller.');
    if (position === null || position.asset !== base) {
      return deny(code, `How much ${base} there is is not known, so no more may be bought.`, { limit, unit: base });
    }
    const used = add(position.total, position.opening);
    return withinBudget({ used, adds: mostBase, limit, unit: base, span: 'after this order', code });
  },
  standing: ({ maxPosition }) => amountsInWords(maxPosition),
};
