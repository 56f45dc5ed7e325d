import type { CredentialRow, DueSummary } from '../contract/shapes.ts';
import { dueLevelOf, worstLevel } from '../domain/due-levels.ts';
import type { Result } from '../domain/result.ts';
import type { Clock, Log } from '../ports.ts';
import { dueReminders, type Reminder } from './due-reminders.ts';
import type { RemindersTable } from './reminders-table.ts';

/** The first look comes when the console stands; one that only answers a single question is gone by then. */
const firstLookMs = 3_000;
/** Hourly would do for the dates: so often, a machine that woke and a clock that was set are seen at once, without asking the system. */
const lookEveryMs = 60_000;

/** What reminders stand on. */
export interface RemindersParts {
  /** Every credential as it is known, without looking for it anew. */
  readonly rows: () => Result<readonly CredentialRow[]>;
  readonly table: RemindersTable;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells of reminders; they are kept as raised by then, and are not told again. */
  readonly raised: (reminders: readonly Reminder[]) => void;
  /** The summary is another than before. */
  readonly changed: () => void;
}

/** Reminders that come by themselves: each once for its level and due date, whatever sleeps, restarts or is set back. */
export interface Reminders {
  /** Looks now. */
  look(): void;
  /** What is due, for the top bar; what is put off is counted apart. */
  due(): DueSummary;
  /** Some credential or snooze has changed. */
  forget(): void;
  stop(): void;
}

/** Reminders that begin by themselves. */
export function startReminders({ changed, clock, log, raised, rows, table }: RemindersParts): Reminders {
  let known: readonly CredentialRow[] | null = null;
  let told = '';

  const due = (): DueSummary => {
    if (known === null) {
      const read = rows();
      known = read.ok ? read.value : [];
    }
    return summaryOf(known, clock.nowMs());
  };

  const look = (): void => {
    const [listed, before, snoozes] = [rows(), table.raised(), table.snoozes()];
    if (!listed.ok || !before.ok || !snoozes.ok) {
      log.warn('what is due could not be read');
      return;
    }
    known = listed.value;
    const { ended, reminders } = dueReminders(listed.value, before.value, snoozes.value, clock.nowMs());
    if (reminders.length > 0 || ended.length > 0) {
      const kept = table.raise(reminders, ended, clock.nowMs());
      if (kept.ok) raised(reminders);
      else log.warn('reminders could not be kept and are not raised', { code: kept.error.code });
      known = null;
    }
    const now = JSON.stringify(due());
    if (now !== told) changed();
    told = now;
  };

  const stops = [clock.after(firstLookMs, look), clock.every(lookEveryMs, look)];
  return {
    look,
    due,
    forget() {
      known = null;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function summaryOf(rows: readonly CredentialRow[], nowMs: number): DueSummary {
  const pressing = rows.flatMap(({ dueAtMs, snoozed }) => {
    const level = dueAtMs === null ? 'later' : dueLevelOf(dueAtMs, nowMs);
    return level === 'later' ? [] : [{ level, isPutOff: snoozed !== null && nowMs < snoozed.untilMs }];
  });
  const open = pressing.filter(({ isPutOff }) => !isPutOff);
  return {
    level: worstLevel(open.map(({ level }) => level)),
    count: open.length,
    snoozed: pressing.length - open.length,
  };
}
