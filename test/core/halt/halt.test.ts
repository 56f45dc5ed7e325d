import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Audit } from '../../../core/audit/audit.ts';
import { auditMigrations } from '../../../core/audit/migrations.ts';
import { startAudit } from '../../../core/audit/start-audit.ts';
import { createHalt, type HaltControl, lockCode } from '../../../core/halt/halt.ts';
import { type HaltCause, storeFailedCode } from '../../../core/halt/halt-state.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { keptLog } from '../store/kept-log.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

interface Place {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof keptLog>;
  readonly database: Database;
  readonly auditDatabase: Database;
  readonly audit: Audit;
  /** The halt control as a core started now would have it. */
  readonly start: () => HaltControl;
}

const person: HaltCause = { source: 'window', code: 'person', text: 'I want to look at this first.' };

function place(): Place {
  const folder = temporaryFolder();
  const clock = manualClock();
  const log = keptLog();
  const database = unwrap(openDatabase(join(folder, 'console.db'), consoleMigrations));
  const auditDatabase = unwrap(openDatabase(join(folder, 'audit.db'), auditMigrations));
  const audit = startAudit(auditDatabase, {
    clock,
    log,
    ids: systemIds,
    key: null,
    headFile: join(folder, 'head.json'),
    emergencyFile: join(folder, 'audit.emergency'),
  });
  onTestFinished(() => {
    audit.close();
    database.close();
  });
  return {
    folder,
    clock,
    log,
    database,
    auditDatabase,
    audit,
    start: () => createHalt({ database, audit, clock, log }),
  };
}

async function rowsOf(audit: Audit, eventType = 'halt') {
  return unwrap(await audit.query({ eventType, limit: 50 })).toReversed();
}

describe('the halt control', () => {
  it('is active on the first day and lets everything pass', () => {
    const halt = place().start();
    expect(halt.state()).toEqual({ state: 'active', sinceMs: null, reasons: [], locked: null });
    for (const kind of ['open', 'reduce', 'cancel', 'read'] as const) expect(halt.permits(kind).ok).toBe(true);
  });

  it('stops what opens or reduces at once, never what cancels or reads', () => {
    const halt = place().start();
    halt.engage(person);
    expect(halt.permits('open')).toEqual({
      ok: false,
      error: { code: 'trading-halted', retry: 'never', state: 'halted', reason: person.text },
    });
    expect(halt.permits('reduce').ok).toBe(false);
    expect(halt.permits('cancel').ok).toBe(true);
    expect(halt.permits('read').ok).toBe(true);
  });

  it('has stopped in memory before it tells, stores or records anything', () => {
    const { audit, clock, database, log } = place();
    const order: string[] = [];
    const seen: HaltControl[] = [];
    const note = (what: string): void => void order.push(`${what}: ${seen[0]?.permits('open').ok}`);
    const halt = createHalt({
      database,
      clock,
      log,
      audit: {
        appendNow: (row) => {
          const kept = database.prepare('SELECT state FROM halt').pluck().get();
          note(`row after ${kept}`);
          return audit.appendNow(row);
        },
        emergency: audit.emergency,
        newest: audit.newest,
      },
    });
    seen.push(halt);
    halt.on(() => note('told'));
    halt.engage(person);
    expect(order).toEqual(['told: false', 'row after halted: false']);
  });

  it('records who halted, when and why', async () => {
    const { audit, clock, start } = place();
    start().engage(person);
    expect(await rowsOf(audit)).toMatchObject([
      {
        level: 'error',
        status: 'ok',
        actor: 'window',
        subject: 'person',
        timestamp: new Date(clock.nowMs()).toISOString(),
        body: JSON.stringify({ text: person.text }),
      },
    ]);
  });

  it('survives a restart with its reasons and the time it began', () => {
    const { clock, start } = place();
    start().engage(person);
    const since = clock.nowMs();
    clock.jump(60_000);
    const halt = start();
    halt.engage({ source: 'cli', code: 'person', text: 'And again.' });
    expect(start().state()).toMatchObject({
      state: 'halted',
      sinceMs: since,
      reasons: [
        { source: 'window', atMs: since },
        { source: 'cli', atMs: clock.nowMs() },
      ],
    });
  });

  it('keeps the reason that it began with, and one more for each source and code, renewed, with a row for each time', async () => {
    const { audit, clock, start } = place();
    const halt = start();
    const since = clock.nowMs() + 1000;
    for (let time = 0; time < 20; time += 1) {
      clock.jump(1000);
      halt.engage({ ...person, text: `time ${time}` });
    }
    expect(halt.state().reasons).toEqual([
      { source: 'window', code: 'person', text: 'time 0', atMs: since, resolved: false },
      { source: 'window', code: 'person', text: 'time 19', atMs: clock.nowMs(), resolved: false },
    ]);
    expect(halt.state().sinceMs).toBe(since);
    expect(halt.permits('open')).toMatchObject({ ok: false, error: { reason: 'time 0' } });
    expect(await rowsOf(audit)).toHaveLength(20);
  });

  it('keeps each failure of a store by its text, renewed, the first where it is, and of endlessly many the newest', () => {
    const { start } = place();
    const halt = start();
    const failed = (text: string): void => halt.engage({ source: 'automatic', code: storeFailedCode, text });
    const texts = () => halt.state().reasons.map(({ text }) => text);
    for (const text of ['an order', 'a fill', 'the day', 'a fill']) failed(text);
    expect(texts()).toEqual(['an order', 'the day', 'a fill']);
    expect(
      start()
        .state()
        .reasons.map(({ text }) => text),
    ).toEqual(['an order', 'the day', 'a fill']);
    for (let time = 0; time < 40; time += 1) failed(`time ${time}`);
    expect(texts()).toHaveLength(33);
    expect([texts()[0], texts()[1], texts().at(-1)]).toEqual(['an order', 'time 8', 'time 39']);
  });

  it('begins anew with the reason that halts from reducing, before those from earlier', () => {
    const { clock, start } = place();
    const halt = start();
    halt.engage(person);
    halt.release('reducing', 'approval');
    clock.jump(1000);
    halt.engage({ source: 'cli', code: 'person', text: 'Not even that.' });
    expect(halt.state()).toMatchObject({
      sinceMs: clock.nowMs(),
      reasons: [{ text: 'Not even that.' }, { text: person.text }],
    });
  });

  it('gives copies of its state: changing one changes nothing', () => {
    const halt = place().start();
    halt.engage(person);
    const copy = halt.state();
    copy.state = 'active';
    copy.reasons.length = 0;
    expect(halt.state()).toMatchObject({ state: 'halted', reasons: [{ code: 'person' }] });
  });

  it('goes on telling others when a listener throws', () => {
    const halt = place().start();
    const told: string[] = [];
    halt.on(() => {
      throw new Error('a window that is gone');
    });
    const leave = halt.on(({ state }) => told.push(state));
    halt.engage(person);
    leave();
    halt.engage(person);
    expect(told).toEqual(['halted']);
  });
});

describe('when something fails while halting', () => {
  it('stays engaged without its store, says so as a reason, and stores it as soon as that is possible', () => {
    const { clock, database, start } = place();
    const halt = start();
    database.pragma('query_only = ON');
    halt.engage(person);
    expect(halt.permits('open').ok).toBe(false);
    expect(halt.state().reasons).toMatchObject([{ code: 'person' }, { source: 'automatic', code: 'halt-not-stored' }]);
    expect(halt.release('active', 'approval')).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(halt.state().state).toBe('halted');
    clock.wind(5000);
    expect(halt.state().reasons).toMatchObject([{ code: 'person' }, { code: 'halt-not-stored', resolved: false }]);
    database.pragma('query_only = OFF');
    clock.wind(1000);
    expect(halt.state().reasons).toMatchObject([{ code: 'person' }, { code: 'halt-not-stored', resolved: true }]);
    expect(start().state()).toEqual(halt.state());
  });

  it('is halted after a restart even when neither store nor trail could be written before the core ended', () => {
    const { audit, auditDatabase, database, start } = place();
    const halt = start();
    for (const full of [database, auditDatabase]) full.pragma('query_only = ON');
    halt.engage(person);
    expect(halt.state().reasons.map(({ code }) => code)).toEqual(['person', 'halt-not-recorded', 'halt-not-stored']);
    for (const full of [database, auditDatabase]) full.pragma('query_only = OFF');
    audit.appendNow({ eventType: 'core-started', level: 'info', status: 'ok', actor: 'core', subject: '', body: {} });
    const restarted = start();
    expect(restarted.state()).toMatchObject({ state: 'halted', reasons: [{ code: 'halt-not-released' }] });
    expect(restarted.release('active', 'approval').ok).toBe(true);
    expect(start().state().state).toBe('active');
  });

  it('never throws: not even when its databases are closed under it', () => {
    const { audit, database, start } = place();
    const halt = start();
    audit.close();
    database.close();
    halt.engage(person);
    expect(halt.permits('open').ok).toBe(false);
    expect(halt.permits('cancel').ok).toBe(true);
  });

  it('says so as a reason when the place where it is kept has gone', () => {
    const { database, start } = place();
    const halt = start();
    database.exec('DELETE FROM halt');
    halt.engage(person);
    expect(halt.state().reasons).toMatchObject([{ code: 'person' }, { source: 'automatic', code: 'halt-not-stored' }]);
  });

  it('stays engaged without its row, says so as a reason, and the row enters the chain later', async () => {
    const { audit, auditDatabase, start } = place();
    const halt = start();
    auditDatabase.pragma('query_only = ON');
    halt.engage(person);
    expect(halt.permits('open').ok).toBe(false);
    expect(halt.state().reasons).toMatchObject([
      { code: 'person' },
      { source: 'automatic', code: 'halt-not-recorded' },
    ]);
    expect(halt.release('active', 'approval')).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    auditDatabase.pragma('query_only = OFF');
    audit.appendNow({ eventType: 'order', level: 'info', status: 'ok', actor: 'a', subject: 'b', body: {} });
    expect(await rowsOf(audit)).toMatchObject([{ subject: 'person', body: expect.stringContaining(person.text) }]);
  });

  it('is halted when the state cannot be read, is not what was written, or has no store', () => {
    const breakages = [
      'DELETE FROM halt',
      'DROP TABLE halt',
      "UPDATE halt SET state = 'open'",
      "UPDATE halt SET reasons = 'not json'",
      "UPDATE halt SET reasons = '[{}]'",
    ];
    for (const breakage of breakages) {
      const { database, start } = place();
      database.exec(breakage);
      const halt = start();
      expect(halt.permits('open').ok, breakage).toBe(false);
      expect(halt.state().reasons[0]).toMatchObject({ source: 'automatic', code: 'halt-state-unreadable' });
    }
    const { audit, clock, log } = place();
    expect(createHalt({ database: null, audit, clock, log }).permits('open').ok).toBe(false);
  });
});

describe('resolving and releasing', () => {
  const cause: HaltCause = { source: 'automatic', code: 'venue-down', text: 'The venue does not answer.' };

  it('marks an automatic cause as gone without releasing anything, until it comes back', async () => {
    const { audit, start } = place();
    const halt = start();
    halt.engage(cause);
    halt.engage({ ...person, code: 'venue-down' });
    halt.resolve('venue-down');
    halt.resolve('venue-down');
    expect(start().state()).toMatchObject({
      state: 'halted',
      reasons: [
        { source: 'automatic', resolved: true },
        { source: 'window', resolved: false },
      ],
    });
    expect(await rowsOf(audit)).toHaveLength(3);
    halt.engage(cause);
    expect(halt.state().reasons.at(-1)).toMatchObject({ source: 'automatic', resolved: false });
  });

  it('releases to active or to reducing, with a request before and an outcome after', async () => {
    const { audit, start } = place();
    const halt = start();
    halt.engage(person);
    expect(halt.release('reducing', 'approval')).toEqual({ ok: true, value: undefined });
    expect(halt.permits('reduce').ok).toBe(true);
    expect(halt.permits('open')).toMatchObject({ ok: false, error: { code: 'trading-halted', state: 'reducing' } });
    expect(start().state()).toMatchObject({ state: 'reducing', reasons: [{ code: 'person' }] });
    expect(halt.release('active', 'approval')).toEqual({ ok: true, value: undefined });
    expect(halt.permits('open').ok).toBe(true);
    expect(start().state()).toEqual({ state: 'active', sinceMs: null, reasons: [], locked: null });
    expect(await rowsOf(audit, 'halt-release')).toMatchObject([
      { status: 'requested', subject: 'reducing', actor: 'approval' },
      { status: 'ok', subject: 'reducing' },
      { status: 'requested', subject: 'active' },
      { status: 'ok', subject: 'active' },
    ]);
  });

  it('refuses to release what is not halted, and halts again from reducing', () => {
    const halt = place().start();
    expect(halt.release('active', 'approval')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(halt.release('reducing', 'approval')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    halt.engage(person);
    halt.release('reducing', 'approval');
    expect(halt.release('reducing', 'approval')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    halt.engage(cause);
    expect(halt.permits('reduce').ok).toBe(false);
  });

  it('stays halted when only the outcome of the release cannot be recorded', () => {
    const { audit, clock, database, log, start } = place();
    let rows = 0;
    const halt = createHalt({
      database,
      clock,
      log,
      audit: {
        emergency: audit.emergency,
        newest: audit.newest,
        appendNow(row) {
          if (row.status === 'ok' && row.eventType === 'halt-release') {
            rows += 1;
            return { ok: false, error: { code: 'audit-failed', retry: 'after-checking', what: 'SQLITE_FULL' } };
          }
          return audit.appendNow(row);
        },
      },
    });
    halt.engage(person);
    expect(halt.release('active', 'approval')).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    expect(rows).toBe(1);
    expect(halt.permits('open').ok).toBe(false);
    expect(start().permits('open').ok).toBe(false);
  });
});

describe('the lock', () => {
  it('halts, cannot be released while it holds, and releases nothing when it goes', async () => {
    const { audit, start } = place();
    const halt = start();
    halt.setLock('TRADING_HALTED=true in the environment');
    halt.setLock('TRADING_HALTED=true in the environment');
    expect(halt.state()).toMatchObject({
      state: 'halted',
      locked: 'TRADING_HALTED=true in the environment',
      reasons: [{ source: 'environment', code: lockCode, resolved: false }],
    });
    expect(halt.release('active', 'approval')).toMatchObject({ ok: false, error: { code: 'release-locked' } });
    expect(await rowsOf(audit, 'halt-release')).toMatchObject([{ status: 'failed', level: 'warn' }]);
    halt.setLock(null);
    expect(halt.state()).toMatchObject({ state: 'halted', locked: null, reasons: [{ resolved: true }] });
    expect(halt.release('active', 'approval').ok).toBe(true);
    halt.setLock(null);
    expect(halt.state().state).toBe('active');
  });

  it('is marked gone when a core starts without it after one that had it', () => {
    const { start } = place();
    start().setLock('TRADING_HALTED=true');
    const halt = start();
    halt.setLock(null);
    expect(halt.state()).toMatchObject({
      state: 'halted',
      locked: null,
      reasons: [{ code: lockCode, resolved: true }],
    });
  });
});
