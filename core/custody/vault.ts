import type { VaultFacts, VaultState } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, HostKeychain, Ids, KeychainKeys } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { type FileSteps, fileSteps } from '../store/whole-file.ts';
import { freshMasterKey, underAnother, withoutSecondLock, withSecondLock } from './key-changes.ts';
import { createLockFiles } from './lock-files.ts';
import { type Found, type OpeningParts, openWithKeychain, openWithPassphrase } from './opening.ts';
import { passphraseKey, wrap } from './passphrase.ts';
import { createPassphraseGuard, type WrongListener } from './passphrase-guard.ts';
import { keyBytes } from './seal.ts';
import { createSealedRecords } from './sealed-records.ts';
import { type Copying, createCopying } from './vault-copying.ts';
import { vaultFacts } from './vault-facts.ts';
import { createVaultKey } from './vault-key.ts';
import { createVaultRecords, type VaultRecords, vaultLocked } from './vault-records.ts';

/**
 * Where secrets are kept, and what opens it. Whatever is given a passphrase of the vault answers `wrong-passphrase` when it is another, and `too-many-tries` after several wrong ones; each takes tenths of a second.
 */
export interface Vault extends VaultRecords, Copying {
  state(): VaultState;
  /** Why the vault stays locked although a master key is there, in words; null when there is no such reason. */
  problem(): string | null;
  /** The vault in words and numbers, without anything in it. */
  facts(): VaultFacts;
  /**
   * Opens the vault; the very first time makes its master key and wraps it under this passphrase. `conflict` when the vault belongs to a
   * keychain and not to a passphrase; `keychain-unavailable` when it needs both and the keychain gave nothing; `storage-failed`.
   */
  unlock(passphrase: string): Promise<Result<void>>;
  /** Asks the host's keychain again, and opens the vault where it gives the key. `keychain-unavailable`, `not-offered`, `storage-failed`. */
  askKeychain(): Promise<Result<void>>;
  /** Whether this is the passphrase of the vault; opens nothing. Errors as `unlock`. */
  checkPassphrase(passphrase: string): Promise<Result<void>>;
  /** Is told of every wrong passphrase from now on. */
  onWrongPassphrase(listener: WrongListener): void;
  /** Seals every record anew under a fresh master key. `vault-locked`, `not-offered`, `keychain-unavailable`, `storage-failed`: unchanged. */
  changeMasterKey(): Promise<Result<void>>;
  /** Puts the same master key under another passphrase. `vault-locked`, `conflict`, `storage-failed`. */
  changePassphrase(current: string, next: string): Promise<Result<void>>;
  /** Sets, changes or (null) takes away a passphrase beside the keychain. `vault-locked`, `conflict`, `storage-failed`. */
  setSecondLock(current: string | null, next: string | null): Promise<Result<void>>;
}

/** What a vault stands on: an open console.db, and the data folder with `master-key.json`. */
export interface VaultOptions {
  readonly database: Database;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly folder: string;
  /** 32 bytes from the host's keychain, or null: then a passphrase opens the vault. */
  readonly masterKey: Uint8Array | null;
  readonly keychain?: { readonly staged: Uint8Array | null; readonly host: HostKeychain } | undefined;
  readonly steps?: FileSteps;
}

/** The vault over a data folder. A master key that does not open what is there leaves it locked, with a problem. */
export function createVault(options: VaultOptions): Vault {
  const { clock, database, folder, ids, keychain } = options;
  const records = createSealedRecords(database, ids, clock);
  const files = createLockFiles(folder, options.steps ?? fileSteps);
  const key = createVaultKey(records, files, keychain?.host ?? null);
  const masterKey = (): Uint8Array | null => key.opening()?.masterKey ?? null;
  const given = options.masterKey;
  let keys = given === null ? null : keysOf({ current: given, staged: keychain?.staged ?? null });
  let problem: string | null = null;
  let tellWrong: WrongListener = () => undefined;
  const onWrong: WrongListener = (what, times) => tellWrong(what, times);
  const guard = createPassphraseGuard(clock, onWrong);
  let turn: Promise<unknown> = Promise.resolve();

  const parts = (): OpeningParts => {
    const opening = key.opening();
    if (opening === null || opening.by === 'passphrase') return { records, files, keys };
    const current = opening.by === 'both' ? opening.keychainKey : opening.masterKey;
    return { records, files, keys: { current, staged: null } };
  };
  const isUntouched = (): boolean => {
    const [file, staged, count] = [files.current(), files.staged(), records.count()];
    return file.ok && file.value === null && staged.ok && staged.value === null && count.ok && count.value === 0;
  };
  const hasLock = (): boolean => [files.current(), files.staged()].some((file) => !file.ok || file.value !== null);

  const openByKeychain = (): Result<void> => {
    const found = openWithKeychain(parts());
    const opened = found.ok && found.value !== null ? key.adopt(found.value) : found;
    problem = null;
    if (!opened.ok) problem = 'The sealed records cannot be read.';
    else if (key.opening() === null && !hasLock()) {
      problem = "The keychain's master key does not open what this folder holds.";
    }
    return opened.ok ? ok(undefined) : opened;
  };

  const create = async (passphrase: string): Promise<Result<void>> => {
    const made = ids.bytes(keyBytes);
    const wrapping = await passphraseKey(passphrase, ids);
    const written = files.replace({ kind: 'master key', wrapped: wrap('master key', made, wrapping, ids) });
    if (!written.ok) return written;
    const opening = { by: 'passphrase', masterKey: made, wrapping } as const;
    return key.adopt({ opening, keychainCounts: 'old', fileCounts: 'old' });
  };

  /** One at a time: two first uses at once would each make a master key, two changes would stage over each other. */
  const inTurn = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const found = (passphrase: string, what: string) => guard.tried(what, () => openWithPassphrase(parts(), passphrase));

  /** Whether it is the passphrase; what it gave is forgotten. */
  const checked = async (passphrase: string, what: string): Promise<Result<void>> => {
    const right = await found(passphrase, what);
    if (!right.ok) return right;
    forget(right.value);
    return ok(undefined);
  };
  const rewrap = async (passphrase: string): Promise<Result<void>> => {
    const opening = key.opening();
    if (opening === null) return vaultLocked;
    const made = await underAnother(opening, passphrase, ids);
    return made.ok ? key.rewrap(made.value.file, made.value.wrapping) : made;
  };

  if (keys !== null) openByKeychain();

  const vault: Vault = {
    state() {
      if (key.opening() !== null) return 'open';
      return keys === null && isUntouched() ? 'absent' : 'locked';
    },
    problem: () => problem,
    facts: () => vaultFacts({ files, records }, key.opening(), { problem, state: vault.state() }),
    unlock: (passphrase) =>
      inTurn(async () => {
        if (key.opening() === null && keys === null && isUntouched()) return create(passphrase);
        if (key.opening() !== null) return checked(passphrase, 'unlock');
        const right = await found(passphrase, 'unlock');
        if (!right.ok) return right;
        problem = null;
        return key.adopt(right.value);
      }),
    askKeychain: () =>
      inTurn(async () => {
        if (keychain === undefined) return err({ code: 'not-offered', retry: 'never', what: 'a keychain' });
        const read = await keychain.host.read();
        if (!read.ok) return read;
        keys = keysOf(read.value);
        return key.opening() === null ? openByKeychain() : ok(undefined);
      }),
    checkPassphrase: (passphrase) => checked(passphrase, 'check'),
    onWrongPassphrase(listener) {
      tellWrong = listener;
    },
    changeMasterKey: () =>
      inTurn(async () => {
        const opening = key.opening();
        return opening === null ? vaultLocked : key.change(freshMasterKey(opening, ids));
      }),
    changePassphrase: (current, next) =>
      inTurn(async () => {
        if (key.opening() === null) return vaultLocked;
        const right = await checked(current, 'change of passphrase');
        return right.ok ? rewrap(next) : right;
      }),
    setSecondLock: (current, next) =>
      inTurn(async () => {
        const opening = key.opening();
        if (opening === null) return vaultLocked;
        if (opening.by === 'passphrase') return passphraseOnly;
        if (opening.by === 'keychain') {
          return next === null ? ok(undefined) : key.change(await withSecondLock(opening.masterKey, next, ids));
        }
        const right = await checked(current ?? '', 'second lock');
        if (!right.ok) return right;
        return next === null ? key.change(withoutSecondLock(opening)) : rewrap(next);
      }),
    ...createVaultRecords(records, masterKey),
    ...createCopying({ clock, ids, records, masterKey, onWrong }),
  };
  return vault;
}

const passphraseOnly: Result<never> = conflict(
  'this vault is opened by a passphrase already; a second lock goes with a keychain',
);

function keysOf({ current, staged }: KeychainKeys): KeychainKeys {
  for (const key of [current, staged]) {
    if (key !== null && key.length !== keyBytes) throw new Error(`a master key has ${keyBytes} bytes`);
  }
  return { current, staged };
}

/** Forgets what a passphrase gave that was only to be checked. */
function forget({ opening }: Found): void {
  opening.masterKey.fill(0);
  if (opening.by === 'keychain') return;
  opening.wrapping.key.fill(0);
  if (opening.by === 'both') opening.lock.fill(0);
}
