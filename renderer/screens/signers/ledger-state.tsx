import type { ReactElement } from 'react';
import type { SignerBoard, SignerRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import type { Asking } from '../../parts/use-asking.ts';
import { ledgerAction, udevRule } from '../../state/signer-words.ts';

interface LedgerStateProps {
  readonly board: SignerBoard;
  readonly row: SignerRow;
  readonly asking: Asking;
}

/** The one button that the Ledger's state asks for. */
export function LedgerState({ asking, board, row }: LedgerStateProps): ReactElement {
  const code = asking.error?.code === 'signer-unavailable' ? asking.error.state : row.standing.code;
  const action = ledgerAction(code);
  const { ask } = bridge();

  function check(): void {
    const isPinned = row.isActive && board.pinned !== null;
    const first = { family: 'ledger-live', from: 0, count: 1 } as const;
    void asking.ask<unknown>(
      'The Ledger is asked.',
      async () => (isPinned ? ask['signers.address']({ show: false }) : ask['signers.deviceAddresses'](first)),
      () => 'The Ledger answers.',
    );
  }

  return (
    <section className="pane-part" aria-label="State of the Ledger">
      <div className="button-row">
        {action === 'open-app' ? (
          <AskButton
            asking={asking}
            className="button strong"
            waitsFor="Confirm on the Ledger that the Ethereum app is opened."
            ask={() => ask['signers.openApp']({})}
            then={({ text }) => shownText(text)}
          >
            Open Ethereum for me
          </AskButton>
        ) : null}
        <button type="button" className="button" disabled={asking.waitsFor !== null} onClick={check}>
          Check the Ledger
        </button>
      </div>
      <AskingWords asking={asking} />
      {action === 'copy-udev-rule' ? (
        <div className="udev">
          <p>
            Put these two lines into <code>/etc/udev/rules.d/70-ledger.rules</code>, then plug the Ledger in again.
          </p>
          <pre>{udevRule}</pre>
          <CopyButton text={`${udevRule}\n`} what="the udev rule" />
        </div>
      ) : null}
    </section>
  );
}
