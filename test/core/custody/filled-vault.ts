import type { Vault } from '../../../core/custody/vault.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { secret } from './vault-place.ts';

/** Passphrases that open nothing anywhere. */
export const words = 'published test words';
export const others = 'other published words';

/** The vault with five secrets in it. */
export function filled(vault: Vault): Vault {
  for (let at = 0; at < 5; at += 1) unwrap(vault.put(`record-${at}`, secret));
  return vault;
}

/** Whether it gives all five. */
export function holdsAll(vault: Vault): boolean {
  return [0, 1, 2, 3, 4].every((at) => {
    const taken = vault.take(`record-${at}`);
    return taken.ok && Buffer.from(taken.value).equals(secret);
  });
}
