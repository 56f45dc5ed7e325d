import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettingProblem } from '../contract/shapes.ts';
import { parseSwitch } from './parse-value.ts';

/** What `<data>/.env` says. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly SettingProblem[];
}

/** Names that would change the program itself rather than what it does; a data folder must not be able to. */
const unsafeName = /^(NODE_|ELECTRON_|LD_|DYLD_|PATH$|.*_PROXY$)/i;

/**
 * Reads `<data>/.env`: NAME=value lines, `#` comments, optional `export` and quotes. Only a regular file of this user that nobody else
 * can write or read is taken; anything else, and any line that is not of that form, is a problem.
 */
export function readEnvFile(dataFolder: string): EnvFile {
  const file = join(dataFolder, '.env');
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return { values: {}, problems: [] };
  const unsafe = (text: string): EnvFile => ({
    values: {},
    problems: [{ name: '.env', code: 'unsafe_env_file', text }],
  });
  if (!found.isFile()) return unsafe('.env is not a regular file');
  const isPosix = process.platform !== 'win32';
  if (isPosix && found.uid !== process.getuid?.()) return unsafe('.env belongs to another user');
  if (isPosix && (found.mode & 0o077) !== 0) return unsafe('.env can be read or written by others: chmod 600 it');
  return parseEnvText(readFileSync(file, 'utf8'));
}

/**
 * What `<data>/.env` says of TRADING_HALTED now: false where it is not there, true where its value cannot be read, null where the file may
 * not be taken at all.
 */
export function envFileHalts(dataFolder: string): boolean | null {
  const { values, problems } = readEnvFile(dataFolder);
  const text = values.TRADING_HALTED?.trim() ?? '';
  if (text === '')
    return problems.some(({ name, code }) => name === '.env' && code === 'unsafe_env_file') ? null : false;
  const parsed = parseSwitch(text);
  return !parsed.ok || parsed.value;
}

/** The pure part of `readEnvFile`. */
export function parseEnvText(text: string): EnvFile {
  const values: Record<string, string> = {};
  const problems: SettingProblem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    const name = match?.[1];
    if (name === undefined) {
      problems.push({ name: '.env', code: 'unsafe_env_file', text: `line ${index + 1} of .env is not NAME=value` });
    } else if (unsafeName.test(name)) {
      problems.push({ name, code: 'unsafe_env_file', text: `${name} may not be set in .env` });
    } else if (Object.hasOwn(values, name)) {
      problems.push({ name, code: 'conflict', text: `${name} is set twice in .env` });
    } else values[name] = unquote((match?.[2] ?? '').trim());
  }
  return { values, problems };
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return quoted?.[2] ?? text;
}
