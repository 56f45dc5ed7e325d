import { closeSync, lstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Ids } from '../ports.ts';

/** The file in the data folder that holds the token of the local API. It may only halt. */
export const apiTokenFile = 'api-token';

const tokenShape = /^[0-9a-f]{64}$/;

/**
 * The token as it stands in `<data>/api-token`; made there (64 hexadecimal digits, mode 0600) when there is none, when it is not of that
 * shape, or when others could have read it.
 */
export function ensureApiToken(dataFolder: string, ids: Ids): string {
  const file = join(dataFolder, apiTokenFile);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found?.isFile() === true && (process.platform === 'win32' || (found.mode & 0o077) === 0)) {
    const token = readFileSync(file, 'utf8').trim();
    if (tokenShape.test(token)) return token;
  }
  const token = Buffer.from(ids.bytes(32)).toString('hex');
  const partial = `${file}.${ids.next()}`;
  const descriptor = openSync(partial, 'wx', 0o600);
  writeSync(descriptor, `${token}\n`);
  closeSync(descriptor);
  renameSync(partial, file);
  return token;
}
