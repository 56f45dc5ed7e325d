import type { Contact } from '../../contract/shapes.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Database } from '../../store/database.ts';
import { stored } from '../../store/stored.ts';

/** A look through all contacts: `digest` is of them as they were then. */
export interface ContactReview {
  readonly atMs: number;
  readonly by: string;
  readonly digest: string;
}

/** The incident contacts of an open console.db. Every method may answer `storage-failed`. */
export interface ContactsTable {
  /** In the order they came. */
  all(): Result<readonly Contact[]>;
  /** Keeps one, new or in place of itself. */
  keep(contact: Contact): Result<void>;
  remove(contactId: string): Result<void>;
  review(review: ContactReview): Result<void>;
  /** Null where there was none. */
  lastReview(): Result<ContactReview | null>;
}

/** The table of an open console.db. */
export function createContactsTable(database: Database): ContactsTable {
  const select = database.prepare<[], Contact>(
    'SELECT contact_id AS contactId, name, role, reach, changed_at_ms AS changedAtMs FROM contacts ORDER BY rowid',
  );
  const upsert = database.prepare(`INSERT INTO contacts (contact_id, name, role, reach, changed_at_ms)
    VALUES (@contactId, @name, @role, @reach, @changedAtMs)
    ON CONFLICT (contact_id) DO UPDATE
    SET name = excluded.name, role = excluded.role, reach = excluded.reach, changed_at_ms = excluded.changed_at_ms`);
  const removeOne = database.prepare('DELETE FROM contacts WHERE contact_id = ?');
  const insertReview = database.prepare(
    'INSERT INTO contact_reviews (at_ms, reviewed_by, digest) VALUES (@atMs, @by, @digest)',
  );
  const selectReview = database.prepare<[], ContactReview>(
    'SELECT at_ms AS atMs, reviewed_by AS "by", digest FROM contact_reviews ORDER BY id DESC LIMIT 1',
  );
  const written = (work: () => unknown): Result<void> => {
    const done = stored('the incident contacts could not be written', work);
    return done.ok ? ok(undefined) : done;
  };
  const read = <T>(work: () => T): Result<T> => stored('the incident contacts could not be read', work);
  return {
    all: () => read(() => select.all()),
    keep: (contact) => written(() => upsert.run(contact)),
    remove: (contactId) => written(() => removeOne.run(contactId)),
    review: (review) => written(() => insertReview.run(review)),
    lastReview: () => read(() => selectReview.get() ?? null),
  };
}
