import { zero } from '../../domain/money.ts';
import { amountsInWords, quoteOf } from '../assets.ts';
import { withinBudget } from '../bound.ts';
import { limitFor } from '../limits.ts';
import { deny, noLimit, type OrderRule } from '../rule.ts';

const code = 'order_notional_too_large';

/** At most so much of a quote asset in one order, by the most that it may move. */
export const orderNotional: OrderRule = {
  id: 'order-notional',
  title: 'Largest notional',
  appliesTo: 'order',
  judge({ symbol }, { maxOrderNotional }, { mostQuote }) {
    if (maxOrderNotional === undefined) return noLimit;
    const quote = quoteOf(symbol);
    if (quote === null) return deny(code, 'The market has no quote asset that a limit could be held against.');
    const limit = limitFor(maxOrderNotional, quote);
    if (limit === undefined) return noLimit;
    return withinBudget({ used: zero, adds: mostQuote, limit, unit: quote, span: 'in one order', code });
  },
  standing: ({ maxOrderNotional }) => amountsInWords(maxOrderNotional),
};
