import type { CalendarExport, CredentialRow, DueSummary, MaintenanceWindow, Snoozed } from './contract/shapes.ts';
import type { Announcement } from './contract/topics.ts';
import { ok, type Result } from './domain/result.ts';
import { createCalendarExport } from './export-calendar.ts';
import type { Reminder } from './notify/due-reminders.ts';
import { createMaintenanceTable } from './notify/maintenance-table.ts';
import { startReminders } from './notify/reminders.ts';
import { createRemindersTable } from './notify/reminders-table.ts';
import { snoozeHolds } from './notify/snooze.ts';
import type { Clock, Ids, Log } from './ports.ts';
import { createScheduleDesk, type ScheduleDesk } from './schedule-desk.ts';
import type { Database } from './store/database.ts';
import type { Record } from './trading/record.ts';

/** What is due, reminded of, put off and planned. */
export interface Schedule {
  readonly desk: ScheduleDesk;
  /** What puts the reminder of a credential off now, for this due date. */
  snoozed(credentialId: string, dueAtMs: number | null): Snoozed | null;
  due(): DueSummary;
  /** The planned windows, and the calendar that was written last; `storage-failed`. */
  planned(
    credentials: readonly CredentialRow[],
  ): Result<{ readonly maintenance: MaintenanceWindow[]; readonly calendar: CalendarExport }>;
  look(): void;
  /** Some credential has changed. */
  forget(): void;
  stop(): void;
}

/** What it stands on. */
export interface ScheduleParts {
  readonly database: Database;
  readonly dataFolder: string;
  readonly record: Record;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Every credential as it is known, without looking for it anew; `storage-failed`. */
  readonly rows: () => Result<readonly CredentialRow[]>;
  /** `not-found`, `storage-failed`. */
  readonly row: (credentialId: string) => Result<CredentialRow>;
  readonly announce: (announcement: Announcement) => void;
  /** A credential, a snooze or a plan is another than before. */
  readonly changed: () => void;
  /** The status is another than before. */
  readonly statusChanged: () => void;
}

/** The schedule of an open console.db; reminders come by themselves from now on. */
export function openSchedule(parts: ScheduleParts): Schedule {
  const { clock, database, log, record, rows } = parts;
  const table = createRemindersTable(database);
  const maintenance = createMaintenanceTable(database);
  const calendar = createCalendarExport({ ...parts, maintenance });

  const raised = (reminders: readonly Reminder[]): void => {
    for (const { credentialId, dueAtMs, kind, label, level } of reminders) {
      void record.after({
        eventType: 'reminder-raised',
        level: level === 'overdue' ? 'warn' : 'info',
        status: 'ok',
        actor: 'core',
        subject: credentialId,
        body: { kind, due_level: level, due_at: new Date(dueAtMs).toISOString() },
      });
      parts.announce({ topic: 'reminder.raised', payload: { credentialId, kind, label, level, dueAtMs } });
    }
    // The end of a snooze is seen in the rows, too.
    parts.changed();
  };
  const reminders = startReminders({ rows, table, clock, log, raised, changed: parts.statusChanged });
  const changed = (): void => {
    parts.changed();
    parts.statusChanged();
  };

  return {
    desk: createScheduleDesk({ ...parts, table, maintenance, calendar, changed }),
    snoozed(credentialId, dueAtMs) {
      const snooze = table.snoozeOf(credentialId);
      if (!snooze.ok || snooze.value === null || snooze.value.dueAtMs !== dueAtMs) return null;
      const { reason, untilMs } = snooze.value;
      return snoozeHolds({ untilMs }, clock.nowMs()) ? { untilMs, reason } : null;
    },
    due: reminders.due,
    planned(credentials) {
      const windows = maintenance.all();
      if (!windows.ok) return windows;
      const standing = calendar.standing(credentials, windows.value);
      return standing.ok ? ok({ maintenance: [...windows.value], calendar: standing.value }) : standing;
    },
    look: reminders.look,
    forget: reminders.forget,
    stop: reminders.stop,
  };
}
