import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The single steps of which a file is written: what a power cut can come between. Each throws when it fails. */
export interface FileSteps {
  /** Makes the folder with mode 0700 where it is missing. */
  folder(path: string): void;
  /** Opens a new file, mode 0600; one that is left there from before is taken away first. */
  create(path: string): number;
  /** Writes some of `bytes`; the answer is how many. */
  write(handle: number, bytes: Uint8Array): number;
  sync(handle: number): void;
  close(handle: number): void;
  rename(from: string, to: string): void;
  /** Makes the names in a folder durable, where the system can. */
  syncFolder(path: string): void;
  /** Takes a file away; none there is no error. */
  remove(path: string): void;
}

/** The steps of this computer's file system. */
export const fileSteps: FileSteps = {
  folder: (path) => void mkdirSync(path, { recursive: true, mode: 0o700 }),
  create(path) {
    rmSync(path, { force: true });
    return openSync(path, 'wx', 0o600);
  },
  write: (handle, bytes) => writeSync(handle, bytes),
  sync: fsyncSync,
  close: closeSync,
  rename: renameSync,
  syncFolder(path) {
    if (process.platform === 'win32') return;
    const handle = openSync(path, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  },
  remove: (path) => rmSync(path, { force: true }),
};

/**
 * Writes `file` whole or not at all, for this user alone, and durably: into `<file>.partial`, synced, then renamed over what was there.
 * Throws when a step fails; then `file` holds what it held before, or all of the new content.
 */
export function writeWhole(file: string, content: Uint8Array, steps: FileSteps = fileSteps): void {
  const partial = `${file}.partial`;
  steps.folder(dirname(file));
  const handle = steps.create(partial);
  try {
    for (let written = 0; written < content.length; ) written += steps.write(handle, content.subarray(written));
    steps.sync(handle);
  } finally {
    steps.close(handle);
  }
  replaceFile(partial, file, steps);
}

/** Puts a file in the place of another, durably. Throws when a step fails; then `to` is one of the two, whole. */
export function replaceFile(from: string, to: string, steps: FileSteps = fileSteps): void {
  steps.rename(from, to);
  steps.syncFolder(dirname(to));
}

/** Takes a file away, durably. Throws when a step fails. */
export function removeFile(file: string, steps: FileSteps = fileSteps): void {
  steps.remove(file);
  steps.syncFolder(dirname(file));
}
