import type { RetentionPlan } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import type { AppError } from '../domain/errors.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, storedAsync } from '../store/stored.ts';
import type { AuditEntry } from './audit.ts';
import { isoTime } from './iso-time.ts';
import { retentionEventType } from './retention.ts';
import { type DueRow, eachDueSlice } from './retention-due.ts';
import { dayMs, mostDaysAlone, type Stretch, surveyed } from './retention-survey.ts';

/** Who asks for a pass and when. `confirmedNowMs` is a time that more than this machine's clock vouches for; 0 while nothing does. */
export interface PassRequest {
  readonly confirmedNowMs: number;
  /** Whether the person has agreed to this pass; only then may it clear more than 31 days of rows. */
  readonly byPerson: boolean;
  readonly actor: string;
}

/** Clears the bodies of rows whose time is up. Headers and hashes stay, so the chain still verifies. */
export interface RetentionPasses {
  /**
   * What a pass at this time would clear; nothing when no time is confirmed. `conflict` when the time does not fit what the trail
   * says: more than a day before its newest row or after this machine's clock, or before the last pass. `storage-failed`.
   */
  plan(confirmedNowMs: number): Promise<Result<RetentionPlan>>;
  /**
   * Clears what is due, oldest first, with a row before it that says what may be cleared and one after it: everything where the person
   * agreed, else the rows of the oldest 31 days, and that no more than once in 31 days. Answers how many rows. `conflict` as for the plan,
   * or when a pass without the person comes too early or another one is under way; `audit-failed` when the row could not be written,
   * and then nothing was cleared; `storage-failed` leaves what is not cleared yet to the next pass. A refusal leaves a row too.
   */
  pass(request: PassRequest): Promise<Result<number>>;
}

/** What passes stand on: the trail's database, how its rows are written, and what must happen whatever fails. */
export interface RetentionParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Writes a row at once; its id. */
  readonly write: (entry: AuditEntry) => Result<number>;
  /** Writes the row of something that has happened. */
  readonly emergency: (entry: AuditEntry) => void;
}

/** How far a pass has come: the row written before it, null until there is one, and how many rows it has cleared. */
interface Progress {
  passRow: number | null;
  rows: number;
}

const about = { eventType: retentionEventType, subject: 'pass' } as const;

/** Passes over an open audit.db. */
export function createRetentionPasses(parts: RetentionParts): RetentionPasses {
  const { clock, database, emergency, write } = parts;
  const open = database.prepare('INSERT OR REPLACE INTO retention_pass (only, started_at) VALUES (1, ?)');
  const close = database.prepare('DELETE FROM retention_pass');
  const erase = database.prepare('UPDATE events SET body = NULL WHERE id = ?');
  let isUnderWay = false;

  const eraseAll = database.transaction((nowIso: string, due: readonly DueRow[]): void => {
    open.run(nowIso);
    for (const { id } of due) erase.run(id);
    close.run();
  }).immediate;

  const plan: RetentionPasses['plan'] = async (nowMs) => {
    const survey = await surveyed(database, clock, nowMs);
    if (!survey.ok) return survey;
    if (survey.value === null) return ok({ rows: 0, oldest: null, newest: null, needsPerson: false });
    const { all, alone } = survey.value;
    return ok({ rows: all.rows, oldest: all.oldest, newest: all.newest, needsPerson: all.rows > alone.rows });
  };

  const clear = async (nowIso: string, toId: number, progress: Progress): Promise<Result<void>> => {
    const walked = await storedAsync('the retention pass could not be finished', async () => {
      // What is cleared is also overwritten on disk, and does not linger in free pages.
      database.pragma('secure_delete = ON');
      const finished = await eachDueSlice(database, nowIso, toId, (rows) => {
        eraseAll(nowIso, rows);
        progress.rows += rows.length;
      });
      if (finished) database.pragma('wal_checkpoint(TRUNCATE)');
      return finished;
    });
    if (!walked.ok) return walked;
    return walked.value ? ok(undefined) : err(storageFailed('the audit trail is closed'));
  };

  const due = async ({ byPerson, confirmedNowMs }: PassRequest): Promise<Result<Stretch | null>> => {
    const survey = await surveyed(database, clock, confirmedNowMs);
    if (!survey.ok) return survey;
    if (survey.value === null) return ok(null);
    const { all, alone, lastAloneMs } = survey.value;
    if (!byPerson && lastAloneMs !== null && confirmedNowMs - lastAloneMs < mostDaysAlone * dayMs) {
      return conflict(`without the person a pass is made once in ${mostDaysAlone} days`);
    }
    return ok(byPerson ? all : alone);
  };

  const make = async (request: PassRequest, progress: Progress): Promise<Result<void>> => {
    const stretch = await due(request);
    if (!stretch.ok) return stretch;
    if (stretch.value === null) return ok(undefined);
    const { actor, byPerson, confirmedNowMs } = request;
    const { rows, oldest, newest, toId } = stretch.value;
    const confirmedNow = isoTime(confirmedNowMs);
    const body = { confirmedNow, toId, rows, oldest, newest, byPerson };
    const requested = write({ ...about, level: 'info', status: 'requested', actor, body });
    if (!requested.ok) return requested;
    progress.passRow = requested.value;
    return clear(confirmedNow, toId, progress);
  };

  return {
    plan,
    async pass(request) {
      const { actor } = request;
      const progress: Progress = { passRow: null, rows: 0 };
      const isFirst = !isUnderWay;
      isUnderWay = true;
      try {
        const made = isFirst ? await make(request, progress) : conflict('a retention pass is under way');
        if (!made.ok) {
          const body = { ...progress, error: made.error.code, why: whyOf(made.error) };
          emergency({ ...about, level: 'warn', status: 'failed', actor, body });
          return made;
        }
        if (progress.passRow !== null)
          emergency({ ...about, level: 'info', status: 'ok', actor, body: { ...progress } });
        return ok(progress.rows);
      } finally {
        if (isFirst) isUnderWay = false;
      }
    },
  };
}

function whyOf(error: AppError): string | null {
  return 'what' in error ? error.what : null;
}
