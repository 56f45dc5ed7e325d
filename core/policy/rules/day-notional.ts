import { amountsInWords, quoteOf } from '../assets.ts';
import { withinBudget } from '../bound.ts';
import { limitFor } from '../limits.ts';
import { deny, noLimit, type OrderRule } from '../rule.ts';

/** At most so much of a quote asset in rolling 24 hours, counted as it is reserved, this order included. */
export const dayNotional: OrderRule = {
  id: 'day-notional',
  title: 'Per 24 hours',
  appliesTo: 'order',
  judge({ symbol }, { maxDayNotional }, { mostQuote, reserved }) {
    if (maxDayNotional === undefined) return noLimit;
    const quote = quoteOf(symbol);
    if (quote === null)
      return deny('day_limit_exceeded', 'The market has no quote asset that a limit could be held against.');
    const limit = limitFor(maxDayNotional, quote);
    if (limit === undefined) return noLimit;
    if (reserved === null) {
      return deny('day_limit_exceeded', `What was reserved in 24 hours is not known, so nothing more may be.`, {
        limit,
        unit: quote,
      });
    }
    return withinBudget({
      used: reserved.day,
      adds: mostQuote,
      limit,
      unit: quote,
      span: 'in 24 hours',
      code: 'day_limit_exceeded',
    });
  },
  standing: ({ maxDayNotional }) => amountsInWords(maxDayNotional),
};
