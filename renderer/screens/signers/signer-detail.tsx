// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import type { SecretForm, SignerBoard, SignerRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { needsSentence, signerDescriptions } from '../../state/signer-words.ts';
import { AskingWords } from './asking-words.tsx';
import { ChooseSigner } from './choose-signer.tsx';
import { KeystoreActions } from './keystore-actions.tsx';
import { LedgerAddresses } from './ledger-addresses.tsx';
import { LedgerState } from './ledger-state.tsx';
import { useAsking } from './use-asking.ts';

interface SignerDetailProps {
  readonly board: SignerBoard;
  readonly row: SignerRow;
}

/** One kind of signer: what it is, its state, how it is set up, and everything that can be done with it. */
export function SignerDetail({ board, row }: SignerDetailProps): ReactElement {
  const { isForLive, kind, settings, standing, title } = row;
  const device = useAsking();
  return (
    <section className="panel signer-detail" aria-labelledby="signer-title">
      <header className="panel-head">
        <h2 id="signer-title">{shownText(title)}</h2>
        {isForLive ? null : <span className="draft-mark">Development on paper only</span>}
      </header>
      <div className="signer-scroll" role="group" tabIndex={0} aria-label="About this signer">
        <div className="signer-part">
          <p>{signerDescriptions[kind]}</p>
          <p className="signer-standing" data-ready={standing.isReady} role="status">
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
        {kind === 'ledger' ? (
          <>
            <LedgerState board={board} row={row} asking={device} />
            <LedgerAddresses board={board} isHeld={device.waitsFor !== null} />
          </>
        ) : (
          <div className="signer-part">
            <ChooseSigner key={kind} board={board} row={row} />
          </div>
        )}
        {kind === 'remote' ? <Certificates forms={[{ form: 'tls-remote', text: 'Give its certificates…' }]} /> : null}
        {kind === 'cb_mpc_2pc' ? <Certificates forms={ofParties} /> : null}
        {kind === 'cb_mpc_2pc' && standing.code === 'halted' ? <SayRestarted /> : null}
      </div>
    </section>
  );
}

interface CertificateForm {
  readonly form: SecretForm;
  readonly text: string;
}

const ofParties: readonly CertificateForm[] = [
  { form: 'tls-mpc-0', text: 'Certificates of party 0…' },
  { form: 'tls-mpc-1', text: 'Certificates of party 1…' },
];

/** Certificates that are kept in the vault; they are typed in the approval window. */
function Certificates({ forms }: { readonly forms: readonly CertificateForm[] }): ReactElement {
  const asking = useAsking();
  return (
    <section className="signer-part" aria-labelledby="certificates-title">
      <h3 id="certificates-title">Certificates</h3>
      <p className="part-note">Kept in the vault, and used where the environment names none.</p>
      <div className="button-row wrap">
        {forms.map(({ form, text }) => (
          <button
            key={form}
            type="button"
            className="button"
            disabled={asking.waitsFor !== null}
            onClick={() =>
              void asking.ask(
                'The window for it is opened.',
                () => bridge().ask['secrets.request']({ form }),
                () => 'Type it in the window of its own.',
              )
            }
          >
            {text}
          </button>
        ))}
      </div>
      <AskingWords asking={asking} />
    </section>
  );
}

function SayRestarted(): ReactElement {
  const asking = useAsking();
  return (
    <div className="signer-part">
      <button
        type="button"
        className="button"
        disabled={asking.waitsFor !== null}
        onClick={() =>
          void asking.ask(
            'Asking.',
            () => bridge().ask['signers.requestRestarted']({}),
            (approval) => approval,
          )
        }
      >
        I have put it right…
      </button>
      <AskingWords asking={asking} />
    </div>
  );
}
