import type { ReactElement } from 'react';
import { shownText } from '../escape.ts';
import { useConsole } from '../state/console-store.ts';
import { Icon } from './icon.tsx';
import { VaultWays } from './vault-ways.tsx';

/** Across every screen while a vault that was made stays locked: why, that all else goes on, and the ways to open it. */
export function VaultBanner(): ReactElement | null {
  const vault = useConsole((state) => state.status?.vault ?? null);
  const reason = useConsole((state) => state.host?.keychainProblem ?? null);
  if (vault !== 'locked') return null;
  return (
    <section className="signer-banner" aria-label="Vault">
      <Icon name="warning" />
      <p>
        The vault is locked. {reason === null ? 'It needs its passphrase.' : shownText(reason)} Paper trading works.
      </p>
      <VaultWays />
    </section>
  );
}
