import { canonicalText } from '../domain/canonical.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, stored } from '../store/stored.ts';
import { nonceBytes, open, seal } from './seal.ts';

/** The version of the way records are sealed; part of what is authenticated. */
const format = 1;

/** Secrets at rest. The identity of a record is authenticated with it: moved to another identity it does not open. */
export interface SealedRecords {
  /** Seals `bytes` under `identity`, in place of what was there; `storage-failed` leaves that. */
  put(key: Uint8Array, identity: string, bytes: Uint8Array): Result<void>;
  /** What was put under `identity`; `not-found`, or `storage-failed` when it cannot be read or does not open with this key. */
  take(key: Uint8Array, identity: string): Result<Uint8Array>;
  /** Takes away what is under `identity`, if anything is; needs no key. */
  remove(identity: string): Result<void>;
  /** When what is under `identity` was sealed, in milliseconds since the epoch; null when nothing is. */
  sealedAtMs(identity: string): Result<number | null>;
  /** The identities of all records, in order. */
  identities(): Result<readonly string[]>;
  /** How many records there are, whoever sealed them. */
  count(): Result<number>;
  /**
   * Seals every record anew in one transaction: all of them open with `next` afterwards, or, where this fails or is cut off, all of them
   * with `key` as before. `storage-failed`, also when one of them does not open.
   */
  sealAllAnew(key: Uint8Array, next: Uint8Array): Result<void>;
  /** Puts several records in one transaction. `storage-failed` leaves what was there. */
  putAll(key: Uint8Array, records: readonly SealedRecord[]): Result<void>;
}

/** One record, open. */
export interface SealedRecord {
  readonly identity: string;
  readonly bytes: Uint8Array;
}

interface Row {
  readonly format: number;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** The sealed records of an open console.db. What is replaced or removed there is overwritten with zeros. */
export function createSealedRecords(database: Database, ids: Ids, clock: Clock): SealedRecords {
  database.pragma('secure_delete = ON');

  /** Runs `work` in one transaction that waits for no other reader; what was written before is then gone from the log beside it too. */
  function allOrNothing(what: string, work: () => Result<void>): Result<void> {
    let result: Result<void> = ok(undefined);
    const done = stored(what, () => {
      try {
        database.transaction(() => {
          result = work();
          if (!result.ok) throw undone;
        })();
      } catch (cause) {
        if (cause !== undone) throw cause;
      }
    });
    return done.ok ? result : done;
  }

  const records: SealedRecords = {
    put(key, identity, bytes) {
      const nonce = ids.bytes(nonceBytes);
      const sealed = seal(key, nonce, contextOf(identity, format), bytes);
      return stored(`the sealed record '${identity}' could not be kept`, () => {
        database
          .prepare(`INSERT INTO vault_records (identity, format, nonce, sealed, updated_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (identity) DO UPDATE SET format = excluded.format, nonce = excluded.nonce, sealed = excluded.sealed,
            updated_at = excluded.updated_at`)
          .run(identity, format, nonce, sealed, new Date(clock.nowMs()).toISOString());
      });
    },
    take(key, identity) {
      const row = stored(`the sealed record '${identity}' could not be read`, () =>
        database
          .prepare<[string], Row>('SELECT format, nonce, sealed FROM vault_records WHERE identity = ?')
          .get(identity),
      );
      if (!row.ok) return row;
      if (row.value === undefined)
        return err({
          code: 'not-found',
          retry: 'never',
          what: `sealed record '${identity}'`,
        });
      const bytes = open(key, row.value.nonce, contextOf(identity, row.value.format), row.value.sealed);
      return bytes === null ? err(storageFailed(`the sealed record '${identity}' does not open`)) : ok(bytes);
    },
    remove: (identity) =>
      stored(`the sealed record '${identity}' could not be removed`, () => {
        database.prepare('DELETE FROM vault_records WHERE identity = ?').run(identity);
      }),
    sealedAtMs: (identity) =>
      stored(`the sealed record '${identity}' could not be read`, () => {
        const at = database
          .prepare<[string], { readonly updated_at: string }>('SELECT updated_at FROM vault_records WHERE identity = ?')
          .get(identity);
        return at === undefined ? null : Date.parse(at.updated_at);
      }),
    identities: () =>
      stored('the sealed records could not be read', () =>
        database.prepare<[], string>('SELECT identity FROM vault_records ORDER BY identity').pluck().all(),
      ),
    count: () =>
      stored('the sealed records could not be read', () =>
        Number(database.prepare('SELECT count(*) FROM vault_records').pluck().get()),
      ),
    sealAllAnew(key, next) {
      const sealed = allOrNothing('the sealed records could not be sealed anew', () => {
        const identities = records.identities();
        if (!identities.ok) return identities;
        for (const identity of identities.value) {
          const taken = records.take(key, identity);
          if (!taken.ok) return taken;
          const put = records.put(next, identity, taken.value);
          taken.value.fill(0);
          if (!put.ok) return put;
        }
        return ok(undefined);
      });
      // What the old key sealed leaves the log beside the database; where a reader is in the way it does so later.
      if (sealed.ok) stored('the log could not be emptied', () => database.pragma('wal_checkpoint(TRUNCATE)'));
      return sealed;
    },
    putAll: (key, all) =>
      allOrNothing('the sealed records could not be kept', () => {
        for (const { bytes, identity } of all) {
          const put = records.put(key, identity, bytes);
          if (!put.ok) return put;
        }
        return ok(undefined);
      }),
  };
  return records;
}

/** Takes a transaction back. */
const undone = new Error('taken back');

function contextOf(identity: string, version: number): string {
  return canonicalText(['portcullis sealed record', version, identity]);
}
