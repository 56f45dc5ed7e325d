import { allow, deny, type OrderRule } from '../rule.ts';

/** An order buys or sells, and nothing else. */
export const orderSide: OrderRule = {
  id: 'order-side',
  title: 'Side',
  appliesTo: 'order',
  judge({ side }) {
    const word = side?.trim().toLowerCase();
    return word === 'buy' || word === 'sell'
      ? allow(`The side is ${word}.`)
      : deny('invalid_side', 'The side must be buy or sell.', { side: side ?? 'none' });
  },
  standing: () => 'buy, sell',
};
