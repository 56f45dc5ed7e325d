import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { holdsClearKey } from './clear-key.ts';

/** A file by the setting that names it. */
export interface NamedFile {
  readonly setting: string;
  readonly path: string;
}

/** Where keys lie in clear, and what could not be looked at; nothing of any key is in it. */
export interface PlainKeys {
  readonly found: readonly string[];
  /** Files and folders of the data folder that cannot be read, or are too many: nobody knows what lies in them. */
  readonly unseen: readonly string[];
}

/** A key's file is small: what is larger is none. */
const mostBytes = 65_536;
/** More is none of this console's: it is looked through every few seconds. */
const mostFiles = 5_000;
const mostDepth = 8;
/**
 * The files of the databases and of the folder's lock: whoever closes one drops the locks that this process holds on it (fcntl of POSIX),
 * and another console could take the folder. They are never opened here.
 */
const databaseFile = /(?:^core\.lock|\.db)(?:-(?:wal|shm|journal))?$/;

interface SeenFile {
  readonly version: string;
  readonly isKey: boolean;
}

/** What is looked through. */
export interface KeyScanParts {
  readonly dataFolder: string;
  /** Files that settings name as keys. */
  readonly named: readonly NamedFile[];
  /** Whether a setting of this name is a secret. */
  readonly isSecretName: (name: string) => boolean;
}

/**
 * Looks for keys and secrets that lie in clear (see `holdsClearKey`): in the files that settings name, and in those under the data folder,
 * databases and what else is large aside. No link is followed out of it. A file that has not changed since is not read again.
 */
export function createKeyScan({ dataFolder, named, isSecretName }: KeyScanParts): () => PlainKeys {
  const root = resolve(dataFolder);
  const isNamed = new Set(named.map(({ path }) => resolve(path)));
  const shown = (path: string): string => relative(root, path) || 'the data folder';
  let known: ReadonlyMap<string, SeenFile> = new Map();
  return () => {
    const seen = new Map<string, SeenFile>();
    const isKey = (path: string, facts: Stats): boolean => {
      const { ino, mtimeMs, size } = facts;
      // What is no plain file could be waited for without end.
      if (!facts.isFile() || size > mostBytes) return false;
      const version = `${ino} ${mtimeMs} ${size}`;
      const before = known.get(path);
      const file =
        before?.version === version ? before : { version, isKey: holdsClearKey(readFileSync(path), isSecretName) };
      seen.set(path, file);
      return file.isKey;
    };
    const inSettings = named.flatMap(({ path, setting }) =>
      // One that cannot be read is of no use to this console either.
      attempt(() => isKey(path, statSync(path)), false) ? [`the file of ${setting}`] : [],
    );
    const { files, unseen } = filesUnder(root);
    const inFolder = files.filter((path) => {
      if (isNamed.has(path)) return false;
      // What was there a moment ago and is gone holds nothing.
      const facts = attempt(() => lstatSync(path), null);
      if (facts === null) return false;
      const found = attempt(() => isKey(path, facts), null);
      if (found === null) unseen.push(path);
      return found === true;
    });
    known = seen;
    return { found: [...inSettings, ...inFolder.map(shown)], unseen: unseen.map(shown) };
  };
}

/** Every plain file under a folder, links left out, and the folders that could not be gone through. */
function filesUnder(root: string): { readonly files: readonly string[]; readonly unseen: string[] } {
  const files: string[] = [];
  const unseen: string[] = [];
  const folders = [{ folder: root, depth: 0 }];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const { depth, folder } = next;
    const entries = attempt<readonly Dirent[] | null>(() => readdirSync(folder, { withFileTypes: true }), null);
    if (entries === null || depth > mostDepth || files.length + entries.length > mostFiles) {
      unseen.push(folder);
      continue;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push({ folder: path, depth: depth + 1 });
      else if (entry.isFile() && !databaseFile.test(entry.name)) files.push(path);
    }
  }
  return { files, unseen };
}

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
