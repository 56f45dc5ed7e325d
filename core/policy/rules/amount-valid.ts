import { isPositive, readDecimal } from '../../domain/money.ts';
import { allow, deny, type OrderRule } from '../rule.ts';

/** An amount is a plain decimal number above zero. */
export const amountValid: OrderRule = {
  id: 'amount-valid',
  title: 'Amount',
  appliesTo: 'order',
  judge({ amount }) {
    const value = readDecimal(amount?.trim() ?? '');
    return value !== null && isPositive(value)
      ? allow('The amount is a number above zero.')
      : deny('invalid_amount', 'The amount must be a plain decimal number above zero.', { amount: amount ?? 'none' });
  },
  standing: () => 'above zero',
};
