// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import type { CredentialRow, Procedure } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/moment.tsx';
import { SecretButtons } from '../../parts/secret-buttons.tsx';
import { ageWords, credentialTitle, kindWords, placeWords } from '../../state/custody-words.ts';
import { useNow } from '../../state/now.ts';
import { BeginEmergency } from './begin-emergency.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { GuidedRotation } from './guided-rotation.tsx';
import { KeyActions } from './key-actions.tsx';
import { PassportView } from './passport-view.tsx';
import { Rotation } from './rotation.tsx';

interface CredentialDetailProps {
  readonly row: CredentialRow;
  /** The guided procedure that is under way, or the last one. */
  readonly procedure: Procedure | null;
}

/** All that is known of one credential, and what can be done with it. */
export function CredentialDetail({ procedure, row }: CredentialDetailProps): ReactElement {
  const nowMs = useNow();
  const { credentialId, evidence, fingerprint, kind, passport, place, stateText } = row;
  return (
    <section className="panel pane" aria-labelledby="credential-title">
      <header className="panel-head">
        <h2 id="credential-title">{credentialTitle(row)}</h2>
        {fingerprint === null ? null : <CopyButton text={fingerprint} what="its fingerprint" isSmall />}
      </header>
      <div className="pane-scroll" role="group" tabIndex={0} aria-label="About this credential">
        <div className="pane-part">
          <p className="standing" data-ready={row.state === 'active'}>
            {shownText(stateText)}
          </p>
          <Facts>
            <Fact name="Kind">{kindWords(row)}</Fact>
            <Fact name="Place">{placeWords[place]}</Fact>
            <Fact name="Fingerprint">
              {fingerprint === null ? 'cannot be read now' : <code>{shownText(fingerprint)}</code>}
            </Fact>
            <Fact name="Age">{ageWords(row, nowMs)}</Fact>
            <Fact name="Last rotated">
              {row.lastRotatedAtMs === null ? 'not by this console' : <Moment atMs={row.lastRotatedAtMs} />}
            </Fact>
          </Facts>
          {kind === 'cex-key' ? <KeyActions row={row} /> : null}
        </div>
        <GuidedRotation procedure={procedure} row={row} />
        <BeginEmergency procedure={procedure} row={row} />
        {passport === null ? null : <PassportView passport={passport} row={row} />}
        {row.state === 'retired' ? null : <Rotation row={row} />}
        <EvidenceList evidence={evidence} />
        {kind === 'keystore-password' || kind === 'remote-tls' || kind === 'mpc-keyshare' ? (
          <div className="pane-part">
            <p className="part-note">It is given and changed on the Signers screen (Ctrl or Cmd and 3).</p>
          </div>
        ) : null}
        {row.state === 'standby' && kind === 'cex-key' ? (
          <div className="pane-part">
            <SecretButtons
              buttons={[{ form: 'exchange-use', text: 'Use this key…', credentialId }]}
              standing={stateText}
            />
          </div>
        ) : null}
      </div>
    </section>
  );
}
