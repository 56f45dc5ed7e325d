import type {
  CalendarExport,
  CredentialRow,
  DueSummary,
  MaintenanceWindow,
  Snoozed,
} from '../../core/contract/shapes.ts';
import { mostOverdueSnoozeDays, mostSnoozeDays } from '../../core/domain/due-levels.ts';
import { shownText } from '../escape.ts';
import { agoInWords, localDate, localTime, readLocalTime } from '../format/time.ts';

/** What the chip of the top bar says of due rotations; null when there is nothing to say. */
export function dueChipWords({ count, level, snoozed }: DueSummary): {
  readonly text: string;
  readonly more: string;
  readonly tone: 'calm' | 'caution';
  readonly sentence: string;
} | null {
  const putOff = snoozed === 0 ? '' : `${rotations(snoozed)} put off.`;
  if (level === null)
    return snoozed === 0 ? null : { text: putOff.slice(0, -1), more: '', tone: 'calm', sentence: putOff };
  return {
    text: levelWords[level],
    more: count === 1 ? '' : `${count} in all`,
    tone: level === 'in-30-days' ? 'calm' : 'caution',
    sentence: `${rotations(count)} due within 30 days or overdue. ${putOff}`.trim(),
  };
}

const levelWords = {
  'in-30-days': 'Rotation due in 30 days',
  'in-14-days': 'Rotation due in 14 days',
  'in-3-days': 'Rotation due in 3 days',
  overdue: 'Rotation overdue',
} as const;

function rotations(count: number): string {
  return count === 1 ? 'One rotation' : `${count} rotations`;
}

/** That a reminder is put off, until when, and why. */
export function snoozeWords({ reason, untilMs }: Snoozed): string {
  return `Reminder put off until ${localDate(untilMs)}: ${shownText(reason)}`;
}

/** How many days the reminder of a credential can be put off, at most; null where nobody is reminded yet. */
export function mostDaysOff({ dueLevel, state }: Pick<CredentialRow, 'dueLevel' | 'state'>): number | null {
  if (dueLevel === null || dueLevel === 'later' || state === 'retired') return null;
  return dueLevel === 'overdue' ? mostOverdueSnoozeDays : mostSnoozeDays;
}

/** Whether the calendar was written, and whether it still says what is so. */
export function calendarWords({ exportedAtMs, isCurrent }: CalendarExport, nowMs: number): string {
  if (exportedAtMs === null) return 'It was not written yet.';
  const when = `It was written ${agoInWords(exportedAtMs, nowMs)}`;
  return isCurrent ? `${when}; nothing has changed since.` : `${when}; dates have changed since: write it again.`;
}

/** How long a drill counts, in days. */
const drillDays = 180;

/** When the emergency procedure was tested last, and whether that is too long ago. */
export function drillWords(
  lastDrillAtMs: number | null,
  nowMs: number,
): { readonly text: string; readonly tone: 'calm' | 'soon' } {
  if (lastDrillAtMs === null) return { text: 'Emergency procedure tested: never', tone: 'soon' };
  const text = `Emergency procedure tested ${agoInWords(lastDrillAtMs, nowMs)}`;
  return nowMs - lastDrillAtMs > drillDays * 86_400_000
    ? { text: `${text}: due again after ${drillDays} days`, tone: 'soon' }
    : { text, tone: 'calm' };
}

/** A planned window in one line. */
export function windowWords({ minutes, note, startsAtMs }: MaintenanceWindow): string {
  return `${localTime(startsAtMs).slice(0, 16)}, ${minutes} minutes: ${shownText(note)}`;
}

/** A window as it is typed; the issue says what is wrong with it, '' while something is missing. */
export function readWindow(
  typed: { readonly start: string; readonly minutes: string; readonly note: string },
  nowMs: number,
): { readonly window: Omit<MaintenanceWindow, 'windowId'> | null; readonly issue: string } {
  const none = (issue: string) => ({ window: null, issue });
  const [start, minutesText, note] = [typed.start.trim(), typed.minutes.trim(), typed.note.trim()];
  if (start === '' || minutesText === '' || note === '') return none('');
  const startsAtMs = readLocalTime(start)?.startMs ?? null;
  if (startsAtMs === null) return none('Write its start as 2026-11-23 14:00.');
  if (startsAtMs < nowMs) return none('Its start has passed.');
  const minutes = /^\d{1,4}$/.test(minutesText) ? Number.parseInt(minutesText, 10) : 0;
  if (minutes < 5 || minutes > 2880) return none('A whole number of minutes from 5 to 2880.');
  if (note.length < 3) return none('Say what is done in it.');
  return { window: { startsAtMs, minutes, note }, issue: '' };
}
