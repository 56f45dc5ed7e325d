import type { ReactElement } from 'react';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { type SecretButton, SecretButtons } from '../../parts/secret-buttons.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { verdictWords } from '../../state/custody-words.ts';

/** What can be done with a key of an exchange: ask the exchange about it, take it into the vault, say what only the person knows, wipe it. */
export function KeyActions({ row }: { readonly row: CredentialRow }): ReactElement | null {
  const asking = useAsking();
  const { credentialId, passport, place, state, stateText } = row;
  if (state === 'retired') return null;
  const isInEnvironment = place === 'environment' || place === 'env-file';
  const isUntold = passport?.ipRestricted === 'untold' || passport?.createdAtMs === 'untold';
  const buttons: readonly SecretButton[] = [
    ...(isInEnvironment
      ? [{ form: 'exchange-take-over', text: 'Take it into the vault…', credentialId } as const]
      : []),
    ...(isUntold
      ? [{ form: 'exchange-attest', text: 'Say what the exchange does not tell…', credentialId } as const]
      : []),
    ...(isInEnvironment ? [] : [{ form: 'exchange-retire', text: 'Wipe this key…', credentialId } as const]),
  ];
  return (
    <>
      <AskButton
        asking={asking}
        waitsFor="The exchange is asked what this key may do."
        ask={() => bridge().ask['exchangeKeys.readPassport']({ credentialId })}
        then={(read) => verdictWords(read, row)}
      >
        Ask the exchange now
      </AskButton>
      <AskingWords asking={asking} />
      <SecretButtons buttons={buttons} standing={`${stateText} ${passport?.attested?.atMs}`} />
    </>
  );
}
