import { orderTypes } from '../../domain/intent.ts';
import { allow, deny, type OrderRule } from '../rule.ts';

/** An order is of a kind that is offered. */
export const orderType: OrderRule = {
  id: 'order-type',
  title: 'Order type',
  appliesTo: 'order',
  judge({ type }) {
    const word = type?.trim().toLowerCase();
    return orderTypes.some((offered) => offered === word)
      ? allow(`The type is ${word}.`)
      : deny('invalid_order_type', 'The type must be limit, limit-maker or market.', { type: type ?? 'none' });
  },
  standing: () => orderTypes.join(', '),
};
