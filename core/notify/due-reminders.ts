import type { CredentialRow } from '../contract/shapes.ts';
import { dueLevelOf, type PressingLevel } from '../domain/due-levels.ts';
import { type Snooze, snoozeHolds } from './snooze.ts';

/** One reminder: of a credential, at a level, for a due date. */
export interface Reminder extends Pick<CredentialRow, 'credentialId' | 'kind' | 'label'> {
  readonly level: PressingLevel;
  readonly dueAtMs: number;
}

/** What tells one reminder from another. */
export type ReminderMark = Pick<Reminder, 'credentialId' | 'level' | 'dueAtMs'>;

/** What is to be raised now, and the snoozes that are over by it. */
export interface DueReminders {
  readonly reminders: readonly Reminder[];
  readonly ended: readonly Snooze[];
}

/**
 * The reminders of this moment: for each credential its level now, unless that was raised before for the same due date, or a snooze holds.
 * Levels that were passed over (the machine slept, the clock was set forward) are not made up for: only the newest counts. A snooze that
 * is over is one reminder more, of the level by then; one of another due date ends without a word.
 */
export function dueReminders(
  rows: readonly Pick<CredentialRow, 'credentialId' | 'kind' | 'label' | 'dueAtMs'>[],
  raised: readonly ReminderMark[],
  snoozes: readonly Snooze[],
  nowMs: number,
): DueReminders {
  const before = new Set(raised.map(keyOf));
  const snoozeOf = new Map(snoozes.map((snooze) => [snooze.credentialId, snooze]));
  const reminders = rows.flatMap(({ credentialId, dueAtMs, kind, label }): readonly Reminder[] => {
    const level = dueAtMs === null ? 'later' : dueLevelOf(dueAtMs, nowMs);
    if (dueAtMs === null || level === 'later') return [];
    const snooze = snoozeOf.get(credentialId);
    const isOfThisDate = snooze?.dueAtMs === dueAtMs;
    if (snooze !== undefined && isOfThisDate && snoozeHolds(snooze, nowMs)) return [];
    const reminder = { credentialId, kind, label, level, dueAtMs };
    return isOfThisDate || !before.has(keyOf(reminder)) ? [reminder] : [];
  });
  const dueAtMsOf = new Map(rows.map(({ credentialId, dueAtMs }) => [credentialId, dueAtMs]));
  const ended = snoozes.filter(
    (snooze) => dueAtMsOf.get(snooze.credentialId) !== snooze.dueAtMs || !snoozeHolds(snooze, nowMs),
  );
  return { reminders, ended };
}

function keyOf({ credentialId, dueAtMs, level }: ReminderMark): string {
  return `${credentialId} ${dueAtMs} ${level}`;
}
