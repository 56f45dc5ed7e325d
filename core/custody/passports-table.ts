import * as z from 'zod';
import { answers, type KeyRights } from '../domain/key-rights.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, stored } from '../store/stored.ts';
import type { ReadingFailure } from './passport.ts';
import type { KnownRights, WidenedRight } from './widened.ts';

/** What is kept of a key's readings: never the raw answer. It is about the key of this mark, its exchange and fingerprint, and no other. */
export interface StoredPassport {
  readonly credentialId: string;
  readonly fingerprint: string;
  readonly reading: { readonly rights: KeyRights; readonly answerHash: string; readonly readAtMs: number } | null;
  readonly known: KnownRights | null;
  readonly widened: readonly WidenedRight[];
  readonly failure: ReadingFailure | null;
  /** It was once seen too old: a clock that is set back afterwards makes it no younger. */
  readonly isStale: boolean;
}

/** The passports of an open console.db. */
export interface PassportsTable {
  /** Null where nothing was read; `storage-failed`, also for a row that is not of the expected shape. */
  find(credentialId: string): Result<StoredPassport | null>;
  keep(passport: StoredPassport): Result<void>;
  /** When the newest of all readings was, in milliseconds since the epoch; 0 where there is none. `storage-failed`. */
  newestReadAtMs(): Result<number>;
  /** Marks every passport read before this time as once seen too old. `storage-failed`. */
  outdate(beforeMs: number): Result<void>;
}

const Known = z.enum(answers);
const KnownOrUntold = z.enum([...answers, 'untold']);
const Rights = z.strictObject({
  trade: Known,
  withdraw: Known,
  futures: KnownOrUntold,
  margin: KnownOrUntold,
  ipRestricted: KnownOrUntold,
  createdAtMs: z.union([z.number().int(), z.enum(['untold', 'unknown'])]),
  expiresAtMs: z.union([z.number().int(), z.enum(['never', 'untold', 'unknown'])]),
  missing: z.array(z.string()),
  label: z.string().nullable(),
});
const KnownShape = z.strictObject({
  trade: Known,
  withdraw: Known,
  futures: Known,
  margin: Known,
  ipRestricted: Known,
});
const Widened = z.array(
  z.strictObject({
    right: z.enum(['trade', 'withdraw', 'futures', 'margin', 'ipRestricted']),
    atMs: z.number().int(),
    text: z.string(),
  }),
);
const Failure = z.strictObject({
  atMs: z.number().int(),
  text: z.string(),
  kind: z.enum(['dead', 'refused', 'unanswered']),
});

interface Row {
  readonly credential_id: string;
  readonly fingerprint: string;
  readonly read_at_ms: number | null;
  readonly answer_hash: string | null;
  readonly rights: string | null;
  readonly known: string | null;
  readonly widened: string;
  readonly failure: string | null;
  readonly is_stale: number;
}

/** The table of an open console.db. */
export function createPassportsTable(database: Database): PassportsTable {
  const select = database.prepare<[string], Row>('SELECT * FROM key_passports WHERE credential_id = ?');
  const upsert = database.prepare(`INSERT OR REPLACE INTO key_passports
    (credential_id, fingerprint, read_at_ms, answer_hash, rights, known, widened, failure, is_stale)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const selectNewest = database.prepare<[], number>('SELECT coalesce(max(read_at_ms), 0) FROM key_passports').pluck();
  const outdate = database.prepare('UPDATE key_passports SET is_stale = 1 WHERE is_stale = 0 AND read_at_ms < ?');
  return {
    find(credentialId) {
      const row = stored('a key passport could not be read', () => select.get(credentialId) ?? null);
      if (!row.ok || row.value === null) return row.ok ? ok(null) : row;
      const passport = passportOf(row.value);
      return passport === null ? err(storageFailed('a key passport is not of the expected shape')) : ok(passport);
    },
    keep({ credentialId, failure, fingerprint, isStale, known, reading, widened }) {
      const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
      const kept = stored('a key passport could not be kept', () =>
        upsert.run(
          credentialId,
          fingerprint,
          reading?.readAtMs ?? null,
          reading?.answerHash ?? null,
          json(reading?.rights ?? null),
          json(known),
          JSON.stringify(widened),
          json(failure),
          isStale ? 1 : 0,
        ),
      );
      return kept.ok ? ok(undefined) : kept;
    },
    newestReadAtMs: () => stored('the key passports could not be read', () => selectNewest.get() ?? 0),
    outdate(beforeMs) {
      const kept = stored('the key passports could not be kept', () => outdate.run(Math.trunc(beforeMs)));
      return kept.ok ? ok(undefined) : kept;
    },
  };
}

function passportOf(row: Row): StoredPassport | null {
  const rights = Rights.nullable().safeParse(jsonOf(row.rights));
  const known = KnownShape.nullable().safeParse(jsonOf(row.known));
  const widened = Widened.safeParse(jsonOf(row.widened));
  const failure = Failure.nullable().safeParse(jsonOf(row.failure));
  if (!rights.success || !known.success || !widened.success || !failure.success) return null;
  const { answer_hash: answerHash, read_at_ms: readAtMs } = row;
  const told = rights.data;
  return {
    credentialId: row.credential_id,
    fingerprint: row.fingerprint,
    reading: told === null || readAtMs === null || answerHash === null ? null : { rights: told, answerHash, readAtMs },
    known: known.data,
    widened: widened.data,
    failure: failure.data,
    isStale: row.is_stale !== 0,
  };
}

function jsonOf(text: string | null): unknown {
  return text === null ? null : readJson(text);
}
