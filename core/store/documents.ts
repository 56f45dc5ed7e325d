import { ok, type Result } from '../domain/result.ts';
import type { Database } from './database.ts';
import { stored } from './stored.ts';

/** Documents that the console keeps as whole texts, such as the policy document: read and replaced by name. */
export interface Documents {
  /** The text kept under `name`, null when there is none; `storage-failed` when it cannot be read. */
  read(name: string): Result<string | null>;
  /** Keeps `body` under `name` in place of what was there; `storage-failed` leaves the old text. */
  write(name: string, body: string, nowMs: number): Result<void>;
  /** Forgets what is kept under `name`; `storage-failed` leaves it. */
  remove(name: string): Result<void>;
}

/** The documents of an open console.db. */
export function createDocuments(database: Database): Documents {
  const select = database.prepare<[string], string>('SELECT body FROM documents WHERE name = ?').pluck();
  const upsert = database.prepare(`INSERT INTO documents (name, body, updated_at) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`);
  const erase = database.prepare('DELETE FROM documents WHERE name = ?');
  return {
    read: (name) => stored(`the document '${name}' could not be read`, () => select.get(name) ?? null),
    write(name, body, nowMs) {
      const written = stored(`the document '${name}' could not be kept`, () =>
        upsert.run(name, body, new Date(nowMs).toISOString()),
      );
      return written.ok ? ok(undefined) : written;
    },
    remove(name) {
      const removed = stored(`the document '${name}' could not be removed`, () => erase.run(name));
      return removed.ok ? ok(undefined) : removed;
    },
  };
}
