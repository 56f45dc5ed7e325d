import type { ReactElement } from 'react';
import type { VaultFacts } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/moment.tsx';
import { type SecretButton, SecretButtons } from '../../parts/secret-buttons.tsx';

const stateWords = {
  absent: 'There is no vault yet. It is made when the keychain, or a passphrase, first opens it.',
  locked: 'The vault is locked. Paper trading works; no secret can be used.',
  open: 'The vault is open.',
} as const;
const openedByWords = {
  keychain: 'The keychain of this computer',
  passphrase: 'A passphrase',
  nothing: 'Nothing yet',
} as const;

/** The vault that secrets lie in: what opens it, how many there are, and what can be done with it. */
export function VaultPanel({ vault }: { readonly vault: VaultFacts }): ReactElement {
  const { masterKeyMadeAtMs, openedBy, problem, records, secondLock, state } = vault;
  return (
    <div className="pane-part">
      <p className="standing" data-ready={state === 'open'} role="status">
        {stateWords[state]}
      </p>
      {problem === null ? null : <p className="custody-problem">{shownText(problem)}</p>}
      <Facts>
        <Fact name="Opened by">
          {openedByWords[openedBy]}
          {secondLock ? ' and a passphrase' : ''}
        </Fact>
        <Fact name="Records">{records}</Fact>
        <Fact name="Master key made">
          {masterKeyMadeAtMs === null ? 'not known' : <Moment atMs={masterKeyMadeAtMs} />}
        </Fact>
      </Facts>
      {state === 'open' ? (
        <SecretButtons buttons={buttonsOf(vault)} standing={`${masterKeyMadeAtMs} ${secondLock} ${records}`} />
      ) : null}
      <p className="part-note">
        An export holds every secret under a passphrase of its own. Keep it apart from this computer: it is the way back
        when the keychain is lost.
      </p>
    </div>
  );
}

function buttonsOf({ openedBy, secondLock }: VaultFacts): readonly SecretButton[] {
  return [
    { form: 'vault-export', text: 'Export…' },
    { form: 'vault-import', text: 'Import…' },
    { form: 'vault-master-key', text: 'New master key…' },
    openedBy === 'passphrase'
      ? { form: 'vault-passphrase', text: 'Change the passphrase…' }
      : { form: 'vault-second-lock', text: secondLock ? 'Change the second lock…' : 'Add a second lock…' },
  ];
}
