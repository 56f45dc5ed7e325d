import { ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import { checkIdentity } from './opening.ts';
import { createPassphraseGuard, type WrongListener } from './passphrase-guard.ts';
import type { SealedRecord, SealedRecords } from './sealed-records.ts';
import { readCopy, writeCopy } from './vault-copy.ts';
import { vaultLocked } from './vault-records.ts';

/** Copies of a vault under a passphrase of their own. */
export interface Copying {
  /** The text of a copy of everything, and how many records are in it. `vault-locked`, `storage-failed`. */
  copy(passphrase: string): Promise<Result<{ readonly text: string; readonly records: number }>>;
  /**
   * Puts the records of a copy, all or none. What is here under the same identity is kept, unless `replace`; those of `neverReplaced` are
   * kept even then. `vault-locked`, `invalid-input`, `wrong-passphrase`, `too-many-tries`, `storage-failed`.
   */
  takeCopy(
    text: string,
    passphrase: string,
    options: { readonly replace: boolean; readonly neverReplaced: readonly string[] },
  ): Promise<Result<{ readonly taken: number; readonly kept: number }>>;
}

/** Copies of the sealed records under whatever the master key is now. */
export function createCopying(deps: {
  readonly records: SealedRecords;
  readonly masterKey: () => Uint8Array | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onWrong: WrongListener;
}): Copying {
  const { masterKey, records } = deps;
  const guard = createPassphraseGuard(deps.clock, deps.onWrong);

  function openAll(): Result<readonly SealedRecord[]> {
    const key = masterKey();
    if (key === null) return vaultLocked;
    const identities = records.identities();
    if (!identities.ok) return identities;
    const all: SealedRecord[] = [];
    for (const identity of identities.value) {
      if (identity === checkIdentity) continue;
      const bytes = records.take(key, identity);
      if (!bytes.ok) {
        wipe(all);
        return bytes;
      }
      all.push({ identity, bytes: bytes.value });
    }
    return ok(all);
  }

  return {
    async copy(passphrase) {
      const all = openAll();
      if (!all.ok) return all;
      const text = await writeCopy(all.value, passphrase, deps);
      wipe(all.value);
      return ok({ text, records: all.value.length });
    },
    async takeCopy(text, passphrase, { neverReplaced, replace }) {
      if (masterKey() === null) return vaultLocked;
      const copied = await guard.tried('copy', () => readCopy(text, passphrase));
      if (!copied.ok) return copied;
      const [key, here] = [masterKey(), records.identities()];
      if (key === null || !here.ok) {
        wipe(copied.value);
        return here.ok ? vaultLocked : here;
      }
      const stays = new Set([
        checkIdentity,
        ...here.value.filter((identity) => !replace || neverReplaced.includes(identity)),
      ]);
      const taken = copied.value.filter(({ identity }) => !stays.has(identity));
      const put = records.putAll(key, taken);
      wipe(copied.value);
      return put.ok ? ok({ taken: taken.length, kept: copied.value.length - taken.length }) : put;
    },
  };
}

function wipe(records: readonly SealedRecord[]): void {
  for (const { bytes } of records) bytes.fill(0);
}
