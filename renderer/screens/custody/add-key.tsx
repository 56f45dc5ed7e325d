import type { ReactElement } from 'react';
import type { VaultFacts } from '../../../core/contract/shapes.ts';
import { type SecretButton, SecretButtons } from '../../parts/secret-buttons.tsx';

const buttons: readonly SecretButton[] = [
  { form: 'exchange-key', text: 'Add an exchange key…' },
  { form: 'exchange-paste', text: 'Paste from an .env…', title: 'Lines such as CEX_BINANCE_API_KEY=…' },
];

/** Where new keys come in: in the approval window, into the vault. */
export function AddKey({
  count,
  vault,
}: {
  readonly vault: VaultFacts['state'];
  /** How many credentials there are: once there is one more, where to type is said no longer. */
  readonly count: number;
}): ReactElement {
  return (
    <footer className="pane-part">
      {vault === 'open' ? null : (
        <p className="part-note">The vault is {vault === 'locked' ? 'locked' : 'not made yet'}: a key needs it open.</p>
      )}
      <SecretButtons buttons={buttons} standing={String(count)} />
    </footer>
  );
}
