import { type ReactElement, useEffect, useRef } from 'react';
import type { SecretForm, SignerRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { AskingWords } from './asking-words.tsx';
import { useAsking } from './use-asking.ts';

interface Action {
  readonly form: SecretForm;
  readonly text: string;
  readonly title: string;
}

const withoutFile: readonly Action[] = [
  { form: 'keystore-create', text: 'Make a new key…', title: 'A new key in a new keystore, under a password of yours' },
  { form: 'keystore-import', text: 'Import a keystore…', title: 'A keystore of another program, under a new password' },
];
const withFile: readonly Action[] = [
  { form: 'keystore-password', text: 'Give its password…', title: 'For this run, or kept in the vault' },
  { form: 'keystore-change', text: 'Change its password…', title: 'The same key under another password' },
  { form: 'keystore-export', text: 'Export a copy…', title: 'The same key under another password, in a new file' },
];

/** What can be done with the keystore. Every password is typed in the approval window, never here. */
export function KeystoreActions({ row }: { readonly row: SignerRow }): ReactElement {
  const asking = useAsking();
  const hasFile = row.settings.some(({ label }) => label === 'File');
  const forget = useRef(asking.forget);
  forget.current = asking.forget;
  const mark = `${hasFile} ${row.standing.code}`;

  // Where it was told to type is of no use once what was typed has changed something.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark says that something has changed
  useEffect(() => forget.current(), [mark]);
  return (
    <section className="signer-part" aria-labelledby="keystore-title">
      <h3 id="keystore-title">{hasFile ? 'The keystore' : 'There is no keystore yet'}</h3>
      <div className="button-row wrap">
        {(hasFile ? withFile : withoutFile).map(({ form, text, title }) => (
          <button
            key={form}
            type="button"
            className="button"
            title={title}
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
