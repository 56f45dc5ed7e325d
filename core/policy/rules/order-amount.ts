import { compare, readDecimal } from '../../domain/money.ts';
import { allow, deny, noLimit, type OrderRule } from '../rule.ts';

/** At most so much of the base asset in one order, inclusive: `MAX_CEX_ORDER_AMOUNT`. What is no number is not within it. */
export const orderAmount: OrderRule = {
  id: 'order-amount',
  title: 'Largest order',
  appliesTo: 'order',
  judge({ amount }, { maxOrderAmount }) {
    if (maxOrderAmount === undefined) return noLimit;
    const value = readDecimal(amount?.trim() ?? '');
    const facts = { amount: amount ?? 'none', limit: maxOrderAmount };
    if (value === null)
      return deny('order_amount_too_large', 'The amount is not a number that can be held against the limit.', facts);
    return compare(value, maxOrderAmount) <= 0
      ? allow(`${value} of ${maxOrderAmount} in one order.`, facts)
      : deny('order_amount_too_large', `${value} is more than ${maxOrderAmount} in one order.`, facts);
  },
  standing: ({ maxOrderAmount }) => maxOrderAmount ?? null,
};
