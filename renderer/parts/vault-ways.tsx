import type { ReactElement } from 'react';
import { bridge } from '../bridge.ts';
import { AskButton } from './ask-button.tsx';
import { AskingWords } from './asking-words.tsx';
import { useAsking } from './use-asking.ts';

/** The two ways into a vault that is not open: the keychain is asked again, or its passphrase is typed in the approval window. */
export function VaultWays(): ReactElement {
  const asking = useAsking();
  return (
    <>
      <AskButton
        asking={asking}
        className="text-button"
        waitsFor="The keychain is asked."
        ask={() => bridge().ask['vault.askKeychain']({})}
        then={({ state }) => (state === 'open' ? 'The vault is open.' : 'The keychain is open; the vault needs more.')}
      >
        Try the keychain again
      </AskButton>
      <AskButton
        asking={asking}
        className="text-button"
        waitsFor="The window for it is opened."
        ask={() => bridge().ask['secrets.request']({ form: 'vault-unlock' })}
        then={() => 'Type it in the window of its own.'}
      >
        Type its passphrase
      </AskButton>
      <AskingWords asking={asking} />
    </>
  );
}
