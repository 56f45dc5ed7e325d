import type { CredentialRow, MaintenanceWindow } from './contract/shapes.ts';
import { conflict } from './domain/conflict.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { CalendarExporter } from './export-calendar.ts';
import type { MaintenanceTable } from './notify/maintenance-table.ts';
import type { RemindersTable } from './notify/reminders-table.ts';
import { snoozeEnd } from './notify/snooze.ts';
import type { Clock, Ids } from './ports.ts';
import { betweenRows, type Record } from './trading/record.ts';

const dayMs = 86_400_000;
/** No window is planned further ahead: that is a slip of the year. */
const furthestDays = 731;
/** Windows that began longer ago are forgotten when another is planned. */
const keptDays = 31;
const mostWindows = 100;

/** What the desk stands on. */
export interface ScheduleDeskParts {
  readonly table: Pick<RemindersTable, 'snooze'>;
  readonly maintenance: MaintenanceTable;
  readonly calendar: Pick<CalendarExporter, 'write'>;
  readonly row: (credentialId: string) => Result<CredentialRow>;
  readonly record: Record;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly changed: () => void;
}

/** What a person does about due dates, short of rotating; each leaves a row before and after. */
export interface ScheduleDesk {
  /** Puts a reminder off; the errors of `snoozeEnd`, `not-found`, `storage-failed`. */
  snooze(credentialId: string, days: number, reason: string, actor: string): Promise<Result<CredentialRow>>;
  exportCalendar(actor: string): Promise<Result<{ file: string; events: number }>>;
  /** `invalid-input` for a window that is over, or years ahead; `conflict` when there are a hundred already. */
  planMaintenance(window: Omit<MaintenanceWindow, 'windowId'>, actor: string): Promise<Result<MaintenanceWindow>>;
  /** `not-found`, `storage-failed`. */
  removeMaintenance(windowId: string, actor: string): Promise<Result<MaintenanceWindow>>;
}

/** The desk over reminders, windows and the calendar. */
export function createScheduleDesk(parts: ScheduleDeskParts): ScheduleDesk {
  const { calendar, clock, maintenance, record, row, table } = parts;

  const recorded = async <T>(
    about: { readonly eventType: string; readonly subject: string; readonly actor: string },
    body: { readonly [name: string]: string | number },
    act: () => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> => {
    return betweenRows({ record, ended: parts.changed }, about, body, act);
  };

  return {
    snooze(credentialId, days, reason, actor) {
      return recorded({ eventType: 'reminder-snoozed', subject: credentialId, actor }, { days, reason }, () => {
        const found = row(credentialId);
        if (!found.ok) return found;
        const { dueAtMs } = found.value;
        const untilMs = snoozeEnd(dueAtMs, days, clock.nowMs());
        if (!untilMs.ok || dueAtMs === null) return untilMs.ok ? found : untilMs;
        const kept = table.snooze({ credentialId, dueAtMs, untilMs: untilMs.value, reason });
        return kept.ok ? row(credentialId) : kept;
      });
    },
    exportCalendar: (actor) =>
      recorded({ eventType: 'calendar-exported', subject: 'calendar', actor }, {}, calendar.write),
    planMaintenance({ minutes, note, startsAtMs }, actor) {
      const window = { windowId: parts.ids.next(), startsAtMs, minutes, note };
      const about = { eventType: 'maintenance-planned', subject: window.windowId, actor };
      const starts = shownTime(startsAtMs);
      return recorded(about, { starts, minutes, note }, () => {
        const nowMs = clock.nowMs();
        if (startsAtMs < nowMs || startsAtMs > nowMs + furthestDays * dayMs) {
          const problem = 'must lie ahead, and no more than two years';
          return err({ code: 'invalid-input', retry: 'never', issues: [{ path: 'startsAtMs', problem }] });
        }
        const forgotten = maintenance.forget(nowMs - keptDays * dayMs);
        if (!forgotten.ok) return forgotten;
        const all = maintenance.all();
        if (!all.ok) return all;
        if (all.value.length >= mostWindows) {
          return conflict(`${mostWindows} windows are planned: remove one first`);
        }
        const kept = maintenance.add(window);
        return kept.ok ? ok(window) : kept;
      });
    },
    removeMaintenance(windowId, actor) {
      return recorded({ eventType: 'maintenance-removed', subject: windowId, actor }, {}, () => {
        const all = maintenance.all();
        if (!all.ok) return all;
        const found = all.value.find((window) => window.windowId === windowId);
        if (found === undefined) return err({ code: 'not-found', retry: 'never', what: 'this maintenance window' });
        const removed = maintenance.remove(windowId);
        return removed.ok ? ok(found) : removed;
      });
    },
  };
}

/** A time as the trail keeps it; one that no calendar has is left as its number. */
function shownTime(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? String(atMs) : date.toISOString();
}
