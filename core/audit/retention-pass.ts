import type { RetentionPlan } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** How much may be cleared without the person: rows of so many days. */
export const mostDaysAlone = 31;

/** Clears the bodies of rows whose time is up. Headers and hashes stay, so the chain still verifies. */
export interface RetentionPasses {
  /** What a pass at this time would clear; `storage-failed` when it cannot be read. */
  plan(confirmedNowMs: number): Result<RetentionPlan>;
  /**
   * Clears what is due, oldest first: everything where the person agreed, else the rows of the oldest 31 days. Answers how many rows, or
   * `storage-failed`, and then nothing was cleared.
   */
  clear(confirmedNowMs: number, isByPerson: boolean): Result<number>;
}

/** Passes over an open audit.db. `confirmedNowMs` is a time that more than this machine's clock vouches for. */
export function createRetentionPasses(database: Database): RetentionPasses {
  const due = 'retain_until <= @now AND body IS NOT NULL';
  const select = database.prepare<[{ now: string }], { rows: number; oldest: string | null; newest: string | null }>(
    `SELECT count(*) AS rows, min(timestamp) AS oldest, max(timestamp) AS newest FROM events WHERE ${due}`,
  );
  const open = database.prepare('INSERT INTO retention_pass (only, started_at) VALUES (1, ?)');
  const close = database.prepare('DELETE FROM retention_pass');
  const erase = database.prepare(`UPDATE events SET body = NULL WHERE ${due} AND timestamp <= @until`);

  const plan = (confirmedNowMs: number): RetentionPlan => {
    const found = select.get({ now: new Date(confirmedNowMs).toISOString() });
    const { rows, oldest, newest } = found ?? { rows: 0, oldest: null, newest: null };
    const spanMs = oldest === null || newest === null ? 0 : Date.parse(newest) - Date.parse(oldest);
    return { rows, oldest, newest, needsPerson: spanMs > mostDaysAlone * dayMs };
  };
  const pass = database.transaction((confirmedNowMs: number, isByPerson: boolean): number => {
    const { oldest } = plan(confirmedNowMs);
    if (oldest === null) return 0;
    const now = new Date(confirmedNowMs).toISOString();
    const until = isByPerson ? now : new Date(Date.parse(oldest) + mostDaysAlone * dayMs).toISOString();
    open.run(now);
    const { changes } = erase.run({ now, until });
    close.run();
    return changes;
  });

  return {
    plan: (confirmedNowMs) => stored('the audit trail could not be read', () => plan(confirmedNowMs)),
    clear: (confirmedNowMs, isByPerson) =>
      stored('the retention pass could not be made', () => {
        // What is cleared is also overwritten on disk, and does not linger in free pages.
        database.pragma('secure_delete = ON');
        return pass.immediate(confirmedNowMs, isByPerson);
      }),
  };
}
