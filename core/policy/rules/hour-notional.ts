import { amountsInWords, quoteOf } from '../assets.ts';
import { withinBudget } from '../bound.ts';
import { limitFor } from '../limits.ts';
import { deny, noLimit, type OrderRule } from '../rule.ts';

/** At most so much of a quote asset in a rolling hour, counted as it is reserved, this order included. */
export const hourNotional: OrderRule = {
  id: 'hour-notional',
  title: 'Per hour',
  appliesTo: 'order',
  judge({ symbol }, { maxHourNotional }, { mostQuote, reserved }) {
    if (maxHourNotional === undefined) return noLimit;
    const quote = quoteOf(symbol);
    if (quote === null)
      return deny('hour_limit_exceeded', 'The market has no quote asset that a limit could be held against.');
    const limit = limitFor(maxHourNotional, quote);
    if (limit === undefined) return noLimit;
    if (reserved === null) {
      return deny('hour_limit_exceeded', `What was reserved in this hour is not known, so nothing more may be.`, {
        limit,
        unit: quote,
      });
    }
    return withinBudget({
      used: reserved.hour,
      adds: mostQuote,
      limit,
      unit: quote,
      span: 'in this hour',
      code: 'hour_limit_exceeded',
    });
  },
  standing: ({ maxHourNotional }) => amountsInWords(maxHourNotional),
};
