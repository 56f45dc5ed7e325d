import { orderTypes } from '../../domain/intent.ts';
import { allow, deny, type OrderRule } from '../rule.ts';

/** An order is of a kind that there is; whether its market offers it is asked before. */
export const orderType: OrderRule = {
  id: 'order-type',
  title: 'Order type',
  appliesTo: 'order',
  judge({ type }) {
    const word = type?.trim().toLowerCase();
    return orderTypes.some((offered) => offered === word)
      ? allow(`The type is ${word}.`)
      : deny('invalid_order_type', `The type must be one of ${orderTypes.join(', ')}.`, { type: type ?? 'none' });
  },
  standing: () => orderTypes.join(', '),
};
