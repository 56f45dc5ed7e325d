import { closeSync, openSync, writeSync } from 'node:fs';
import type { CalendarExport, CredentialRow, MaintenanceWindow } from './contract/shapes.ts';
import { readJson } from './domain/read-json.ts';
import { ok, type Result } from './domain/result.ts';
import { exportFile } from './exports-folder.ts';
import { calendarEvents } from './notify/calendar-events.ts';
import { calendarText } from './notify/calendar-text.ts';
import { ExportedCalendar, isCurrent, nextCalendar } from './notify/exported-calendar.ts';
import type { MaintenanceTable } from './notify/maintenance-table.ts';
import type { Clock } from './ports.ts';
import type { Database } from './store/database.ts';
import { createDocuments } from './store/documents.ts';
import { stored } from './store/stored.ts';

const documentName = 'exported-calendar';

/** The calendar of due dates and planned windows, and what of it was written last. */
export interface CalendarExporter {
  /** Writes a file under `<data>/exports` (mode 0600); a calendar that has the one before takes its changes. `storage-failed`. */
  write(): Promise<Result<{ file: string; events: number }>>;
  /** When it was written last, and whether anything has changed since. `storage-failed`. */
  standing(credentials: readonly CredentialRow[], windows: readonly MaintenanceWindow[]): Result<CalendarExport>;
}

/** The calendar of a data folder. */
export function createCalendarExport(parts: {
  readonly database: Database;
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly rows: () => Result<readonly CredentialRow[]>;
  readonly maintenance: Pick<MaintenanceTable, 'all'>;
}): CalendarExporter {
  const { clock, dataFolder, maintenance, rows } = parts;
  const documents = createDocuments(parts.database);

  /** What was written last; null where nothing was, or where it cannot be read any more: then everything is new. */
  const last = (): Result<ExportedCalendar | null> => {
    const kept = documents.read(documentName);
    if (!kept.ok || kept.value === null) return kept.ok ? ok(null) : kept;
    return ok(ExportedCalendar.safeParse(readJson(kept.value)).data ?? null);
  };

  return {
    async write() {
      const [credentials, windows, before] = [rows(), maintenance.all(), last()];
      if (!credentials.ok) return credentials;
      if (!windows.ok) return windows;
      if (!before.ok) return before;
      const nowMs = clock.nowMs();
      const events = calendarEvents(credentials.value, windows.value, nowMs);
      const { exported, written } = nextCalendar(before.value, events, nowMs);
      const text = await calendarText(written, nowMs);
      const file = stored('the calendar could not be written', () => {
        const path = exportFile(dataFolder, clock, 'rotations', 'ics');
        const descriptor = openSync(path, 'wx', 0o600);
        try {
          writeSync(descriptor, text);
        } finally {
          closeSync(descriptor);
        }
        return path;
      });
      if (!file.ok) return file;
      const kept = documents.write(documentName, JSON.stringify(exported), nowMs);
      return kept.ok ? ok({ file: file.value, events: events.length }) : kept;
    },
    standing(credentials, windows) {
      const before = last();
      if (!before.ok) return before;
      const nowMs = clock.nowMs();
      const events = calendarEvents(credentials, windows, nowMs);
      return ok({
        exportedAtMs: before.value?.exportedAtMs ?? null,
        isCurrent: isCurrent(before.value, events, nowMs),
      });
    },
  };
}
