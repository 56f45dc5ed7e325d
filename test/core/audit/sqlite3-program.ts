import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const standIn = fileURLToPath(new URL('./sqlite3-stand-in.ts', import.meta.url));
const isInstalled = spawnSync('sqlite3', ['-version']).error === undefined;

/** What the sqlite3 program prints; where it is not installed, another process that prints the same of the same file. */
export function sqlite3(mode: '-list' | '-json', file: string, sql: string): string {
  const [program, ...first] = isInstalled ? ['sqlite3'] : [process.execPath, standIn];
  return execFileSync(program ?? '', [...first, mode, file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
}
