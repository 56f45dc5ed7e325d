import type { ReactElement } from 'react';
import { ApprovalWait } from '../../parts/approval-wait.tsx';
import { Problem } from '../../parts/problem.tsx';
import type { Asking } from './use-asking.ts';

/** What is waited for, or how it went; the live region is always there. */
export function AskingWords({ asking }: { readonly asking: Asking }): ReactElement {
  const { said, waitsFor } = asking;
  return (
    <>
      <p className="asking-words" role="status" data-waits={waitsFor !== null}>
        {waitsFor ?? (typeof said === 'string' ? said : '')}
      </p>
      {typeof said === 'string' ? null : (
        <ApprovalWait
          approvalId={said.approvalId}
          expiresAtMs={said.expiresAtMs}
          meanwhile="Compare the address there."
          afterwards=""
        />
      )}
      {asking.error === null ? null : <Problem error={asking.error} />}
    </>
  );
}
