import { hash } from 'node:crypto';
import * as z from 'zod';
import { canonicalText, type Json } from '../domain/canonical.ts';
import type { Database } from '../store/database.ts';
import type { AuditEntry } from './audit.ts';
import { bodyHashOf } from './chain-format.ts';
import type { EventDraft } from './event-writer.ts';

const Recorded = z.strictObject({
  recordId: z.string().min(1).max(64),
  timestamp: z.string(),
  eventType: z.string(),
  level: z.enum(['info', 'warn', 'error']),
  status: z.enum(['requested', 'ok', 'failed', 'unknown', 'recovered']),
  actor: z.string(),
  subject: z.string(),
  body: z.string(),
  retainUntil: z.string().nullable(),
});

/** A row that was written to the emergency file and is to enter the chain. */
export interface EmergencyRow {
  readonly recordId: string;
  readonly entry: AuditEntry;
}

/** The longest body that a record keeps whole, in characters, so that one row does not take the room of hundreds. */
const longestBody = 8192;

/** The line that keeps a row in the emergency file. Of a body that is too long it keeps the beginning, the length and the SHA-256. */
export function emergencyRecord(recordId: string, draft: EventDraft): string {
  const { body } = draft;
  if (body.length <= longestBody) return JSON.stringify({ recordId, ...draft });
  const shortened = { beginning: body.slice(0, 1000).toWellFormed(), length: body.length, sha256: bodyHashOf(body) };
  return JSON.stringify({ recordId, ...draft, body: canonicalText({ shortened }) });
}

/**
 * The row that a record becomes: its own type, level and status, with the time it was recorded at in the body, because the row's own
 * time is when it entered the chain. A record that cannot be read becomes a row that says so.
 */
export function emergencyRow(record: string): EmergencyRow {
  const read = readRecord(record);
  if (read !== null) return read;
  return {
    recordId: hash('sha256', record),
    entry: {
      eventType: 'audit',
      level: 'error',
      status: 'failed',
      actor: 'core',
      subject: 'emergency-file',
      body: { unreadable: record.slice(0, 2000).toWellFormed() },
    },
  };
}

function readRecord(record: string): EmergencyRow | null {
  try {
    const { body, recordId, retainUntil: _until, timestamp, ...entry } = Recorded.parse(JSON.parse(record));
    const recorded: Json = {
      recordedAt: timestamp,
      emergencyRecord: recordId,
      body: JSON.parse(body),
    };
    // What a damaged file holds may be JSON and still nothing that a row can carry; it throws here, not when it is to enter the chain.
    canonicalText(recorded);
    return { recordId, entry: { ...entry, body: recorded } };
  } catch {
    return null;
  }
}

/** When a record was made, null for one that cannot be read. */
export function recordedAt({ entry }: EmergencyRow): string | null {
  const body = entry.body as { readonly recordedAt?: string };
  return body.recordedAt ?? null;
}

/** Which records have entered the chain: kept in the same transaction, so that a crash before the file is cleared repeats none. */
export interface EnteredRecords {
  has(recordId: string): boolean;
  add(recordId: string, eventId: number): void;
}

/** The records that have entered the chain of an open audit.db. */
export function createEnteredRecords(database: Database): EnteredRecords {
  const select = database.prepare<[string], number>('SELECT 1 FROM emergency_records WHERE record_id = ?').pluck();
  const insert = database.prepare('INSERT INTO emergency_records (record_id, event_id) VALUES (?, ?)');
  return {
    has: (recordId) => select.get(recordId) !== undefined,
    add: (recordId, eventId) => void insert.run(recordId, eventId),
  };
}
