import type { Signing } from './signing.ts';

/**
 * Asks the signer in use where it is a service: a remote signer for its address, a two-party signer for what both parties attest. Another
 * address, shares that do not belong together and older ones halt, as wherever they are seen; one that does not answer halts nothing. A key
 * that a person holds is not asked without them.
 */
export async function askService(signing: Pick<Signing, 'active' | 'address' | 'keyshareDesk'>): Promise<void> {
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
}
