import { err, ok, type Result } from '../domain/result.ts';
import { checkIdentity } from './opening.ts';
import type { SealedRecords } from './sealed-records.ts';

/** What is kept in a vault. Only `take` and `ensure` give bytes; no error carries any. */
export interface VaultRecords {
  /** Seals `bytes` under `identity`, in place of what was there. `vault-locked`, `storage-failed`. */
  put(identity: string, bytes: Uint8Array): Result<void>;
  /** What was put under `identity`. `vault-locked`, `not-found`, `storage-failed` (also when it was changed or moved). */
  take(identity: string): Result<Uint8Array>;
  /** What is under `identity`, or what `make` gives, put there first. `vault-locked`, `storage-failed`. */
  ensure(identity: string, make: () => Uint8Array): Result<Uint8Array>;
  /** Takes away what is under `identity`; nothing there is no error. `vault-locked`, `storage-failed`. */
  remove(identity: string): Result<void>;
  /** The identities of everything that was put, in order; needs no key. `storage-failed`. */
  identities(): Result<readonly string[]>;
}

/** The vault is not open. */
export const vaultLocked: Result<never> = err({ code: 'vault-locked', retry: 'never' });

/** The sealed records under whatever the master key is now; null while the vault is locked. */
export function createVaultRecords(records: SealedRecords, masterKey: () => Uint8Array | null): VaultRecords {
  const opened = <T>(use: (key: Uint8Array) => Result<T>): Result<T> => {
    const key = masterKey();
    return key === null ? vaultLocked : use(key);
  };
  const vault: VaultRecords = {
    put: (identity, bytes) => opened((key) => records.put(key, identity, bytes)),
    take: (identity) => opened((key) => records.take(key, identity)),
    ensure(identity, make) {
      const taken = vault.take(identity);
      if (taken.ok || taken.error.code !== 'not-found') return taken;
      const bytes = make();
      const put = vault.put(identity, bytes);
      return put.ok ? ok(bytes) : put;
    },
    remove: (identity) => opened(() => records.remove(identity)),
    identities() {
      const all = records.identities();
      return all.ok ? ok(all.value.filter((identity) => identity !== checkIdentity)) : all;
    },
  };
  return vault;
}
