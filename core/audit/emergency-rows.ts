import { hash } from 'node:crypto';
import * as z from 'zod';
import type { Json } from '../domain/canonical.ts';
import type { Database } from '../store/database.ts';
import type { AuditEntry } from './audit.ts';
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
  retainUntil: z.string(),
});

/** A row that was written to the emergency file and is to enter the chain. */
export interface EmergencyRow {
  readonly recordId: string;
  readonly entry: AuditEntry;
}

/** The line that keeps a row in the emergency file. */
export function emergencyRecord(recordId: string, draft: EventDraft): string {
  return JSON.stringify({ recordId, ...draft });
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
      body: { unreadable: record.slice(0, 2000) },
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
    return { recordId, entry: { ...entry, body: recorded } };
  } catch {
    return null;
  }
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
