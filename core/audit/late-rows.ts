import * as z from 'zod';
import type { AuditVerification } from '../contract/shapes.ts';
import type { Database } from '../store/database.ts';
import type { AuditEntry } from './audit.ts';
import { type EmergencyRow, recordedAt } from './emergency-rows.ts';

const subject = 'emergency-file';

/** What the row says that comes before rows out of the emergency file; `lost` are rows that not even memory could hold. */
const LateRowsBody = z.strictObject({
  rows: z.number().int().positive(),
  recordedFrom: z.string().nullable(),
  recordedTo: z.string().nullable(),
  lost: z.number().int().nonnegative(),
});

/** The row that says of the rows after it that they happened earlier, while the trail could not be written: the gap that it leaves. */
export function lateRowsEntry(rows: readonly EmergencyRow[], lost: number): AuditEntry {
  const times = rows.flatMap((row) => recordedAt(row) ?? []).sort();
  return {
    eventType: 'audit',
    level: 'warn',
    status: 'recovered',
    actor: 'core',
    subject,
    body: { rows: rows.length, recordedFrom: times.at(0) ?? null, recordedTo: times.at(-1) ?? null, lost },
  };
}

/** A stretch of rows that entered the chain late. */
export type LateRows = AuditVerification['late'][number];

/** Every stretch of late rows from `fromId` on, oldest first. Throws what SQLite throws. */
export function lateRows(database: Database, fromId: number): readonly LateRows[] {
  const rows = database
    .prepare<[number, string], { readonly id: number; readonly body: string | null }>(
      `SELECT id, body FROM events INDEXED BY events_by_type
       WHERE event_type = 'audit' AND status = 'recovered' AND level = 'warn' AND id >= ? AND subject = ? ORDER BY id`,
    )
    .all(fromId, subject);
  return rows.flatMap(({ id, body }) => {
    const read = bodyOf(body);
    if (read === null) return [];
    const { lost, recordedFrom, recordedTo, rows: count } = read;
    return [{ fromId: id + 1, toId: id + count, recordedFrom, recordedTo, lost }];
  });
}

function bodyOf(body: string | null): z.output<typeof LateRowsBody> | null {
  try {
    return body === null ? null : LateRowsBody.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
