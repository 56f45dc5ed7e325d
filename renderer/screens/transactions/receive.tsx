import type { ReactElement } from 'react';
import type { KnownChain, SignerBoard } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { GroupedAddress } from '../../parts/grouped-address.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { VerifyAddress } from '../../parts/verify-address.tsx';
import { showScreen } from '../../state/console-store.ts';

interface ReceiveProps {
  readonly board: SignerBoard | null;
  readonly chain: KnownChain | undefined;
}

/** Where to send to: the pinned address whole, as a code, and verified on the device. */
export function Receive({ board, chain }: ReceiveProps): ReactElement {
  return (
    <section className="account-part" aria-labelledby="receive-title">
      <header className="part-head">
        <h3 id="receive-title">Receive</h3>
        {board?.pinned === null || board === null ? null : <CopyButton text={board.pinned} what="the address" />}
      </header>
      {board === null ? (
        <p className="part-note">Reading.</p>
      ) : board.pinned === null ? (
        <>
          <p className="part-note">
            {board.active === null ? 'No signer is chosen' : 'The signer’s address is not pinned'}, so there is no
            address to receive at yet.
          </p>
          <button type="button" className="button" onClick={() => showScreen('signers')}>
            Open Signers
          </button>
        </>
      ) : (
        <>
          <div className="receive">
            <QrCode text={board.pinned} label={`The address ${board.pinned} as a code`} />
            <GroupedAddress address={board.pinned} isLarge />
          </div>
          <p className="part-note">
            Whoever pays must send on {shownText(chain?.name ?? 'the same network')}: the same address on another
            network is another account.
          </p>
          <VerifyAddress board={board} />
        </>
      )}
    </section>
  );
}
