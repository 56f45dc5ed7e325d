import type { ReactElement } from 'react';
import { countdown } from '../format/time.ts';
import { approvalEndWords } from '../state/approval-words.ts';
import { useConsole } from '../state/console-store.ts';
import { useNow } from '../state/now.ts';

interface ApprovalWaitProps {
  readonly approvalId: string;
  readonly expiresAtMs: number;
  /** What is said while it waits, behind the time that is left. */
  readonly meanwhile: string;
  /** What is said once it was approved, behind that word; where it is empty nothing is said of any end. */
  readonly afterwards: string;
}

/** Something waits for the person in the approval window; said until it was answered, and nothing more where `afterwards` is empty. */
export function ApprovalWait(props: ApprovalWaitProps): ReactElement {
  const isWaiting = useConsole((state) => state.approvals.has(props.approvalId));
  const end = useConsole((state) => state.approvalEnds.get(props.approvalId));
  const now = useNow();
  return (
    <p className="outcome" role="status" data-status="pending">
      {isWaiting
        ? `It waits for your approval in its own window, ${countdown(props.expiresAtMs - now)} more. ${props.meanwhile}`
        : props.afterwards === ''
          ? ''
          : approvalEndWords(end, now >= props.expiresAtMs, props.afterwards)}
    </p>
  );
}
