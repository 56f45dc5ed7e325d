import { conflict } from '../domain/conflict.ts';
import { dueLevelOf, mostOverdueSnoozeDays, mostSnoozeDays } from '../domain/due-levels.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** A reminder that is put off, of one credential and one due date, in milliseconds since the epoch. */
export interface Snooze {
  readonly credentialId: string;
  readonly dueAtMs: number;
  readonly untilMs: number;
  readonly reason: string;
}

const dayMs = 86_400_000;

/**
 * Whether it holds at `nowMs`: not past its end, and no further from it than any snooze can be when it is set. One that was set while the
 * clock was years ahead holds no longer once that is put right; a day is allowed for a clock that was set back a little.
 */
export function snoozeHolds({ untilMs }: Pick<Snooze, 'untilMs'>, nowMs: number): boolean {
  return nowMs < untilMs && untilMs - nowMs <= (mostSnoozeDays + 1) * dayMs;
}

/**
 * When a snooze of `days` ends that is set now. `conflict` for what nobody is reminded of yet, `invalid-input` for more days than are allowed.
 */
export function snoozeEnd(dueAtMs: number | null, days: number, nowMs: number): Result<number> {
  const level = dueAtMs === null ? 'later' : dueLevelOf(dueAtMs, nowMs);
  if (dueAtMs === null || level === 'later') {
    return conflict('this credential is not due yet: there is nothing to put off');
  }
  const most = level === 'overdue' ? mostOverdueSnoozeDays : mostSnoozeDays;
  if (days > most) {
    const problem = `${level === 'overdue' ? 'what is overdue' : 'a reminder'} can be put off for ${most} days at most`;
    return err({ code: 'invalid-input', retry: 'never', issues: [{ path: 'days', problem }] });
  }
  const untilMs = nowMs + days * dayMs;
  return ok(level === 'overdue' ? untilMs : Math.min(untilMs, dueAtMs));
}
