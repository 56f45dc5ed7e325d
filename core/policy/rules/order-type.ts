import { allow, deny, type OrderRule } from '../rule.ts';

/** An order is a limit or a market order. */
export const orderType: OrderRule = {
  id: 'order-type',
  title: 'Order type',
  appliesTo: 'order',
  judge({ type }) {
    const word = type?.trim().toLowerCase();
    return word === 'limit' || word === 'market'
      ? allow(`The type is ${word}.`)
      : deny('invalid_order_type', 'The type must be limit or market.', { type: type ?? 'none' });
  },
  standing: () => 'limit, market',
};
