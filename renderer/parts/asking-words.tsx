import type { ReactElement } from 'react';
import { ApprovalWait } from './approval-wait.tsx';
import { Problem } from './problem.tsx';
import type { Asking } from './use-asking.ts';

interface AskingWordsProps {
  readonly asking: Asking;
  /** What is said while an approval is waited for, behind the time that is left. */
  readonly meanwhile?: string;
}

/** What is waited for, or how it went; the live region is always there. */
export function AskingWords({ asking, meanwhile = '' }: AskingWordsProps): ReactElement {
  const { said, waitsFor } = asking;
  return (
    <>
      <p className="asking-words" role="status" data-waits={waitsFor !== null}>
        {waitsFor ?? (typeof said === 'string' ? said : '')}
      </p>
      {typeof said === 'string' ? null : (
        <ApprovalWait approvalId={said.approvalId} expiresAtMs={said.expiresAtMs} meanwhile={meanwhile} afterwards="" />
      )}
      {asking.error === null ? null : <Problem error={asking.error} />}
    </>
  );
}
