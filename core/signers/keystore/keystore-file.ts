import { closeSync, constants, copyFileSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../../domain/result.ts';
import { type KeystoreFault, mostKeystoreBytes } from './keystore.ts';

/** A keystore file's text. `warning` is one sentence when others could read or change it, else null. */
export interface KeystoreText {
  readonly text: string;
  readonly warning: string | null;
}

/**
 * Reads a keystore file without ever waiting on it: a regular file of at most 64 KiB in UTF-8, not a link. `no-file` when nothing is
 * there, `bad-file` for everything else.
 */
export async function readKeystoreFile(path: string): Promise<Result<KeystoreText, KeystoreFault>> {
  // Windows has neither flag; there, links need rights of their own and FIFOs are not files.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, flags);
    const found = await handle.stat();
    if (!found.isFile()) return bad('is not a regular file');
    const buffer = Buffer.alloc(mostKeystoreBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    if (length > mostKeystoreBytes) return bad(`is longer than ${mostKeystoreBytes} bytes`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, length));
    return ok({ text, warning: warningOf(found.mode, found.uid) });
  } catch (cause) {
    return faultOf(cause);
  } finally {
    await handle?.close();
  }
}

/** What is on its way to become a keystore file. */
export const partialMark = '.partial';

/**
 * Writes a keystore into a file that is not there yet, whole or not at all, durably, for this user only. `bad-file` when there is one
 * already or it fails. A console that ends in between leaves `<path>.partial` at most, which the next one writes anew.
 */
export async function writeNewKeystoreFile(path: string, text: string): Promise<Result<void, KeystoreFault>> {
  const partial = `${path}${partialMark}`;
  try {
    // All at once, so that nobody else of this console writes the same one in between.
    rmSync(partial, { force: true });
    withOpen(partial, 'wx', (handle) => {
      writeFileSync(handle, text, 'utf8');
      fsyncSync(handle);
    });
    try {
      nameAnew(partial, path);
    } finally {
      rmSync(partial, { force: true });
    }
    if (process.platform !== 'win32') withOpen(dirname(path), 'r', fsyncSync);
    return ok(undefined);
  } catch (cause) {
    return isErrno(cause) ? bad(`cannot be written (${cause.code ?? 'unknown'})`) : bad('cannot be written');
  }
}

/** Gives a file a name that nothing has yet. Where a file system has no second names it is copied, which can be cut off. */
function nameAnew(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    if (isErrno(cause) && cause.code === 'EEXIST') throw cause;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function withOpen(path: string, flags: 'r' | 'wx', use: (handle: number) => void): void {
  const handle = openSync(path, flags, 0o600);
  try {
    use(handle);
  } finally {
    closeSync(handle);
  }
}

function warningOf(mode: number, uid: number): string | null {
  if (process.platform === 'win32') return null;
  if (uid !== process.getuid?.()) return 'The keystore file belongs to another user.';
  if ((mode & 0o022) !== 0) return 'The keystore file can be changed by other users: chmod 600 it.';
  return (mode & 0o044) === 0 ? null : 'The keystore file can be read by other users: chmod 600 it.';
}

function faultOf(cause: unknown): Result<never, KeystoreFault> {
  if (!isErrno(cause)) return bad('is not text');
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return err({ state: 'no-file', why: 'is not there' });
  if (cause.code === 'ELOOP') return bad('is a link');
  return bad(`cannot be read (${cause.code ?? 'unknown'})`);
}

function isErrno(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && typeof (cause as NodeJS.ErrnoException).syscall === 'string';
}

function bad(why: string): Result<never, KeystoreFault> {
  return err({ state: 'bad-file', why });
}
