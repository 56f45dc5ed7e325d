import { allow, deny, type TransactionRule } from '../rule.ts';

/** A transaction can be read, and is of type 0, 1 or 2. */
export const transactionShape: TransactionRule = {
  id: 'transaction-shape',
  title: 'Transaction',
  appliesTo: 'transaction',
  judge: ({ fault }) =>
    fault === null
      ? allow('The transaction can be read.')
      : deny('invalid_transaction', `The transaction cannot be judged: ${fault}.`),
  standing: () => 'types 0, 1 and 2',
};
