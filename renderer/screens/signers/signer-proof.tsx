import type { ReactElement } from 'react';
import type { SignerBoard, SignerRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { momentWithZone } from '../../format/time.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { GroupedAddress } from '../../parts/grouped-address.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { VerifyAddress } from '../../parts/verify-address.tsx';
import { useNow } from '../../state/now.ts';
import { capabilityWords, chosenByWords, lastProof, signerNames } from '../../state/signer-words.ts';

/** The active signer: the address it is pinned to, and how that is proved. */
export function SignerProof({
  active,
  board,
}: {
  readonly board: SignerBoard;
  readonly active: SignerRow | undefined;
}) {
  return (
    <section className="panel pane signer-proof" aria-labelledby="proof-title">
      <header className="panel-head">
        <h2 id="proof-title">{board.active === null ? 'Active signer' : `Active: ${signerNames[board.active]}`}</h2>
        {board.pinned === null ? null : <CopyButton text={board.pinned} what="the pinned address" isSmall />}
      </header>
      <div className="pane-part">
        {board.pinned === null ? (
          <p>{board.active === null ? 'No signer is active.' : 'No address is pinned: nothing is signed before.'}</p>
        ) : (
          <GroupedAddress address={board.pinned} isLarge />
        )}
        <p className="part-note">{chosenByWords(board)}</p>
        {board.pinned === null ? null : <VerifyAddress board={board} />}
        {board.pinned === null ? null : <TestSignature board={board} />}
        {active === undefined ? null : (
          <ul className="word-list" aria-label="What it can do">
            {capabilityWords(active).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="pane-part">
        <h3>Its own rules</h3>
        <p className="part-note">
          The second layer reads the bytes again right before they are signed. It is set in the environment only.
        </p>
        <ul className="word-list" aria-label="Its own rules">
          {board.layerTwo.map((words) => (
            <li key={words}>{shownText(words)}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function TestSignature({ board }: { readonly board: SignerBoard }): ReactElement {
  const nowMs = useNow();
  const asking = useAsking();
  return (
    <div className="verify">
      <AskButton
        asking={asking}
        waitsFor="The signer is asked. Answer on it if it asks you."
        ask={() => bridge().ask['signers.test']({})}
        then={({ text }) =>
          text === null
            ? 'It answers with the pinned address.'
            : 'It signed a text of ours, and the signature is by the pinned address.'
        }
      >
        Test signature
      </AskButton>
      <p className="part-note" title={board.testedAtMs === null ? undefined : momentWithZone(board.testedAtMs)}>
        Last tested: {lastProof(board.testedAtMs, nowMs)}. A test works while halted and can never be a transaction.
      </p>
      <AskingWords asking={asking} />
    </div>
  );
}
