import { err, ok, type Result } from '../domain/result.ts';
import type { HostKeychain } from '../ports.ts';
import type { Counts, FileCounts, LockFile, LockFiles } from './lock-files.ts';
import { checkIdentity, type Found, isRightKey, type Opening } from './opening.ts';
import type { PassphraseKey } from './passphrase.ts';
import type { SealedRecords } from './sealed-records.ts';
import { vaultLocked } from './vault-records.ts';

/** One change of the master key: what it will be, and what has to be kept before the old one is given up. */
export interface KeyChange {
  readonly opening: Opening;
  /** A new key for the keychain; null where that stays. */
  readonly keychainKey: Uint8Array | null;
  /** A new lock file; null where that stays, 'none' where there is to be none. */
  readonly file: LockFile | 'none' | null;
}

/** The master key of an open vault, and how it is changed without ever being lost. */
export interface VaultKey {
  /** Null while the vault is locked. */
  opening(): Opening | null;
  /** Takes what was found into use; where nothing was ever sealed it seals the check. `storage-failed`. */
  adopt(found: Found): Result<void>;
  /** Where the keychain cannot be asked, `not-offered`; its errors; `storage-failed`: then the old master key still opens everything. */
  change(change: KeyChange): Promise<Result<void>>;
  /** Puts a lock file of the same master key in the place of the old one. `storage-failed`, `keychain-unavailable`: unchanged. */
  rewrap(file: LockFile, wrapping: PassphraseKey): Promise<Result<void>>;
}

/**
 * A locked one. A change goes: what the new key needs is kept beside the old (durably); all records are sealed anew in one transaction,
 * the check among them; the old is given up. So at any point either the old or the new key opens everything, and both that could are
 * there. What a cut leaves behind is settled at the next opening, by which of them opens the check.
 */
export function createVaultKey(records: SealedRecords, files: LockFiles, keychain: HostKeychain | null): VaultKey {
  let opening: Opening | null = null;
  let fileToSettle: FileCounts | null = null;
  let keychainToSettle: Counts | null = null;
  let settling: Promise<Result<void>> = Promise.resolve(ok(undefined));

  /** Gives up whatever does not count. Until that was done nothing may be staged: it could take the place of the one that counts. */
  function settle(): Promise<Result<void>> {
    settling = settling.then(settleNow);
    return settling;
  }

  async function settleNow(): Promise<Result<void>> {
    if (fileToSettle !== null) {
      const settled = files.settle(fileToSettle);
      if (!settled.ok) return settled;
      fileToSettle = null;
    }
    if (keychainToSettle !== null && keychain !== null) {
      const settled = await keychain.settle(keychainToSettle);
      if (!settled.ok) return settled;
      keychainToSettle = null;
    }
    return ok(undefined);
  }

  async function stage({ file, keychainKey }: KeyChange): Promise<Result<void>> {
    if (file !== null && file !== 'none') {
      const staged = files.stage(file);
      if (!staged.ok) return staged;
    }
    if (keychainKey === null) return ok(undefined);
    return keychain === null ? noKeychain : keychain.stage(keychainKey);
  }

  async function ended(counts: Counts, { file, keychainKey }: KeyChange): Promise<void> {
    if (file !== null) fileToSettle = counts === 'new' && file === 'none' ? 'none' : counts;
    if (keychainKey !== null) keychainToSettle = counts;
    await settle();
  }

  return {
    opening: () => opening,
    adopt(found) {
      const right = isRightKey(records, found.opening.masterKey);
      if (!right.ok) return right;
      if (right.value === 'untold') {
        const put = records.put(found.opening.masterKey, checkIdentity, new Uint8Array(0));
        if (!put.ok) return put;
      }
      opening = found.opening;
      fileToSettle = found.fileCounts;
      keychainToSettle = found.opening.by === 'passphrase' ? null : found.keychainCounts;
      void settle();
      return ok(undefined);
    },
    async change(change) {
      const settled = await settle();
      if (!settled.ok) return settled;
      const staged = await stage(change);
      if (opening === null || !staged.ok) {
        await ended('old', change);
        return staged.ok ? vaultLocked : staged;
      }
      const sealed = records.sealAllAnew(opening.masterKey, change.opening.masterKey);
      if (!sealed.ok) {
        await ended('old', change);
        return sealed;
      }
      // In the same turn as the transaction: nothing may be sealed with the old key any more.
      opening.masterKey.fill(0);
      if (opening.by === 'both' && change.opening.by !== 'both') {
        opening.lock.fill(0);
        opening.wrapping.key.fill(0);
      }
      opening = change.opening;
      await ended('new', change);
      return ok(undefined);
    },
    async rewrap(file, wrapping) {
      const settled = await settle();
      if (!settled.ok) return settled;
      const written = files.replace(file);
      if (written.ok && opening !== null && opening.by !== 'keychain') {
        opening.wrapping.key.fill(0);
        opening = { ...opening, wrapping };
      }
      return written;
    },
  };
}

const noKeychain: Result<never> = err({
  code: 'not-offered',
  retry: 'never',
  what: 'changing the master key where no keychain can be asked',
});
