import { isPositive, readDecimal } from '../../domain/money.ts';
import { allow, deny, type OrderRule } from '../rule.ts';

/** An order has one amount, a plain decimal number above zero; only a market order may give it in quote. */
export const amountValid: OrderRule = {
  id: 'amount-valid',
  title: 'Amount',
  appliesTo: 'order',
  judge({ amount, quoteAmount, type }) {
    const given = amount ?? quoteAmount;
    const value = readDecimal(given?.trim() ?? '');
    const facts = { amount: amount ?? 'none', ...(quoteAmount === null ? {} : { quoteAmount }) };
    if (value === null || !isPositive(value)) {
      return deny('invalid_amount', 'The amount must be a plain decimal number above zero.', facts);
    }
    if (quoteAmount === null) return allow('The amount is a number above zero.');
    if (amount !== null) return deny('invalid_amount', 'An order has one amount, not two.', facts);
    return type?.trim().toLowerCase() === 'market'
      ? allow('The amount in quote is a number above zero.')
      : deny('invalid_amount', 'Only a market order takes an amount in quote.', facts);
  },
  standing: () => 'above zero',
};
