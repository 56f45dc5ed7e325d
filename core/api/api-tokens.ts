import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../domain/result.ts';
import type { Ids } from '../ports.ts';
import { stored } from '../store/stored.ts';
import { removeFile, writeWhole } from '../store/whole-file.ts';

/** The file in the data folder that holds the token of the local API. It may only halt. */
export const apiTokenFile = 'api-token';
/** The file of the token before it, while both are taken. */
export const oldApiTokenFile = 'api-token-old';

const tokenShape = /^[0-9a-f]{64}$/;
const tokenBytes = 32;

/** The tokens of the local API: 64 hexadecimal digits each, in files that only this user may read. */
export interface ApiTokens {
  /**
   * The token of the file, as it is now: one that was written into it by hand counts from then on, and the one before it no more. While
   * the file is gone, holds no token, or could be read by others, the last one counts: what may halt stays able to.
   */
  current(): string;
  /** The token before it, while it is still taken; null otherwise. */
  old(): string | null;
  /** Every token that halts now. */
  accepted(): readonly string[];
  /** Draws a new one; the one before is taken until `endOverlap`. While both are taken none is drawn. `storage-failed`: as it was. */
  renew(): Result<void>;
  /**
   * From now on only the token of the file is taken. `storage-failed`: the old one is refused all the same, but its file is still there
   * and would count at the next start; to be tried again until it answers ok.
   */
  endOverlap(): Result<void>;
}

/**
 * The tokens as they stand in a data folder. One is made where there is none, where it is not of the shape, or where others could have
 * read it. A renewal that was cut off is as it was, or done.
 */
export function openApiTokens(dataFolder: string, ids: Ids): ApiTokens {
  const file = join(dataFolder, apiTokenFile);
  const oldFile = join(dataFolder, oldApiTokenFile);
  const drawn = (): string => Buffer.from(ids.bytes(tokenBytes)).toString('hex');
  const write = (to: string, token: string): void => writeWhole(to, new TextEncoder().encode(`${token}\n`));
  const found = readToken(file);
  let current = found ?? drawn();
  if (found === null) write(file, current);
  let old = readToken(oldFile);
  // Cut off between the two files: nothing was renewed yet.
  if (old === current) old = null;

  /** Takes in what was written into the file since. */
  const follow = (): string => {
    current = readToken(file) ?? current;
    return current;
  };

  return {
    current: follow,
    old: () => old,
    accepted: () => (old === null ? [follow()] : [follow(), old]),
    renew() {
      return stored('a new token could not be kept', () => {
        if (old !== null) return;
        const next = drawn();
        write(oldFile, follow());
        write(file, next);
        old = current;
        current = next;
      });
    },
    endOverlap() {
      old = null;
      return stored('the old token could not be removed', () => removeFile(oldFile));
    },
  };
}

/** The token that the file of a data folder holds; null where it is none, or others could have read it: it is not taken then. */
export function apiTokenIn(dataFolder: string): string | null {
  return readToken(join(dataFolder, apiTokenFile));
}

/** No file that holds a token is longer. */
const mostFileBytes = 1024;

/** The token of a file; null where it is none, or others could have read it. */
function readToken(file: string): string | null {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    const isPrivate = process.platform === 'win32' || ((found?.mode ?? 0) & 0o077) === 0;
    if (found?.isFile() !== true || !isPrivate || found.size > mostFileBytes) return null;
    const token = readFileSync(file, 'utf8').trim();
    return tokenShape.test(token) ? token : null;
  } catch {
    return null;
  }
}
