import { quoteOf } from '../assets.ts';
import { limitFor } from '../limits.ts';
import { allow, deny, type OrderRule } from '../rule.ts';

const code = 'live_limit_missing';

/**
 * Where real money moves nothing passes for want of a rule: the exchange and the kind of market must be named by a list, and the quote
 * asset by a largest order and by a most per 24 hours. For live orders only.
 */
export const liveLimits: OrderRule = {
  id: 'live-limits',
  title: 'Limits for live',
  appliesTo: 'order',
  judge({ symbol }, { allowExchanges, allowMarketTypes, maxDayNotional, maxOrderNotional }) {
    if (allowExchanges === undefined) return deny(code, 'No list names the exchanges that may be traded on live.');
    if (allowMarketTypes === undefined) return deny(code, 'No list names the kinds of market that may be traded live.');
    const quote = quoteOf(symbol);
    if (quote === null) return deny(code, 'The market has no quote asset that a limit could be held against.');
    const order = limitFor(maxOrderNotional, quote);
    if (order === undefined) return deny(code, `No largest order in ${quote} is set, so none is live.`, { quote });
    const day = limitFor(maxDayNotional, quote);
    if (day === undefined) return deny(code, `No most in 24 hours is set for ${quote}, so none is live.`, { quote });
    return allow('The exchange, the kind of market and the quote asset have limits.', { quote, order, day });
  },
  standing: () => 'live orders only',
};
