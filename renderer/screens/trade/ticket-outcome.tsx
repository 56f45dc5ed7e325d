import type { ReactElement } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { countdown } from '../../format/time.ts';
import { Problem } from '../../parts/problem.tsx';
import { useConsole } from '../../state/console-store.ts';
import { useNow } from '../../state/now.ts';
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
  if ('approvalId' in outcome) return <AwaitingApproval {...outcome} />;
  const order = orders?.find((known) => known.orderId === outcome.order.orderId) ?? outcome.order;
  return (
    <p className="outcome" role="status" data-side={order.side} data-status={order.status}>
      {outcomeSentence(order)}
    </p>
  );
}

/** The order waits for the person in the approval window; said until it was answered. */
function AwaitingApproval({ approvalId, expiresAtMs }: { readonly approvalId: string; readonly expiresAtMs: number }) {
  const isWaiting = useConsole((state) => state.approvals.has(approvalId));
  const now = useNow();
  return (
    <p className="outcome" role="status" data-status="pending">
      {isWaiting
        ? `It waits for your approval in its own window, ${countdown(expiresAtMs - now)} more. Nothing is sent before.`
        : 'It was answered or its time ran out: see the orders below.'}
    </p>
  );
}

function isAtField(error: AppError): boolean {
  return (
    error.code === 'invalid-input' &&
    error.issues.every((issue) => ['price', 'amount', 'quoteAmount'].includes(issue.path))
  );
}
