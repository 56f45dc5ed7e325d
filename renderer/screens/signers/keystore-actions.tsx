import type { ReactElement } from 'react';
import type { SignerRow } from '../../../core/contract/shapes.ts';
import { type SecretButton, SecretButtons } from '../../parts/secret-buttons.tsx';

const withoutFile: readonly SecretButton[] = [
  { form: 'keystore-create', text: 'Make a new key…', title: 'A new key in a new keystore, under a password of yours' },
  { form: 'keystore-import', text: 'Import a keystore…', title: 'A keystore of another program, under a new password' },
];
const withFile: readonly SecretButton[] = [
  { form: 'keystore-password', text: 'Give its password…', title: 'For this run, or kept in the vault' },
  { form: 'keystore-change', text: 'Change its password…', title: 'The same key under another password' },
  { form: 'keystore-create-beside', text: 'Make another key…', title: 'In a keystore beside this one, which stays' },
  { form: 'keystore-import-beside', text: 'Import another…', title: 'A keystore beside this one, which stays' },
  { form: 'keystore-export', text: 'Export a copy…', title: 'The same key under another password, in a new file' },
];

/** What can be done with the keystore. */
export function KeystoreActions({ row }: { readonly row: SignerRow }): ReactElement {
  const hasFile = row.settings.some(({ label }) => label === 'File');
  return (
    <section className="pane-part" aria-labelledby="keystore-title">
      <h3 id="keystore-title">{hasFile ? 'The keystore' : 'There is no keystore yet'}</h3>
      <SecretButtons buttons={hasFile ? withFile : withoutFile} standing={`${hasFile} ${row.standing.code}`} />
    </section>
  );
}
