import { allow, deny, type TransactionRule } from '../rule.ts';

/** An allowance without an end is given only where the document says that it may be. */
export const unlimitedApproval: TransactionRule = {
  id: 'unlimited-approval',
  title: 'Unlimited approvals',
  appliesTo: 'transaction',
  judge(_transaction, { mayApproveUnlimited }, { isUnlimitedApproval }) {
    if (!isUnlimitedApproval) return allow('It gives no allowance without an end.');
    return mayApproveUnlimited === true
      ? allow('Allowances without an end may be given.')
      : deny('unlimited_approval', 'It gives an allowance without an end.');
  },
  standing: ({ mayApproveUnlimited }) => (mayApproveUnlimited === true ? 'allowed' : 'refused'),
};
