import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalText } from '../domain/canonical.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed, stored } from '../store/stored.ts';
import { type FileSteps, removeFile, replaceFile, writeWhole } from '../store/whole-file.ts';
import type { Wrapped } from './passphrase.ts';
import { membersOf, wrappedMembers } from './wrapped-text.ts';

/** What lies under the vault's passphrase: the master key itself, or what makes one together with the keychain's key. */
export interface LockFile {
  readonly kind: 'master key' | 'second lock';
  readonly wrapped: Wrapped;
}

/** Which of two counts: the one that was there, or the one that was staged beside it. */
export type Counts = 'old' | 'new';

/** The same of lock files, where none may count any more: the second lock was taken away. */
export type FileCounts = Counts | 'none';

/**
 * The file `master-key.json`, and beside it, while a change is under way, `master-key.json.next`. Each is written whole or not at all.
 * All answer `storage-failed` when the file system refuses, or when a file is not one of this program.
 */
export interface LockFiles {
  current(): Result<LockFile | null>;
  staged(): Result<LockFile | null>;
  /** Takes the place of the current one at once. */
  replace(file: LockFile): Result<void>;
  /** Puts one beside the current one; a crash leaves both. */
  stage(file: LockFile): Result<void>;
  /** Ends a change: the staged file takes the place of the current one, or is given up, or every file of a second lock is. */
  settle(counts: FileCounts): Result<void>;
}

const Version1 = z.strictObject({ v: z.literal(1), ...wrappedMembers });
const Version2 = z.strictObject({ v: z.literal(2), lock: z.literal('second'), ...wrappedMembers });

/** The lock files of a data folder. */
export function createLockFiles(folder: string, steps: FileSteps): LockFiles {
  const file = join(folder, 'master-key.json');
  const next = `${file}.next`;
  const written = (work: () => void): Result<void> => stored('the master key file could not be written', work);
  const clear = (): Result<void> => {
    for (const path of [next, file]) {
      const found = read(path);
      if (!found.ok || found.value?.kind !== 'second lock') continue;
      const removed = written(() => removeFile(path, steps));
      if (!removed.ok) return removed;
    }
    return ok(undefined);
  };
  return {
    current: () => read(file),
    staged: () => read(next),
    replace: (lock) => written(() => writeWhole(file, bytesOf(lock), steps)),
    stage: (lock) => written(() => writeWhole(next, bytesOf(lock), steps)),
    settle(counts) {
      if (counts === 'none') return clear();
      const staged = read(next);
      if (staged.ok && staged.value === null) return ok(undefined);
      return written(() => (counts === 'new' ? replaceFile(next, file, steps) : removeFile(next, steps)));
    },
  };
}

function read(file: string): Result<LockFile | null> {
  const text = stored('the master key file could not be read', () => readFileSync(file, 'utf8'));
  if (!text.ok) return text.error.code === 'storage-failed' && text.error.what.includes('ENOENT') ? ok(null) : text;
  const content = readJson(text.value);
  const first = Version1.safeParse(content);
  if (first.success) return ok({ kind: 'master key', wrapped: first.data });
  const second = Version2.safeParse(content);
  if (second.success) return ok({ kind: 'second lock', wrapped: second.data });
  return err(storageFailed('the master key file is not one of this program'));
}

function bytesOf({ kind, wrapped }: LockFile): Uint8Array {
  const members = membersOf(wrapped);
  const content = kind === 'master key' ? { v: 1, ...members } : { v: 2, lock: 'second', ...members };
  return Buffer.from(canonicalText(content));
}
