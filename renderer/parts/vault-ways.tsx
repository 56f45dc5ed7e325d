import type { ReactElement } from 'react';
import { bridge } from '../bridge.ts';
import { AskingWords } from './asking-words.tsx';
import { useAsking } from './use-asking.ts';

/** The two ways into a vault that is not open: the keychain is asked again, or its passphrase is typed in the approval window. */
export function VaultWays(): ReactElement {
  const asking = useAsking();
  const isWaiting = asking.waitsFor !== null;
  return (
    <>
      <button
        type="button"
        className="text-button"
        disabled={isWaiting}
        onClick={() =>
          void asking.ask(
            'The keychain is asked.',
            () => bridge().ask['vault.askKeychain']({}),
            ({ state }) => (state === 'open' ? 'The vault is open.' : 'The keychain is open; the vault needs more.'),
          )
        }
      >
        Try the keychain again
      </button>
      <button
        type="button"
        className="text-button"
        disabled={isWaiting}
        onClick={() =>
          void asking.ask(
            'The window for it is opened.',
            () => bridge().ask['secrets.request']({ form: 'vault-unlock' }),
            () => 'Type it in the window of its own.',
          )
        }
      >
        Type its passphrase
      </button>
      <AskingWords asking={asking} />
    </>
  );
}
