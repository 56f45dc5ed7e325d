import type { ReactElement } from 'react';
import type { KeyshareBoard } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { showCredentialOf } from '../../state/console-store.ts';

/** What can be done with the keyshares now. What changes anything at the parties goes through the approval window or Custody. */
export function KeyshareActions({ board }: { readonly board: KeyshareBoard }): ReactElement | null {
  const { canMakeKey, canRecover, canSettle, condition, pinned } = board;
  const asking = useAsking();
  if (condition === 'not-set-up') return null;
  const { ask } = bridge();
  return (
    <>
      <div className="button-row wrap">
        <AskButton
          asking={asking}
          className={canSettle || canRecover || canMakeKey ? 'button' : 'button strong'}
          waitsFor="Both parties are asked."
          ask={() => ask['keyshares.attest']({})}
          then={() => 'Both were asked.'}
        >
          Ask both to attest
        </AskButton>
        {canSettle ? (
          <AskButton
            asking={asking}
            className="button strong"
            waitsFor="Asking."
            ask={() => ask['keyshares.requestSettle']({})}
            then={(approval) => approval}
          >
            Settle…
          </AskButton>
        ) : null}
        {canRecover ? (
          <AskButton
            asking={asking}
            className="button strong"
            waitsFor="Asking."
            ask={() => ask['keyshares.requestRecovery']({})}
            then={(approval) => approval}
          >
            Take the restored shares…
          </AskButton>
        ) : null}
        {canMakeKey ? (
          <AskButton
            asking={asking}
            className="button strong"
            waitsFor="Both parties are asked once more."
            ask={() => ask['keyshares.requestNewKey']({})}
            then={(approval) => approval}
          >
            Have a key made…
          </AskButton>
        ) : null}
        {pinned === null ? null : (
          <button type="button" className="button" onClick={() => showCredentialOf('mpc-keyshare')}>
            Refresh…
          </button>
        )}
      </div>
      <AskingWords asking={asking} meanwhile="Nothing is done at the parties before." />
    </>
  );
}
