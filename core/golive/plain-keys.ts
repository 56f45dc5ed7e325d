import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file by the setting that names it. */
export interface NamedFile {
  readonly setting: string;
  readonly path: string;
}

/** A key's file is small: what is larger is none. */
const mostBytes = 65_536;
/** RFC 7468 and RFC 5958: what is encrypted says so in its label, older formats in a header of RFC 1421. */
const clearKey = /-----BEGIN (?!ENCRYPTED )(?:[A-Z0-9]+ )*PRIVATE KEY-----(?!\s*Proc-Type: 4,ENCRYPTED)/;

/**
 * Looks for private keys that lie in clear: in the files that settings name, and in those under the data folder, databases and what else is
 * large aside. Answers with where each lies, never with anything of it. A file that has not changed since is not read again; one that
 * cannot be read is passed over, for then this console cannot use it either.
 */
export function createKeyScan(dataFolder: string, named: readonly NamedFile[]): () => readonly string[] {
  let known: ReadonlyMap<string, { readonly version: string; readonly isKey: boolean }> = new Map();
  return () => {
    const seen = new Map<string, { readonly version: string; readonly isKey: boolean }>();
    const holdsKey = (path: string, follows: boolean): boolean => {
      try {
        const { ino, isFile, mtimeMs, size } = factsOf(path, follows);
        if (!isFile || size > mostBytes) return false;
        const version = `${ino} ${mtimeMs} ${size}`;
        const before = known.get(path);
        const isKey = before?.version === version ? before.isKey : clearKey.test(readFileSync(path, 'latin1'));
        seen.set(path, { version, isKey });
        return isKey;
      } catch {
        return false;
      }
    };
    const inSettings = named.filter(({ path }) => holdsKey(path, true)).map(({ setting }) => `the file of ${setting}`);
    const isNamed = new Set(named.map(({ path }) => path));
    const inFolder = filesUnder(dataFolder)
      .filter((path) => !isNamed.has(path) && holdsKey(path, false))
      .map((path) => relative(dataFolder, path));
    known = seen;
    return [...inSettings, ...inFolder];
  };
}

/** A link in the data folder is not followed out of it; one that a setting names is. */
function factsOf(path: string, follows: boolean) {
  const facts = follows ? statSync(path) : lstatSync(path);
  return { ino: facts.ino, mtimeMs: facts.mtimeMs, size: facts.size, isFile: facts.isFile() };
}

function filesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
