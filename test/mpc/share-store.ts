import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { KeyShare } from './protocol/key-share.ts';

/** A signature that was given, kept so that the same request is answered with the same. */
export interface GivenSignature {
  readonly digest: string;
  readonly signature: string;
  readonly epoch: number;
}

/** A backup that was made and read back. */
export interface BackupMade {
  readonly epoch: number;
  readonly sha256: string;
  readonly verified_at: string;
}

/** A party's files. The share is in clear: never for funds. */
export interface ShareStore {
  share(): KeyShare | null;
  /** A share made by a refresh that is not committed. */
  pending(): KeyShare | null;
  keepShare(share: KeyShare): void;
  keepPending(share: KeyShare): void;
  /** Makes the pending share the share. */
  commit(): void;
  dropPending(): void;
  given(requestId: string): GivenSignature | null;
  keepGiven(requestId: string, given: GivenSignature): void;
  backup(): BackupMade | null;
  keepBackup(backup: BackupMade): void;
}

/** Files in `folder`; each is replaced as a whole and reaches the disk before the call ends. */
export function shareStore(folder: string): ShareStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (name: string): string => join(folder, `${name}.json`);
  const read = <T>(name: string): T | null =>
    existsSync(path(name)) ? (JSON.parse(readFileSync(path(name), 'utf8')) as T) : null;
  const write = (name: string, value: object): void => {
    const file = openSync(`${path(name)}.new`, 'w', 0o600);
    writeSync(file, JSON.stringify(value));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path(name)}.new`, path(name));
  };
  const answers = (): Readonly<Record<string, GivenSignature>> => read('answers') ?? {};
  return {
    share: () => read('share'),
    pending: () => read('pending'),
    keepShare: (share) => write('share', share),
    keepPending: (share) => write('pending', share),
    commit: () => renameSync(path('pending'), path('share')),
    dropPending: () => rmSync(path('pending'), { force: true }),
    given: (requestId) => answers()[requestId] ?? null,
    keepGiven: (requestId, given) => write('answers', { ...answers(), [requestId]: given }),
    backup: () => read('backup'),
    keepBackup: (backup) => write('backup', backup),
  };
}
