import { allow, type TransactionRule } from '../rule.ts';

/** Each transaction needs the person's own approval: `EXECUTION_APPROVAL_MODE=approve_each`, or the document. */
export const transactionApproval: TransactionRule = {
  id: 'transaction-approval',
  title: 'Approval of each transaction',
  appliesTo: 'transaction',
  judge: (_transaction, { approveEach }) =>
    approveEach === true
      ? {
          decision: 'needs-approval',
          code: 'approve_each',
          message: 'Each transaction needs your own approval.',
          facts: {},
        }
      : allow('Transactions within the rules need no approval of their own.'),
  standing: ({ approveEach }) => (approveEach === true ? 'each' : null),
};
