import type { Clock } from '../ports.ts';
import type { Signing } from './signing.ts';

/** How often a signer that is a service is asked while real money may be moved. */
export const askServiceMs = 60_000;

/** What the watch stands on. */
export interface ServiceWatchParts {
  readonly clock: Pick<Clock, 'every'>;
  readonly isLive: () => boolean;
  readonly signing: Pick<Signing, 'active' | 'address' | 'keyshareDesk'>;
}

/**
 * While real money may be moved, asks the signer in use every minute where it is a service: a remote signer for its address, a two-party
 * signer for what both parties attest. Another address, shares that do not belong together and older ones halt, as wherever they are seen;
 * one that does not answer halts nothing. A key that a person holds is not asked by itself. Answers what ends the watch.
 */
export function watchServiceSigner({ clock, isLive, signing }: ServiceWatchParts): () => void {
  let isAsking = false;
  const ask = async (): Promise<void> => {
    switch (signing.active.kind()) {
      case 'remote':
        await signing.address(false, 'core');
        return;
      case 'cb_mpc_2pc':
        await signing.keyshareDesk.look('core');
        return;
      case 'env_private_key':
      case 'keystore':
      case 'ledger':
      case null:
        return;
    }
  };
  return clock.every(askServiceMs, () => {
    if (isAsking || !isLive()) return;
    isAsking = true;
    void ask().finally(() => {
      isAsking = false;
    });
  });
}
