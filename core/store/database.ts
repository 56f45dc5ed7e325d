import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed, stored } from './stored.ts';

/** An open SQLite connection. */
export type Database = SqliteDatabase.Database;

/** One step of a schema: its number is its place in the list, which is only ever added to. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** How long a statement waits for another program's lock; everything else waits with it, so it is short. */
const busyTimeoutMs = 1000;

/**
 * Opens `file` (made with mode 0600 where it is missing) in WAL mode with every commit synced, and brings its schema to the end of
 * `migrations`, each in a transaction of its own. Before an older database that holds something is changed, a copy of it is kept
 * beside it as `<file>.schema-<n>`. `storage-failed` when it cannot be opened, is newer than `migrations`, or a step fails.
 * `readonly` opens without writing: an older schema is then refused too.
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[],
  options: { readonly readonly?: boolean } = {},
): Result<Database> {
  const name = basename(file);
  if (!existsSync(dirname(file))) return err(storageFailed(`${name}: its folder does not exist`));
  const readonly = options.readonly ?? false;
  let database: Database | null = null;
  const opened = stored(`${name} could not be opened`, () => {
    if (!readonly) makeFile(file);
    database = new SqliteDatabase(file, {
      readonly,
      fileMustExist: true,
      timeout: busyTimeoutMs,
    });
    if (!readonly) database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    return database;
  });
  if (!opened.ok) {
    closeQuietly(database);
    return opened;
  }
  const current = migrate(opened.value, file, migrations, readonly);
  if (current.ok) return opened;
  opened.value.close();
  return current;
}

function migrate(
  database: Database,
  file: string,
  migrations: readonly Migration[],
  readonly: boolean,
): Result<undefined> {
  const name = basename(file);
  const found = stored(`${name} could not be read`, () => Number(database.pragma('user_version', { simple: true })));
  if (!found.ok) return found;
  const version = found.value;
  if (version > migrations.length) {
    return err(storageFailed(`${name} has schema ${version}, newer than this program's ${migrations.length}`));
  }
  if (version === migrations.length) return ok(undefined);
  if (readonly) return err(storageFailed(`${name} has schema ${version}, older than this program's`));
  return stored(`${name} could not be migrated from schema ${version}`, () => {
    if (version > 0) keepCopy(database, `${file}.schema-${version}`);
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      database.transaction(() => {
        database.exec(migration.sql);
        database.pragma(`user_version = ${index + 1}`);
      })();
    }
    return undefined;
  });
}

/** SQLite's own copy of a live database, complete or not there at all. */
function keepCopy(database: Database, copy: string): void {
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  makeFile(partial);
  database.prepare('VACUUM INTO ?').run(partial);
  renameSync(partial, copy);
}

/**
 * Makes an empty file that only this user can read; SQLite gives its -wal and -shm the same mode. A file that exists is not even
 * opened: closing any descriptor of it would drop the locks this process holds on it.
 */
export function makeFile(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
}

function closeQuietly(database: Database | null): void {
  database?.close();
}
