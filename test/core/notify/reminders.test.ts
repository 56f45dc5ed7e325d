import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { ok } from '../../../core/domain/result.ts';
import type { Reminder } from '../../../core/notify/due-reminders.ts';
import { type Reminders, startReminders } from '../../../core/notify/reminders.ts';
import { createRemindersTable, type RemindersTable } from '../../../core/notify/reminders-table.ts';
import { snoozeEnd, snoozeHolds } from '../../../core/notify/snooze.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);
const homeZone = process.env.TZ;
afterEach(() => {
  if (homeZone === undefined) delete process.env.TZ;
  else process.env.TZ = homeZone;
});

/** The credentials of a test: nothing of them matters but the day they are due. */
function credential(credentialId: string, dueAtMs: number | null): CredentialRow {
  return {
    credentialId,
    kind: 'cex-key',
    label: `key ${credentialId}`,
    subject: null,
    place: 'vault',
    fingerprint: null,
    state: 'active',
    stateText: 'In use.',
    createdAtMs: null,
    enteredAtMs: 0,
    lastRotatedAtMs: null,
    intervalDays: 90,
    specDays: 90,
    intervalReason: null,
    dueAtMs,
    dueBy: 'interval',
    dueLevel: null,
    snoozed: null,
    evidence: [],
    passport: null,
  };
}

interface Place {
  readonly clock: ManualClock;
  readonly table: RemindersTable;
  readonly raised: (Reminder & { readonly atMs: number })[];
  rows: readonly CredentialRow[];
  reminders: Reminders;
  /** Ends it and starts another over the same database. */
  restart(): void;
  /** A stretch that the machine sleeps through, but for the minute in which it looks. */
  pass(ms: number): void;
}

function place(rows: readonly CredentialRow[]): Place {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-reminders-'));
  const database = unwrap(openDatabase(join(folder, 'console.db'), consoleMigrations));
  // What is written is not what is shown here; a year of it need not wait for the disk.
  database.pragma('synchronous = OFF');
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = manualClock(startMs);
  const table = createRemindersTable(database);
  const raised: Place['raised'] = [];
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const start = (): Reminders =>
    startReminders({
      rows: () => ok(one.rows),
      table: createRemindersTable(database),
      clock,
      log,
      raised: (all) => raised.push(...all.map((reminder) => ({ ...reminder, atMs: clock.nowMs() }))),
      changed: () => undefined,
    });
  const one: Place = {
    clock,
    table,
    raised,
    rows,
    get reminders() {
      return running;
    },
    restart() {
      running.stop();
      running = start();
      clock.wind(3_000);
    },
    pass(ms) {
      clock.sleep(Math.max(0, ms - minuteMs));
      clock.wind(minuteMs);
    },
  };
  let running = start();
  return one;
}

const told = ({ raised }: Place): readonly string[] =>
  raised.map(({ credentialId, level }) => `${credentialId} ${level}`);

describe('a reminder', () => {
  it('comes with each level, on the minute it begins', () => {
    const here = place([credential('a', startMs + 40 * dayMs), credential('b', null)]);
    for (let day = 0; day < 50; day += 1) {
      here.clock.sleep(dayMs - 2 * minuteMs);
      here.clock.wind(2 * minuteMs);
    }
    const days = here.raised.map(({ atMs, level }) => [level, (atMs - startMs) / dayMs]);
    expect(days).toEqual([
      ['in-30-days', 10],
      ['in-14-days', 26],
      ['in-3-days', 37],
      ['overdue', 40],
    ]);
  });

  it('of a level that was slept through is not made up for: only the newest comes', () => {
    const here = place([credential('a', startMs + 40 * dayMs)]);
    here.pass(38 * dayMs);
    expect(told(here)).toEqual(['a in-3-days']);
    here.clock.jump(400 * dayMs);
    here.pass(minuteMs);
    expect(told(here)).toEqual(['a in-3-days', 'a overdue']);
  });

  it('comes once, whatever the clock does, in whatever zone, and however often the console starts', () => {
    const here = place([credential('a', startMs + 20 * dayMs)]);
    here.pass(dayMs);
    expect(told(here)).toEqual(['a in-30-days']);
    for (const zone of ['Pacific/Kiritimati', 'America/Adak', 'Asia/Kathmandu']) {
      process.env.TZ = zone;
      here.pass(minuteMs);
      here.restart();
    }
    for (const days of [-3, 3, -300, 300, -1, 1]) {
      here.clock.jump(days * dayMs);
      here.pass(minuteMs);
      here.restart();
    }
    expect(told(here)).toEqual(['a in-30-days']);
    here.pass(30 * dayMs);
    here.restart();
    here.clock.jump(-5 * dayMs);
    here.pass(minuteMs);
    expect(told(here)).toEqual(['a in-30-days', 'a overdue']);
  });

  it('comes anew for a new due date', () => {
    const here = place([credential('a', startMs - dayMs)]);
    here.pass(minuteMs);
    here.rows = [credential('a', startMs + 90 * dayMs)];
    here.pass(61 * dayMs);
    expect(told(here)).toEqual(['a overdue', 'a in-30-days']);
    here.rows = [credential('a', startMs - dayMs)];
    here.pass(minuteMs);
    expect(told(here)).toEqual(['a overdue', 'a in-30-days']);
  });

  it('that cannot be kept is not raised, so that it is not raised twice', () => {
    const here = place([credential('a', startMs - dayMs)]);
    const failing = startReminders({
      rows: () => ok(here.rows),
      table: {
        ...here.table,
        raise: () => ({ ok: false, error: { code: 'storage-failed', retry: 'after-checking', what: '' } }),
      },
      clock: here.clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      raised: () => expect.unreachable(),
      changed: () => undefined,
    });
    here.reminders.stop();
    here.clock.wind(5 * minuteMs);
    failing.stop();
    here.restart();
    expect(told(here)).toEqual(['a overdue']);
  });
});

describe('a snooze', () => {
  it('is as long as is allowed, and ends when the credential is due at the latest', () => {
    const at = (dueInDays: number, days: number) => snoozeEnd(startMs + dueInDays * dayMs, days, startMs);
    expect(at(20, 14)).toEqual(ok(startMs + 14 * dayMs));
    expect(at(2, 14)).toEqual(ok(startMs + 2 * dayMs));
    expect(at(20, 15)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(at(0, 7)).toEqual(ok(startMs + 7 * dayMs));
    expect(at(-100, 8)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(at(31, 1)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(snoozeEnd(null, 1, startMs)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  it('holds until its end, and not for years where it was set by a clock years ahead', () => {
    expect(snoozeHolds({ untilMs: startMs + 1 }, startMs)).toBe(true);
    expect(snoozeHolds({ untilMs: startMs }, startMs)).toBe(false);
    expect(snoozeHolds({ untilMs: startMs + 15 * dayMs }, startMs)).toBe(true);
    expect(snoozeHolds({ untilMs: startMs + 400 * dayMs }, startMs)).toBe(false);
  });

  it('keeps reminders back until its end, and then brings one more: of the level by then', () => {
    const dueAtMs = startMs + 16 * dayMs;
    const here = place([credential('a', dueAtMs)]);
    here.pass(minuteMs);
    unwrap(here.table.snooze({ credentialId: 'a', dueAtMs, untilMs: startMs + 7 * dayMs, reason: 'on holiday' }));
    for (let day = 0; day < 6; day += 1) here.pass(dayMs);
    here.restart();
    expect(told(here)).toEqual(['a in-30-days']);
    here.pass(dayMs);
    here.restart();
    // Back into the snooze that is over: it does not come to life again.
    here.clock.jump(-2 * dayMs);
    here.pass(minuteMs);
    expect(told(here)).toEqual(['a in-30-days', 'a in-14-days']);
    expect(unwrap(here.table.snoozes())).toEqual([]);
  });

  it('brings the same level again where no other has begun by its end', () => {
    const here = place([credential('a', startMs - dayMs)]);
    here.pass(minuteMs);
    unwrap(
      here.table.snooze({ credentialId: 'a', dueAtMs: startMs - dayMs, untilMs: startMs + 2 * dayMs, reason: 'later' }),
    );
    for (let day = 0; day < 9; day += 1) here.pass(dayMs);
    expect(told(here)).toEqual(['a overdue', 'a overdue']);
  });

  it('of another due date is forgotten without a word', () => {
    const here = place([credential('a', startMs + 90 * dayMs)]);
    unwrap(here.table.snooze({ credentialId: 'a', dueAtMs: startMs, untilMs: startMs + dayMs, reason: 'before' }));
    here.pass(minuteMs);
    expect(told(here)).toEqual([]);
    expect(unwrap(here.table.snoozes())).toEqual([]);
  });
});

describe('a year in seconds', () => {
  const zones = ['UTC', 'Pacific/Kiritimati', 'America/Adak', 'Europe/Berlin'];
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), days: fc.integer({ min: 0, max: 9 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('jump' as const), days: fc.integer({ min: -60, max: 60 }) }) },
    fc.record({ do: fc.constant('zone' as const), days: fc.nat(zones.length - 1) }),
    fc.record({ do: fc.constant('restart' as const), days: fc.constant(0) }),
    fc.record({ do: fc.constant('rotate' as const), days: fc.nat(5) }),
  );
  const intervals = [90, 180, 365, 180, 90, 180];

  it('raises every level that it sees of every due date exactly once, across sleep, restarts, clock and zone changes', () => {
    const numRuns = process.env.PORTCULLIS_LONG === undefined ? 25 : 400;
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 90 }), (steps) => {
        const here = place(intervals.map((days, index) => credential(String(index), startMs + days * dayMs)));
        const seen = new Set<string>();
        // Written out once more: days left, rounded up to the level they fall in.
        const see = (): void => {
          for (const { credentialId, dueAtMs } of here.rows) {
            const left = ((dueAtMs ?? 0) - here.clock.nowMs()) / dayMs;
            const level =
              left > 30
                ? null
                : left > 14
                  ? 'in-30-days'
                  : left > 3
                    ? 'in-14-days'
                    : left > 0
                      ? 'in-3-days'
                      : 'overdue';
            if (level !== null) seen.add(`${credentialId} ${dueAtMs} ${level}`);
          }
        };
        for (const { days, do: what } of steps) {
          if (what === 'jump') here.clock.jump(days * dayMs);
          if (what === 'zone') process.env.TZ = zones[days];
          if (what === 'restart') here.restart();
          if (what === 'rotate') {
            const dueAtMs = here.clock.nowMs() + (intervals[days] ?? 90) * dayMs;
            here.rows = here.rows.map((row, index) => (index === days ? credential(row.credentialId, dueAtMs) : row));
          }
          here.pass(what === 'pass' ? days * dayMs + minuteMs : minuteMs);
          see();
        }
        const raised = here.raised.map(({ credentialId, dueAtMs, level }) => `${credentialId} ${dueAtMs} ${level}`);
        expect([...raised].sort()).toEqual([...seen].sort());
      }),
      { numRuns },
    );
  });
});
