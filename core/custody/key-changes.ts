import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Ids } from '../ports.ts';
import { joinKeys } from './join-keys.ts';
import type { LockFile } from './lock-files.ts';
import type { Opening } from './opening.ts';
import { type PassphraseKey, passphraseKey, wrap } from './passphrase.ts';
import { keyBytes } from './seal.ts';
import type { KeyChange } from './vault-key.ts';

/** A new master key for a vault that is open: fresh from the keychain or under the same passphrase, whichever opens it. */
export function freshMasterKey(opening: Opening, ids: Ids): KeyChange {
  const key = ids.bytes(keyBytes);
  switch (opening.by) {
    case 'keychain':
      return { opening: { by: 'keychain', masterKey: new Uint8Array(key) }, keychainKey: key, file: null };
    case 'both': {
      const next = { ...opening, masterKey: joinKeys(key, opening.lock), keychainKey: key };
      return { opening: next, keychainKey: key, file: null };
    }
    case 'passphrase': {
      const file = { kind: 'master key', wrapped: wrap('master key', key, opening.wrapping, ids) } as const;
      return { opening: { ...opening, masterKey: key }, keychainKey: null, file };
    }
  }
}

/** A second lock under a passphrase beside the keychain: the master key is then what both give together. */
export async function withSecondLock(masterKey: Uint8Array, passphrase: string, ids: Ids): Promise<KeyChange> {
  const lock = ids.bytes(keyBytes);
  const wrapping = await passphraseKey(passphrase, ids);
  const keychainKey = new Uint8Array(masterKey);
  return {
    opening: { by: 'both', masterKey: joinKeys(keychainKey, lock), keychainKey, lock, wrapping },
    keychainKey: null,
    file: { kind: 'second lock', wrapped: wrap('second lock', lock, wrapping, ids) },
  };
}

/** The keychain's key alone again. */
export function withoutSecondLock({ keychainKey }: Extract<Opening, { by: 'both' }>): KeyChange {
  return { opening: { by: 'keychain', masterKey: new Uint8Array(keychainKey) }, keychainKey: null, file: 'none' };
}

/** What lies under the passphrase, under another one; the master key stays. `conflict` where no passphrase opens the vault. */
export async function underAnother(
  opening: Opening,
  passphrase: string,
  ids: Ids,
): Promise<Result<{ readonly file: LockFile; readonly wrapping: PassphraseKey }>> {
  if (opening.by === 'keychain') {
    return conflict('this vault has no passphrase; a second lock gives it one');
  }
  const wrapping = await passphraseKey(passphrase, ids);
  const [kind, plain] =
    opening.by === 'both' ? (['second lock', opening.lock] as const) : (['master key', opening.masterKey] as const);
  return ok({ file: { kind, wrapped: wrap(kind, plain, wrapping, ids) }, wrapping });
}
