import { readDecimal, zero } from '../../domain/money.ts';
import { withinBudget } from '../bound.ts';
import { deny, noLimit, type OrderRule } from '../rule.ts';

const code = 'order_amount_too_large';

/**
 * At most so much of the base asset in one order, inclusive: `MAX_CEX_ORDER_AMOUNT`. What is no number is not within it; an order by quote
 * amount is judged by the most base it may come to.
 */
export const orderAmount: OrderRule = {
  id: 'order-amount',
  title: 'Largest order',
  appliesTo: 'order',
  judge({ amount, quoteAmount }, { maxOrderAmount }, { mostBase }) {
    if (maxOrderAmount === undefined) return noLimit;
    const isByQuote = amount === null && quoteAmount !== null;
    const adds = isByQuote ? mostBase : readDecimal(amount?.trim() ?? '');
    if (!isByQuote && adds === null) {
      return deny(code, 'The amount is not a number that can be held against the limit.', {
        amount: amount ?? 'none',
        limit: maxOrderAmount,
      });
    }
    return withinBudget({ used: zero, adds, limit: maxOrderAmount, unit: 'base units', span: 'in one order', code });
  },
  standing: ({ maxOrderAmount }) => maxOrderAmount ?? null,
};
