import { onList } from '../bound.ts';
import type { TransactionRule } from '../rule.ts';

/** Only recipients that are named: `ALLOW_SIGN_TO_ADDRESSES`. No recipient is not on the list. */
export const signTo: TransactionRule = {
  id: 'sign-to',
  title: 'Recipients',
  appliesTo: 'transaction',
  judge: ({ to }, { allowToAddresses }) => onList(to, allowToAddresses, 'sign_to_not_allowed', 'Recipient'),
  standing: ({ allowToAddresses }) => allowToAddresses?.join(', ') ?? null,
};
