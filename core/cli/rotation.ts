import type { CredentialRow, Custody, MaintenanceWindow } from '../contract/shapes.ts';
import type { DueLevel } from '../domain/due-levels.ts';
import type { Result } from '../domain/result.ts';
import { shownText } from '../domain/shown-text.ts';
import { utcDay } from '../domain/utc-day.ts';
import { type AskOptions, ask } from './ask.ts';
import { failed, type Streams } from './streams.ts';

const levelWords: Readonly<Record<DueLevel, string>> = {
  overdue: 'overdue',
  'in-3-days': 'within 3 days',
  'in-14-days': 'within 14 days',
  'in-30-days': 'within 30 days',
  later: 'later',
};

/** A core that is opened for one question finds what lies in files; the token is made by a console that serves. */
const nothingDue =
  'Nothing has a due date. Credentials are looked for when the console runs: the token of the local API is made then.';

/** `rotation list`: what is due, soonest first, then the planned windows and the calendar; 1 where something is overdue, so that a script sees it. */
export async function rotationList(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'custody.list', {})) as Result<Custody>;
  if (!answer.ok) return failed(streams, answer);
  const { calendar, credentials, maintenance } = answer.value;
  const dated = credentials.filter(({ dueAtMs }) => dueAtMs !== null);
  for (const row of dated.toSorted((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0))) streams.out(dueLine(row));
  if (dated.length === 0) streams.out(nothingDue);
  for (const window of maintenance) streams.out(windowLine(window));
  const { exportedAtMs, isCurrent } = calendar;
  const changed = isCurrent ? '' : ', and dates have changed since';
  streams.out(
    exportedAtMs === null ? 'Calendar: not written yet' : `Calendar: written ${timeOf(exportedAtMs)}${changed}`,
  );
  return dated.some(({ dueLevel }) => dueLevel === 'overdue') ? 1 : 0;
}

/** `rotation calendar`: writes the due dates as a calendar file and names it. */
export async function rotationCalendar(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'custody.exportCalendar', {})) as Result<{ file: string; events: number }>;
  if (!answer.ok) return failed(streams, answer);
  streams.out(answer.value.file);
  streams.note(entriesWords(answer.value.events));
  return 0;
}

function entriesWords(events: number): string {
  if (events === 0) return 'It has no entries: nothing has a due date, and no maintenance is planned.';
  return `${events} ${events === 1 ? 'entry' : 'entries'}. Import the file; the next one updates them.`;
}

function dueLine({ credentialId, dueAtMs, dueLevel, label, snoozed }: CredentialRow): string {
  const putOff = snoozed === null ? '' : `; put off until ${utcDay(snoozed.untilMs)}: ${shownText(snoozed.reason)}`;
  return `${utcDay(dueAtMs ?? 0)}  ${levelWords[dueLevel ?? 'later']}  ${shownText(label)} (${credentialId})${putOff}`;
}

function windowLine({ minutes, note, startsAtMs }: MaintenanceWindow): string {
  return `${timeOf(startsAtMs)}  maintenance, ${minutes} minutes: ${shownText(note)}`;
}

/** In UTC, as the audit trail and the calendar say it. */
function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
