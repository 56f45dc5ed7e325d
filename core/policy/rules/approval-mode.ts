import { allow, type OrderRule } from '../rule.ts';

/** Each order needs the person's own approval: `EXECUTION_APPROVAL_MODE=approve_each`. */
export const approvalMode: OrderRule = {
  id: 'approval-mode',
  title: 'Approval',
  appliesTo: 'order',
  judge: (_order, { approveEach }) =>
    approveEach === true
      ? {
          decision: 'needs-approval',
          code: 'approval_required',
          message: 'Every order needs your approval.',
          facts: {},
        }
      : allow('No approval of single orders is asked for.'),
  standing: ({ approveEach }) => (approveEach === true ? 'each order' : null),
};
