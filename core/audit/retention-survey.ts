import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, storedAsync } from '../store/stored.ts';
import { recordedPasses } from './cleared-bodies.ts';
import { isoTime } from './iso-time.ts';
import { type DueRow, eachDueSlice } from './retention-due.ts';

/** Milliseconds of a day. */
export const dayMs = 24 * 60 * 60 * 1000;

/** How much may be cleared without the person: the rows of so many days, once in so many days. */
export const mostDaysAlone = 31;

/** How far the confirmed time and the times in the trail may be apart before neither is believed. */
const mostApartMs = dayMs;

/** What is due: all of it, and the part that a pass without the person may clear. Rows up to `toId` are meant. */
export interface Survey {
  readonly all: Stretch;
  readonly alone: Stretch;
  /** The confirmed time of the newest pass without the person, null when there was none. */
  readonly lastAloneMs: number | null;
}

/** So many rows, written between the two times. */
export interface Stretch {
  readonly rows: number;
  readonly oldest: string;
  readonly newest: string;
  readonly toId: number;
}

/** What is due at this time, null when nothing is or no time is known; `conflict` when the time is not believed. */
export async function surveyed(database: Database, clock: Clock, nowMs: number): Promise<Result<Survey | null>> {
  if (nowMs <= 0) return ok(null);
  const surveyed = await storedAsync('the audit trail could not be read', async () => {
    const newest = database
      .prepare<[], { id: number; timestamp: string }>('SELECT id, timestamp FROM events ORDER BY id DESC LIMIT 1')
      .get();
    if (newest === undefined) return ok(null);
    const passes = recordedPasses(database);
    const why = misfit(nowMs, Date.parse(newest.timestamp), clock.nowMs(), passes.at(-1)?.confirmedNow);
    if (why !== null) return conflict(why);
    const found: { all: Stretch | null; alone: Stretch | null } = { all: null, alone: null };
    const finished = await eachDueSlice(database, isoTime(nowMs), newest.id, (due) => {
      for (const row of due) {
        found.all = extended(found.all, row);
        const isAlone = Date.parse(row.writtenAt) - Date.parse(found.all.oldest) <= mostDaysAlone * dayMs;
        if (isAlone) found.alone = extended(found.alone, row);
      }
    });
    if (!finished) return err(storageFailed('the audit trail is closed'));
    if (found.all === null || found.alone === null) return ok(null);
    const lastAlone = passes.findLast(({ byPerson }) => !byPerson);
    const lastAloneMs = lastAlone === undefined ? null : Date.parse(lastAlone.confirmedNow);
    return ok({ all: found.all, alone: found.alone, lastAloneMs });
  });
  return surveyed.ok ? surveyed.value : surveyed;
}

function extended(stretch: Stretch | null, { id, writtenAt }: DueRow): Stretch {
  return { rows: (stretch?.rows ?? 0) + 1, oldest: stretch?.oldest ?? writtenAt, newest: writtenAt, toId: id };
}

/** Why a time is not believed, null when it is. */
function misfit(nowMs: number, newestRowMs: number, wallMs: number, lastPassIso: string | undefined): string | null {
  if (nowMs < newestRowMs - mostApartMs) return 'the confirmed time is more than a day before the newest row';
  if (nowMs > wallMs + mostApartMs) return "the confirmed time is more than a day after this machine's";
  const isBeforeLast = lastPassIso !== undefined && isoTime(nowMs) < lastPassIso;
  return isBeforeLast ? 'the confirmed time is before that of the last retention pass' : null;
}
