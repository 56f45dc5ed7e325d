import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const passingCopy = /\.config\.[^/]*\d+-[0-9a-f]+\.mjs$/;

/**
 * A short text that changes when any of the files, or of the files in any of the folders, is written, added, renamed or removed: from
 * their names, sizes and times, without reading them. A path that is not there counts as such. The copy of its configuration that
 * electron-vite writes beside it while it builds does not count.
 */
export function sourceFingerprint(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) add(join(root, path));
  return hash.digest('hex');

  function add(path: string): void {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts?.isDirectory()) for (const entry of sortedEntries(path)) add(join(path, entry.name));
    else hash.update(`${path}\0${facts?.size}\0${facts?.mtimeMs}\n`);
  }
}

function sortedEntries(folder: string): readonly Dirent[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !passingCopy.test(name));
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
