import { isPositive, readDecimal } from '../../domain/money.ts';
import { allow, deny, type OrderRule } from '../rule.ts';

const priced = ['limit', 'limit-maker', 'stop-limit'];

/** A limit order, also one behind a stop, has a price above zero; a price that is given anywhere else must at least be one. */
export const priceValid: OrderRule = {
  id: 'price-valid',
  title: 'Price',
  appliesTo: 'order',
  judge({ type, price }) {
    const isNeeded = type !== null && priced.includes(type.trim().toLowerCase());
    if (price === null && !isNeeded) return allow('No price is needed.');
    const value = readDecimal(price?.trim() ?? '');
    return value !== null && isPositive(value)
      ? allow('The price is a number above zero.')
      : deny('invalid_price', 'The price must be a plain decimal number above zero.', { price: price ?? 'none' });
  },
  standing: () => 'above zero for limit orders',
};
