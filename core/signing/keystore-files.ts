import { createHash } from 'node:crypto';
import { closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Address } from '../domain/address.ts';
import { mostKeystoreBytes, readKeystore } from '../signers/keystore/keystore.ts';
import { partialMark } from '../signers/keystore/keystore-file.ts';
import { stored } from '../store/stored.ts';

/** A keystore file as it lies there now. `digest` is the SHA-256 of its text in hexadecimal; `address` is what it says, believed of none. */
export interface SeenKeystore {
  readonly file: string;
  readonly address: Address | null;
  readonly digest: string;
}

const usualName = 'keystore.json';
/** A keystore beside the first one carries the address of its key. */
const besideName = /^keystore-0x[0-9a-f]{40}\.json$/;
const oldMark = '.old-';
/** What was to take the old one's place. */
const nextMark = '.new';

/** The keystore that is made first in a data folder. */
export function usualFile(dataFolder: string): string {
  return join(dataFolder, usualName);
}

/** The file of a keystore that is made beside the one in use. */
export function besideFile(dataFolder: string, address: Address): string {
  return join(dataFolder, `keystore-${address.toLowerCase()}.json`);
}

/** The keystores of a data folder under the names that this console gives; copies under other passwords are not among them. */
export function keystoresIn(dataFolder: string): readonly string[] {
  const listed = namesIn(dataFolder).filter((name) => name === usualName || besideName.test(name));
  return listed.sort().map((name) => join(dataFolder, name));
}

/**
 * The file that counts where `pinned` is the address that must sign: the one that carries it in its name, else the first one, else the
 * only one that there is. Null where there is none, or nobody can tell which.
 */
export function fileFor(dataFolder: string, pinned: Address | null): string | null {
  const named = pinned === null ? null : besideFile(dataFolder, pinned);
  if (named !== null && existsSync(named)) return named;
  const usual = usualFile(dataFolder);
  if (existsSync(usual)) return usual;
  const all = keystoresIn(dataFolder);
  return all.length === 1 ? (all[0] ?? null) : null;
}

/** The name of the copy of a file under its old password, of this moment; of the next that is free, as a clock may be set back. */
export function oldCopyFile(file: string, nowMs: number): string {
  const name = `${file}${oldMark}${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`;
  return existsSync(name) ? oldCopyFile(file, nowMs + 1) : name;
}

/** The copies of a file under other passwords: what a console that was cut off left of a new one, and old ones, oldest first. */
export function oldCopiesOf(file: string): readonly string[] {
  const name = basename(file);
  const leftovers = [`${name}${nextMark}`, `${name}${nextMark}${partialMark}`, `${name}${partialMark}`];
  const listed = namesIn(dirname(file)).filter((one) => one.startsWith(`${name}${oldMark}`) || leftovers.includes(one));
  return listed.sort().map((one) => join(dirname(file), one));
}

/** What lies at a path now, without ever waiting on it; null where no keystore can be read there. */
export function seenKeystore(file: string): SeenKeystore | null {
  const text = textNow(file);
  const keystore = text === null ? null : readKeystore(text);
  if (text === null || keystore === null || !keystore.ok) return null;
  return { file, address: keystore.value.address, digest: digestOf(text) };
}

/** The SHA-256 of a keystore's text, in hexadecimal. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function namesIn(folder: string): readonly string[] {
  const read = stored('a folder could not be read', () => readdirSync(folder));
  return read.ok ? read.value : [];
}

function textNow(file: string): string | null {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const read = stored('the keystore could not be read', () => {
    const handle = openSync(file, flags);
    try {
      if (!fstatSync(handle).isFile()) return null;
      const buffer = Buffer.alloc(mostKeystoreBytes + 1);
      let length = 0;
      for (;;) {
        const bytes = readSync(handle, buffer, length, buffer.length - length, length);
        length += bytes;
        if (bytes === 0 || length === buffer.length) break;
      }
      return length > mostKeystoreBytes ? null : buffer.toString('utf8', 0, length);
    } finally {
      closeSync(handle);
    }
  });
  return read.ok ? read.value : null;
}
