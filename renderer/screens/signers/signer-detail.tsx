// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import type { SignerBoard, SignerRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { type SecretButton, SecretButtons } from '../../parts/secret-buttons.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { needsSentence, signerDescriptions } from '../../state/signer-words.ts';
import { ChooseSigner } from './choose-signer.tsx';
import { Keyshares } from './keyshares.tsx';
import { KeystoreActions } from './keystore-actions.tsx';
import { LedgerAddresses } from './ledger-addresses.tsx';
import { LedgerState } from './ledger-state.tsx';

interface SignerDetailProps {
  readonly board: SignerBoard;
  readonly row: SignerRow;
}

/** One kind of signer: what it is, its state, how it is set up, and everything that can be done with it. */
export function SignerDetail({ board, row }: SignerDetailProps): ReactElement {
  const { isForLive, kind, settings, standing, title } = row;
  const device = useAsking();
  return (
    <section className="panel pane" aria-labelledby="signer-title">
      <header className="panel-head">
        <h2 id="signer-title">{shownText(title)}</h2>
        {isForLive ? null : <span className="draft-mark">Development on paper only</span>}
      </header>
      <div className="pane-scroll" role="group" tabIndex={0} aria-label="About this signer">
        <div className="pane-part">
          <p>{signerDescriptions[kind]}</p>
          <p className="standing" data-ready={standing.isReady} role="status">
            <strong>{shownText(standing.text)}</strong> {standing.needs === null ? '' : needsSentence(standing.needs)}
          </p>
          <Facts>
            {settings.map(({ label, text }) => (
              <Fact key={label} name={shownText(label)}>
                {shownText(text)}
              </Fact>
            ))}
          </Facts>
          {settings.length === 0 ? <p className="part-note">No setting of it is set.</p> : null}
        </div>
        {kind === 'keystore' ? <KeystoreActions row={row} /> : null}
        {kind === 'cb_mpc_2pc' ? <Keyshares /> : null}
        {kind === 'ledger' ? (
          <>
            <LedgerState board={board} row={row} asking={device} />
            <LedgerAddresses board={board} isHeld={device.waitsFor !== null} />
          </>
        ) : (
          <div className="pane-part">
            <ChooseSigner key={kind} board={board} row={row} />
          </div>
        )}
        {kind === 'remote' ? <Certificates buttons={ofRemote} standing={standing.text} /> : null}
        {kind === 'cb_mpc_2pc' ? <Certificates buttons={ofParties} standing={standing.text} /> : null}
        {kind === 'cb_mpc_2pc' && standing.code === 'halted' ? <SayRestarted /> : null}
      </div>
    </section>
  );
}

const ofRemote: readonly SecretButton[] = [{ form: 'tls-remote', text: 'Give its certificates…' }];

const ofParties: readonly SecretButton[] = [
  { form: 'tls-mpc-0', text: 'Certificates of party 0…' },
  { form: 'tls-mpc-1', text: 'Certificates of party 1…' },
];

/** Certificates that are kept in the vault. */
function Certificates({
  buttons,
  standing,
}: {
  readonly buttons: readonly SecretButton[];
  /** How the signer stands, which other certificates change. */
  readonly standing: string;
}): ReactElement {
  return (
    <section className="pane-part" aria-labelledby="certificates-title">
      <h3 id="certificates-title">Certificates</h3>
      <p className="part-note">Kept in the vault, and used where the environment names none.</p>
      <SecretButtons buttons={buttons} standing={standing} />
    </section>
  );
}

function SayRestarted(): ReactElement {
  const asking = useAsking();
  return (
    <div className="pane-part">
      <AskButton
        asking={asking}
        waitsFor="Asking."
        ask={() => bridge().ask['signers.requestRestarted']({})}
        then={(approval) => approval}
      >
        I have put it right…
      </AskButton>
      <AskingWords asking={asking} />
    </div>
  );
}
