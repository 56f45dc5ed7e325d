import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../store/database.ts';
import { retainUntil } from './retention.ts';

/** A row whose time is up: when it was written at the earliest, as ISO text. */
export interface DueRow {
  readonly id: number;
  readonly writtenAt: string;
}

/** Rows looked at before other work gets its turn. */
const sliceRows = 2048;

type Row = [id: number, timestamp: string, eventType: string, retainUntil: string | null, hasBody: number];

/**
 * The rows up to `toId` whose time is up at `nowIso`, oldest first, a slice at a time with other work between. A row counts from its
 * own time or from that of an earlier row where that is later: a clock that was set back for a while, to 1970 after a flat battery,
 * makes nothing old. Times after `nowIso` cannot have been and count for nothing. Ends early, with false, when the database was closed.
 * Throws what SQLite throws.
 */
export async function eachDueSlice(
  database: Database,
  nowIso: string,
  toId: number,
  onSlice: (due: readonly DueRow[]) => void,
): Promise<boolean> {
  const select = database
    .prepare<[number, number, number], Row>(
      `SELECT id, timestamp, event_type, retain_until, body IS NOT NULL FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`,
    )
    .raw();
  let afterId = 0;
  let writtenAt = '';
  for (;;) {
    const rows = select.all(afterId, toId, sliceRows);
    const due: DueRow[] = [];
    for (const [id, timestamp, eventType, ownUntil, hasBody] of rows) {
      if (timestamp > writtenAt && timestamp <= nowIso) writtenAt = timestamp;
      if (hasBody === 0 || ownUntil === null || ownUntil > nowIso) continue;
      const until = retainUntil(eventType, writtenAt);
      if (until !== null && until <= nowIso) due.push({ id, writtenAt });
    }
    if (due.length > 0) onSlice(due);
    afterId = rows.at(-1)?.[0] ?? afterId;
    if (rows.length < sliceRows) return true;
    await nextTurn();
    if (!database.open) return false;
  }
}
