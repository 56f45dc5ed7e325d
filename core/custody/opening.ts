import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { KeychainKeys } from '../ports.ts';
import { storageFailed } from '../store/stored.ts';
import { joinKeys } from './join-keys.ts';
import type { Counts, FileCounts, LockFile, LockFiles } from './lock-files.ts';
import { type PassphraseKey, unwrap } from './passphrase.ts';
import type { SealedRecords } from './sealed-records.ts';

/** How the master key of an open vault came about: by the keychain, by a passphrase, or by both together. */
export type Opening =
  | { readonly by: 'keychain'; readonly masterKey: Uint8Array }
  | { readonly by: 'passphrase'; readonly masterKey: Uint8Array; readonly wrapping: PassphraseKey }
  | {
      readonly by: 'both';
      readonly masterKey: Uint8Array;
      readonly keychainKey: Uint8Array;
      /** What lies under the passphrase. */
      readonly lock: Uint8Array;
      readonly wrapping: PassphraseKey;
    };

/** An opening, and which of two keys or files it was where a change was cut off. */
export interface Found {
  readonly opening: Opening;
  readonly keychainCounts: Counts;
  readonly fileCounts: FileCounts;
}

/** What a vault is opened with. */
export interface OpeningParts {
  readonly records: SealedRecords;
  readonly files: LockFiles;
  /** What the host's keychain gave; null where it gave nothing. */
  readonly keys: KeychainKeys | null;
}

/** A record that every master key seals first; it tells whether a key is the right one before anything is overwritten. */
export const checkIdentity = 'master-key-check';

/** Whether a key is the one that sealed the records; 'untold' while there are none. `storage-failed` when they have lost their check. */
export function isRightKey(records: SealedRecords, key: Uint8Array): Result<'right' | 'wrong' | 'untold'> {
  const check = records.take(key, checkIdentity);
  if (check.ok) return ok('right');
  if (check.error.code !== 'not-found') {
    const sealedAtMs = records.sealedAtMs(checkIdentity);
    return sealedAtMs.ok ? ok('wrong') : sealedAtMs;
  }
  const count = records.count();
  if (!count.ok) return count;
  return count.value > 0 ? err(storageFailed('the sealed records have lost their check')) : ok('untold');
}

/** The keychain's key that opens the records alone, or the current one where nothing was ever sealed; null when none does. */
export function openWithKeychain({ files, keys, records }: OpeningParts): Result<Found | null> {
  if (keys === null) return ok(null);
  for (const [key, keychainCounts] of candidates(keys)) {
    const right = isRightKey(records, key);
    if (!right.ok) return right;
    if (right.value === 'wrong') continue;
    if (right.value === 'untold') {
      const file = files.current();
      // A vault of a passphrase whose first record was never written.
      if (!file.ok || file.value !== null) return file.ok ? ok(null) : file;
    }
    const masterKey = new Uint8Array(key);
    return ok({ opening: { by: 'keychain', masterKey }, keychainCounts, fileCounts: 'none' });
  }
  return ok(null);
}

/**
 * The master key that this passphrase gives, with the keychain's where both are needed. `wrong-passphrase`; `conflict` when no passphrase
 * opens this vault; `keychain-unavailable` when the keychain is needed beside it; `storage-failed`.
 */
export async function openWithPassphrase(parts: OpeningParts, passphrase: string): Promise<Result<Found>> {
  const files = both(parts.files);
  if (!files.ok) return files;
  if (files.value.length === 0) return keychainOnly;
  let problem: Result<never> | null = null;
  for (const [file, fileCounts] of files.value) {
    const unwrapped = await unwrap(file.kind, file.wrapped, passphrase);
    if (unwrapped === null) continue;
    const opening = await openUnwrapped(parts, file, unwrapped);
    if (opening.ok) return ok({ ...opening.value, fileCounts });
    problem = opening;
  }
  return problem ?? err({ code: 'wrong-passphrase', retry: 'safe' });
}

type Unwrapped = NonNullable<Awaited<ReturnType<typeof unwrap>>>;

async function openUnwrapped(
  { keys, records }: OpeningParts,
  { kind }: LockFile,
  { plain, wrapping }: Unwrapped,
): Promise<Result<Omit<Found, 'fileCounts'>>> {
  if (kind === 'master key') {
    const right = isRightKey(records, plain);
    if (!right.ok) return right;
    if (right.value === 'wrong') return doesNotOpen;
    return ok({ opening: { by: 'passphrase', masterKey: plain, wrapping }, keychainCounts: 'old' });
  }
  if (keys === null) return keychainNeeded;
  for (const [key, keychainCounts] of candidates(keys)) {
    const masterKey = joinKeys(key, plain);
    const right = isRightKey(records, masterKey);
    if (!right.ok) return right;
    if (right.value === 'right') {
      return ok({ opening: { by: 'both', masterKey, keychainKey: key, lock: plain, wrapping }, keychainCounts });
    }
    masterKey.fill(0);
  }
  return doesNotOpen;
}

function candidates({ current, staged }: KeychainKeys): readonly (readonly [Uint8Array, Counts])[] {
  return staged === null
    ? [[current, 'old']]
    : [
        [current, 'old'],
        [staged, 'new'],
      ];
}

function both(files: LockFiles): Result<readonly (readonly [LockFile, Counts])[]> {
  const current = files.current();
  if (!current.ok) return current;
  const staged = files.staged();
  if (!staged.ok) return staged;
  const found: (readonly [LockFile, Counts])[] = [];
  if (current.value !== null) found.push([current.value, 'old']);
  if (staged.value !== null) found.push([staged.value, 'new']);
  return ok(found);
}

/** This vault has no passphrase. */
export const keychainOnly: Result<never> = conflict(
  "this vault is opened by the computer's keychain, not by a passphrase",
);

const keychainNeeded: Result<never> = err({
  code: 'keychain-unavailable',
  retry: 'safe',
  why: 'This vault needs the keychain beside its passphrase.',
});

const doesNotOpen = err(storageFailed('the master key does not open the sealed records'));
