import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { err, ok, type Result } from '../domain/result.ts';
import { makeFile } from './database.ts';
import { storageFailed, stored, systemCode } from './stored.ts';

/**
 * Claims a data folder (made with mode 0700 where it is missing) for this core, by an exclusive SQLite lock on `<folder>/core.lock`
 * that the system drops when the process ends, however it ends. Answers with what gives it back; `already-running` while another
 * holds it, `storage-failed` where the folder or the file cannot be made.
 */
export function lockFolder(dataFolder: string): Result<() => void> {
  const file = join(dataFolder, 'core.lock');
  const made = stored('the data folder could not be made', () => {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    makeFile(file);
    return new SqliteDatabase(file, { timeout: 0, fileMustExist: true });
  });
  if (!made.ok) return made;
  const lock = made.value;
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const code = systemCode(error);
    if (code === null) throw error;
    if (!code.startsWith('SQLITE_BUSY')) return err(storageFailed(`the data folder could not be locked (${code})`));
    return err({ code: 'already-running', retry: 'never', what: dataFolder });
  }
  return ok(() => {
    lock.close();
  });
}
