import type { ReactElement } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { ApprovalWait } from '../../parts/approval-wait.tsx';
import { Problem } from '../../parts/problem.tsx';
import { type AwaitedOrder, orderOfApproval } from '../../state/awaited-order.ts';
import { useConsole } from '../../state/console-store.ts';
import { outcomeSentence } from '../../state/order-words.ts';
import type { Outcome } from './ticket-panel.tsx';

interface TicketOutcomeProps {
  readonly outcome: Outcome | null;
  readonly previewError: AppError | null;
}

/** What became of the last submission, kept up to date until something else is typed; or why the order cannot be judged. */
export function TicketOutcome({ outcome, previewError }: TicketOutcomeProps): ReactElement | null {
  const orders = useConsole((state) => state.orders);
  if (outcome !== null && 'error' in outcome) return <Problem error={outcome.error} />;
  if (previewError !== null && !isAtField(previewError)) return <Problem error={previewError} />;
  if (outcome === null) return null;
  if ('awaited' in outcome) return <AwaitingApproval awaited={outcome.awaited} />;
  const order = orders?.find((known) => known.orderId === outcome.order.orderId) ?? outcome.order;
  return (
    <p className="outcome" role="status" data-side={order.side} data-status={order.status}>
      {outcomeSentence(order)}
    </p>
  );
}

/** The order waits for the person in the approval window; then how that ended, and the order that came of it. */
function AwaitingApproval({ awaited }: { readonly awaited: AwaitedOrder }): ReactElement {
  const order = useConsole((state) => orderOfApproval(awaited, state.orders));
  return (
    <ApprovalWait
      approvalId={awaited.approvalId}
      expiresAtMs={awaited.expiresAtMs}
      meanwhile="Nothing is sent before."
      afterwards={order === undefined ? 'What came of it is in the orders below.' : outcomeSentence(order)}
    />
  );
}

function isAtField(error: AppError): boolean {
  return (
    error.code === 'invalid-input' &&
    error.issues.every((issue) => ['stopPrice', 'price', 'amount', 'quoteAmount'].includes(issue.path))
  );
}
