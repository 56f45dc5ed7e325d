import { conflict } from '../../domain/conflict.ts';
import { err, type Result } from '../../domain/result.ts';
import { decodeBase32, symbolCount } from '../recovery/base32.ts';
import { backupComponents } from './backup-components.ts';
import { besideOtherParty, comparablePlace } from './backup-rules.ts';
import type { StoredBackup } from './backups-table.ts';

/** No backup has that id. */
export const notFound: Result<never> = err({ code: 'not-found', retry: 'never', what: 'this backup' });
/** The console does not look into this kind. */
export const notOpenedHere: Result<never> = err({
  code: 'not-offered',
  retry: 'never',
  what: 'opening this here: it is verified where it is kept, and attested',
});
/** The file cannot be read. */
export const unreadable = invalid('file', 'is no regular file of at most 4 MiB that can be read');

/** Whether a text could be a recovery share, which belongs into no register. */
export function mayBeShare(text: string): boolean {
  const leastSymbols = 60;
  const longest = text.match(/[0-9A-Za-z-]+(?:[ \t][0-9A-Za-z]{4}-?)*/g) ?? [];
  return longest.some((part) => symbolCount(part) >= leastSymbols && decodeBase32(part).ok);
}

/** A share was typed where none belongs; it is not repeated. */
export function holdsShare(path: string): Result<never> {
  return invalid(path, 'looks like a recovery share: none is kept here');
}

/** What stands against a new backup beside those that are kept; null when nothing does. */
export function problemOf(
  backup: Pick<StoredBackup, 'component' | 'place' | 'encryption' | 'access' | 'setId'>,
  kept: readonly StoredBackup[],
): Result<never> | null {
  for (const path of ['place', 'encryption', 'access'] as const) if (mayBeShare(backup[path])) return holdsShare(path);
  if (comparablePlace(backup.place).length < 3) return invalid('place', 'names no place');
  if (backup.component === 'recovery-seed' && backup.setId === null) {
    return invalid('setId', 'is needed for recovery shares: the set that they are of');
  }
  const other = besideOtherParty(backup, kept);
  return other === null
    ? null
    : conflict(
        `${backupComponents[other.component].title} is recorded at the same place: both together are the key, and whoever is there has it`,
      );
}

function invalid(path: string, problem: string): Result<never> {
  return err({ code: 'invalid-input', retry: 'never', issues: [{ path, problem }] });
}
