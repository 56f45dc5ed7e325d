import type { Clock, Ids, Log } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { attempt } from './commit-queue.ts';
import { type EmergencyFile, openEmergencyFile } from './emergency-file.ts';
import { createEnteredRecords, type EmergencyRow, emergencyRecord, emergencyRow } from './emergency-rows.ts';
import { draftOf, type EventDraft, type EventWriter } from './event-writer.ts';
import { lateRowsEntry } from './late-rows.ts';

/** How many rows are held in memory when not even the emergency file can take them. */
const heldRows = 1000;

/** Rows that the database could not take, on their way into the chain. */
export interface Emergencies {
  /** Keeps a row for later. Never throws. */
  keep(draft: EventDraft): void;
  /** Lets what was kept enter the chain; what is not possible now stays. Answers with why it stayed, else null. */
  enter(): string | null;
  /** How many rows have not entered the chain yet. */
  waiting(): number;
  close(): void;
}

/** The emergencies of an audit trail whose rows `writer` puts into `database`. */
export function createEmergencies(options: {
  readonly file: string;
  readonly database: Database;
  readonly writer: EventWriter;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}): Emergencies {
  const { clock, database, ids, log, writer } = options;
  const opened = openEmergencyFile(options.file);
  if (!opened.ok)
    log.error('no emergency file: rows that cannot be written are only kept in memory', { code: opened.error.code });
  const file: EmergencyFile | null = opened.ok ? opened.value : null;
  const entered = createEnteredRecords(database);
  let held: readonly string[] = [];
  let lost = 0;

  const pending = (): readonly string[] => [...(file?.records() ?? []), ...held];

  return {
    keep(draft) {
      const record = emergencyRecord(ids.next(), draft);
      if (file?.add(record)) return;
      log.error('an audit row could be written nowhere and is kept in memory', {
        eventType: draft.eventType,
      });
      lost += Math.max(0, held.length + 1 - heldRows);
      held = [...held, record].slice(-heldRows);
    },
    enter() {
      const records = pending();
      if (records.length === 0) return null;
      const outcome = attempt(() => {
        const rows = new Map<string, EmergencyRow>();
        for (const row of records.map(emergencyRow)) {
          if (!entered.has(row.recordId)) rows.set(row.recordId, row);
        }
        const entering = [...rows.values()];
        if (entering.length === 0) return;
        const entries = [lateRowsEntry(entering, lost), ...entering.map(({ entry }) => entry)];
        const drafts = entries.map((entry) => draftOf(entry, clock.nowMs()));
        writer.commit(drafts, (firstId) => {
          for (const [index, { recordId }] of entering.entries()) entered.add(recordId, firstId + 1 + index);
        });
      });
      if (!outcome.ok) return outcome.error.what;
      held = [];
      lost = 0;
      const cleared = file?.clear();
      if (cleared?.ok === false)
        log.warn('the emergency file could not be cleared', {
          code: cleared.error.code,
        });
      return null;
    },
    waiting: () => pending().length,
    close: () => file?.close(),
  };
}
