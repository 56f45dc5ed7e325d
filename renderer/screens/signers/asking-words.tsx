import type { ReactElement } from 'react';
import { Problem } from '../../parts/problem.tsx';
import type { Asking } from './use-asking.ts';

/** What is waited for, or how it went; the live region is always there. */
export function AskingWords({ asking }: { readonly asking: Asking }): ReactElement {
  return (
    <>
      <p className="asking-words" role="status" data-waits={asking.waitsFor !== null}>
        {asking.waitsFor ?? asking.said}
      </p>
      {asking.error === null ? null : <Problem error={asking.error} />}
    </>
  );
}
