import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type Database, type Migration, openDatabase } from '../../../core/store/database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const first: Migration = { name: '0001-notes', sql: 'CREATE TABLE notes (text TEXT NOT NULL) STRICT;' };
const second: Migration = {
  name: '0002-colours',
  sql: "ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';",
};

function opened(file: string, migrations: readonly Migration[], options?: { readonly: boolean }): Database {
  const database = openDatabase(file, migrations, options);
  if (!database.ok) throw new Error(JSON.stringify(database.error));
  return database.value;
}

describe('openDatabase', () => {
  it('makes a new database in WAL mode, fully synced, readable by this user only', () => {
    const file = join(temporaryFolder(), 'notes.db');
    const database = opened(file, [first]);
    database.exec("INSERT INTO notes VALUES ('a')");
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600);
    database.close();
  });

  it('brings an older database up to date and keeps a copy of how it was', () => {
    const file = join(temporaryFolder(), 'notes.db');
    const old = opened(file, [first]);
    old.exec("INSERT INTO notes VALUES ('kept')");
    old.close();
    const database = opened(file, [first, second]);
    expect(database.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept', colour: 'red' }]);
    database.close();
    const copy = new SqliteDatabase(`${file}.schema-1`, { readonly: true });
    expect(copy.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept' }]);
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    copy.close();
    expect(statSync(`${file}.schema-1`).mode & 0o777).toBe(0o600);
  });

  it('keeps no copy of a database that is new or up to date', () => {
    const folder = temporaryFolder();
    opened(join(folder, 'notes.db'), [first, second]).close();
    opened(join(folder, 'notes.db'), [first, second]).close();
    expect(readdirSync(folder)).toEqual(['notes.db']);
  });

  it('takes back a step that fails half way and stays at the schema before it', () => {
    const file = join(temporaryFolder(), 'notes.db');
    opened(file, [first]).close();
    const broken: Migration = {
      name: '0002-broken',
      sql: 'CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1);',
    };
    expect(openDatabase(file, [first, broken])).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    const database = opened(file, [first]);
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual(['notes']);
    database.close();
  });

  it('refuses a database with a newer schema than the program knows, and leaves it alone', () => {
    const file = join(temporaryFolder(), 'notes.db');
    opened(file, [first, second]).close();
    const refused = openDatabase(file, [first]);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'storage-failed', what: "notes.db has schema 2, newer than this program's 1" },
    });
    opened(file, [first, second]).close();
  });

  it('opens without writing when asked, and then takes no older schema', () => {
    const file = join(temporaryFolder(), 'notes.db');
    const writer = opened(file, [first]);
    const reader = opened(file, [first], { readonly: true });
    expect(() => reader.exec("INSERT INTO notes VALUES ('x')")).toThrow(/readonly/);
    expect(openDatabase(file, [first, second], { readonly: true }).ok).toBe(false);
    reader.close();
    writer.close();
  });

  it('answers storage-failed for a file that is no database, a folder, and a folder that is missing', () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'text.db'),
      'This is a text of more than one hundred bytes, which no program would take for a database. '.repeat(20),
    );
    mkdirSync(join(folder, 'folder.db'));
    for (const name of ['text.db', 'folder.db', 'missing/notes.db']) {
      expect(openDatabase(join(folder, name), [first])).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    }
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  it('keeps the mode of a file that is there already', () => {
    const file = join(temporaryFolder(), 'notes.db');
    opened(file, [first]).close();
    chmodSync(file, 0o640);
    opened(file, [first]).close();
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });
});
