import { join } from 'node:path';
import type { VaultFacts, VaultState } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { storageFailed } from '../store/stored.ts';
import { readMasterKeyFile, writeMasterKeyFile } from './master-key-file.ts';
import { unwrapKey, wrapKey } from './passphrase.ts';
import { keyBytes } from './seal.ts';
import { createSealedRecords } from './sealed-records.ts';

/** Where secrets are kept. Only `take` and `ensure` give bytes; nothing else, and no error, carries any. */
export interface Vault {
  state(): VaultState;
  /** Why the vault stays locked although a master key is there, in words; null when there is no such reason. */
  problem(): string | null;
  /**
   * Opens the vault; the very first time makes its master key and wraps it under this passphrase. `wrong-passphrase`; `conflict` when
   * the vault belongs to a keychain and not to a passphrase; `storage-failed`. Takes some tenths of a second.
   */
  unlock(passphrase: string): Promise<Result<void>>;
  /** Whether this is the passphrase of the vault; false when it has none. Opens nothing. */
  checkPassphrase(passphrase: string): Promise<boolean>;
  /** Seals `bytes` under `identity`, in place of what was there. `vault-locked`, `storage-failed`. */
  put(identity: string, bytes: Uint8Array): Result<void>;
  /** What was put under `identity`. `vault-locked`, `not-found`, `storage-failed` (also when it was changed or moved). */
  take(identity: string): Result<Uint8Array>;
  /** What is under `identity`, or what `make` gives, put there first. `vault-locked`, `storage-failed`. */
  ensure(identity: string, make: () => Uint8Array): Result<Uint8Array>;
  /** Takes away what is under `identity`; nothing there is no error. `vault-locked`, `storage-failed`. */
  remove(identity: string): Result<void>;
  /** The vault in words and numbers, without anything in it. */
  facts(): VaultFacts;
}

/** What a vault stands on: an open console.db, and the data folder with `master-key.json`. */
export interface VaultOptions {
  readonly database: Database;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly folder: string;
  /** 32 bytes from the host's keychain, or null: then a passphrase opens the vault. */
  readonly masterKey: Uint8Array | null;
}

/** A record that every master key seals first; it tells whether a key is the right one before anything is overwritten. */
const checkIdentity = 'master-key-check';

/** The vault over a data folder. A master key that does not open what is there leaves it locked, with a problem. */
export function createVault({ clock, database, folder, ids, masterKey }: VaultOptions): Vault {
  const file = join(folder, 'master-key.json');
  const records = createSealedRecords(database, ids, clock);
  let key: Uint8Array | null = null;
  let problem: string | null = null;
  let unlocking: Promise<unknown> = Promise.resolve();

  /** Takes a master key into use if it is the one that sealed the records, or the first there is. */
  const adopt = (candidate: Uint8Array): Result<void> => {
    const check = records.take(candidate, checkIdentity);
    if (!check.ok && check.error.code !== 'not-found') return check;
    if (!check.ok) {
      const count = records.count();
      if (!count.ok) return count;
      if (count.value > 0) return err(storageFailed('the sealed records have lost their check'));
      const put = records.put(candidate, checkIdentity, new Uint8Array(0));
      if (!put.ok) return put;
    }
    key = new Uint8Array(candidate);
    problem = null;
    return ok(undefined);
  };

  if (masterKey !== null) {
    if (masterKey.length !== keyBytes) throw new Error(`a master key has ${keyBytes} bytes`);
    const adopted = adopt(masterKey);
    if (!adopted.ok) problem = "the keychain's master key does not open what this folder holds";
  }

  const unlockNow = async (passphrase: string): Promise<Result<void>> => {
    const wrapped = readMasterKeyFile(file);
    if (!wrapped.ok) return wrapped;
    if (wrapped.value === null) return key === null ? create(passphrase) : keychainConflict();
    const unwrapped = await unwrapKey(wrapped.value, passphrase);
    if (unwrapped === null) return err({ code: 'wrong-passphrase', retry: 'safe' });
    return key === null ? adopt(unwrapped) : ok(undefined);
  };

  const create = async (passphrase: string): Promise<Result<void>> => {
    const count = records.count();
    if (!count.ok) return count;
    if (count.value > 0) return keychainConflict();
    const made = ids.bytes(keyBytes);
    const written = writeMasterKeyFile(file, await wrapKey(made, passphrase, ids));
    return written.ok ? adopt(made) : written;
  };

  const locked = err({ code: 'vault-locked', retry: 'never' } as const);

  const vault: Vault = {
    state() {
      if (key !== null) return 'open';
      const wrapped = readMasterKeyFile(file);
      const count = records.count();
      const untouched = masterKey === null && wrapped.ok && wrapped.value === null && count.ok && count.value === 0;
      return untouched ? 'absent' : 'locked';
    },
    problem: () => problem,
    unlock(passphrase) {
      // One at a time: two first uses at once would each make a master key.
      const result = unlocking.then(() => unlockNow(passphrase));
      unlocking = result.catch(() => undefined);
      return result;
    },
    async checkPassphrase(passphrase) {
      const wrapped = readMasterKeyFile(file);
      if (!wrapped.ok || wrapped.value === null) return false;
      const unwrapped = await unwrapKey(wrapped.value, passphrase);
      unwrapped?.fill(0);
      return unwrapped !== null;
    },
    put: (identity, bytes) => (key === null ? locked : records.put(key, identity, bytes)),
    take: (identity) => (key === null ? locked : records.take(key, identity)),
    ensure(identity, make) {
      const taken = vault.take(identity);
      if (taken.ok || taken.error.code !== 'not-found') return taken;
      const bytes = make();
      const put = vault.put(identity, bytes);
      return put.ok ? ok(bytes) : put;
    },
    remove: (identity) => (key === null ? locked : records.remove(identity)),
    facts() {
      const wrapped = readMasterKeyFile(file);
      const sealedAtMs = records.sealedAtMs(checkIdentity);
      const madeAtMs = sealedAtMs.ok ? sealedAtMs.value : null;
      const count = records.count();
      const sealedOnes = count.ok ? count.value - (madeAtMs === null ? 0 : 1) : 0;
      return {
        state: vault.state(),
        openedBy: wrapped.ok && wrapped.value === null ? (madeAtMs === null ? 'nothing' : 'keychain') : 'passphrase',
        problem,
        secondLock: false,
        records: sealedOnes,
        masterKeyMadeAtMs: madeAtMs,
      };
    },
  };
  return vault;

  function keychainConflict(): Result<never> {
    return err({
      code: 'conflict',
      retry: 'never',
      what: "this vault is opened by the computer's keychain, not by a passphrase",
    });
  }
}
