import type { ReactElement } from 'react';
import { shownText } from '../escape.ts';
import { showScreen, useConsole } from '../state/console-store.ts';
import { Icon } from './icon.tsx';

/** Across every screen for as long as it holds: what the person must know of the signer, such as a key that lies in the environment. */
export function SignerBanner(): ReactElement | null {
  const banner = useConsole((state) => state.status?.signer.banner ?? null);
  if (banner === null) return null;
  return (
    <section className="signer-banner" aria-label="Signer">
      <Icon name="warning" />
      <p>{shownText(banner)}</p>
      <button type="button" className="text-button" onClick={() => showScreen('signers')}>
        Open Signers
      </button>
    </section>
  );
}
