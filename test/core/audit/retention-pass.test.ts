import { readFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Audit } from '../../../core/audit/audit.ts';
import { type AuditPlace, appendMany, auditPlace, entry, unwrap, verified } from './temporary-audit.ts';

const dayMs = 24 * 3_600_000;
const yearMs = 366 * dayMs;

/** A pass at the time of this machine's clock, which these tests take as confirmed. */
const passNow = (place: AuditPlace, audit: Audit, byPerson: boolean, offMs = 0) =>
  audit.retention.pass({
    confirmedNowMs: place.clock.nowMs() + offMs,
    byPerson,
    actor: byPerson ? 'approval' : 'core',
  });

async function passRows(audit: Audit): Promise<{ status: string; body: unknown }[]> {
  const rows = unwrap(await audit.query({ eventType: 'audit-retention', limit: 50 }));
  return rows.toReversed().map(({ body, status }) => ({ status, body: JSON.parse(body ?? 'null') }));
}

/** One signing row a week, ten of them, and then more than a year. */
async function tenWeeks(): Promise<{ readonly place: AuditPlace; readonly audit: Audit }> {
  const place = auditPlace();
  const audit = place.open();
  for (let week = 0; week < 10; week += 1) {
    await appendMany(audit, 1, { eventType: 'sign' });
    place.clock.jump(7 * dayMs);
  }
  place.clock.jump(yearMs);
  return { place, audit };
}

describe('a retention pass', () => {
  it('clears what the rows say once their time is up, and nothing that chains them', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 3, { eventType: 'sign' });
    await appendMany(audit, 2, { eventType: 'halt' });
    place.clock.jump(yearMs + dayMs);
    const nowMs = place.clock.nowMs();
    expect(unwrap(await audit.retention.plan(nowMs))).toMatchObject({ rows: 3, needsPerson: false });
    expect(unwrap(await passNow(place, audit, false))).toBe(3);
    expect(unwrap(audit.get(1))).toMatchObject({ eventType: 'sign', body: null, subject: 'BTC/USDT' });
    expect(unwrap(audit.get(4)).body).not.toBeNull();
    expect(unwrap(await audit.retention.plan(nowMs)).rows).toBe(0);
    expect(await verified(audit)).toMatchObject({ ok: true, firstBadId: null, unsealed: [] });
    expect(readFileSync(place.options.file).includes('"n":2')).toBe(false);
    audit.close();
    expect(await verified(place.open())).toMatchObject({ ok: true, rows: 7 });
  });

  it('writes before it what it may clear and after it what it cleared; those rows are kept for good', async () => {
    const place = auditPlace();
    const audit = place.open();
    const written = new Date(place.clock.nowMs()).toISOString();
    await appendMany(audit, 2, { eventType: 'sign' });
    place.clock.jump(yearMs);
    const confirmedNow = new Date(place.clock.nowMs()).toISOString();
    unwrap(await passNow(place, audit, true));
    expect(await passRows(audit)).toEqual([
      {
        status: 'requested',
        body: { confirmedNow, toId: 2, rows: 2, oldest: written, newest: written, byPerson: true },
      },
      { status: 'ok', body: { passRow: 3, rows: 2 } },
    ]);
    expect([3, 4].map((id) => unwrap(audit.get(id)).retainUntil)).toEqual([null, null]);
    place.clock.jump(9 * yearMs);
    expect(unwrap(await audit.retention.plan(place.clock.nowMs())).rows).toBe(0);
  });

  it('clears no more than 31 days without the person, and all that is due with them', async () => {
    const { audit, place } = await tenWeeks();
    expect(unwrap(await audit.retention.plan(place.clock.nowMs()))).toMatchObject({ rows: 10, needsPerson: true });
    expect(unwrap(await passNow(place, audit, false))).toBe(5);
    expect(unwrap(audit.get(5)).body).toBeNull();
    expect(unwrap(audit.get(6)).body).not.toBeNull();
    expect(unwrap(await passNow(place, audit, true))).toBe(5);
    expect(await verified(audit)).toMatchObject({ ok: true });
  });

  it('is made without the person once in 31 days only, also after a restart; a refusal leaves a row', async () => {
    const { audit, place } = await tenWeeks();
    expect(unwrap(await passNow(place, audit, false))).toBe(5);
    place.clock.jump(30 * dayMs);
    const why = 'without the person a pass is made once in 31 days';
    expect(await passNow(place, audit, false)).toMatchObject({ error: { code: 'conflict', what: why } });
    audit.close();
    const reopened = place.open();
    expect(await passNow(place, reopened, false)).toMatchObject({ error: { code: 'conflict', what: why } });
    expect((await passRows(reopened)).at(-1)).toEqual({
      status: 'failed',
      body: { passRow: null, rows: 0, error: 'conflict', why },
    });
    place.clock.jump(dayMs);
    expect(unwrap(await passNow(place, reopened, false))).toBe(5);
  });

  it('is refused when the confirmed time does not fit the trail or this machine, and then clears nothing', async () => {
    const { audit, place } = await tenWeeks();
    await appendMany(audit, 1);
    const cases: [offMs: number, what: string][] = [
      [-dayMs - 1, 'the confirmed time is more than a day before the newest row'],
      [dayMs + 1, "the confirmed time is more than a day after this machine's"],
    ];
    for (const [offMs, what] of cases) {
      expect(await passNow(place, audit, true, offMs)).toMatchObject({ error: { code: 'conflict', what } });
      expect(await audit.retention.plan(place.clock.nowMs() + offMs)).toMatchObject({ error: { what } });
    }
    expect(unwrap(audit.get(1)).body).not.toBeNull();
    expect(unwrap(await passNow(place, audit, false))).toBe(5);
    expect(await passNow(place, audit, true, -1)).toMatchObject({
      error: { what: 'the confirmed time is before that of the last retention pass' },
    });
  });

  it('takes no time that nothing confirms: then nothing is due', async () => {
    const { audit, place } = await tenWeeks();
    expect(unwrap(await audit.retention.pass({ confirmedNowMs: 0, byPerson: true, actor: 'approval' }))).toBe(0);
    expect(unwrap(await audit.retention.plan(0))).toEqual({ rows: 0, oldest: null, newest: null, needsPerson: false });
    expect(await passRows(audit)).toEqual([]);
    expect(place.clock.nowMs()).toBeGreaterThan(0);
  });

  it('does not take a row for old because the clock was set back when it was written', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 1, { eventType: 'sign' });
    place.clock.jump(yearMs / 2);
    await appendMany(audit, 1, { eventType: 'sign' });
    const wrongBy = place.clock.nowMs();
    place.clock.jump(-wrongBy);
    await appendMany(audit, 1, { eventType: 'sign', subject: 'in 1970' });
    place.clock.jump(wrongBy + yearMs / 2 + dayMs);
    await appendMany(audit, 1);
    expect(unwrap(await passNow(place, audit, true))).toBe(1);
    expect(unwrap(audit.get(3))).toMatchObject({ subject: 'in 1970', retainUntil: '1971-01-01T00:00:00.000Z' });
    expect(unwrap(audit.get(3)).body).not.toBeNull();
    place.clock.jump(yearMs / 2);
    expect(unwrap(await passNow(place, audit, true))).toBe(2);
  });

  it('refuses a second one while it is under way', async () => {
    const { audit, place } = await tenWeeks();
    const [first, second] = await Promise.all([passNow(place, audit, true), passNow(place, audit, true)]);
    expect(first).toEqual({ ok: true, value: 10 });
    expect(second).toMatchObject({ error: { code: 'conflict', what: 'a retention pass is under way' } });
  });

  it('clears nothing when the row before it cannot be written', async () => {
    const { audit, place } = await tenWeeks();
    const blocker = new SqliteDatabase(place.options.file);
    blocker.exec('BEGIN IMMEDIATE');
    const refused = await passNow(place, audit, true);
    blocker.exec('ROLLBACK');
    blocker.close();
    expect(refused).toMatchObject({ error: { code: 'audit-failed', what: 'SQLITE_BUSY' } });
    expect(unwrap(audit.get(1)).body).not.toBeNull();
    expect(unwrap(await passNow(place, audit, true))).toBe(10);
    // The refusal could not be written then: it is the late row that entered with the next commit.
    expect((await passRows(audit)).map(({ status }) => status)).toEqual(['requested', 'failed', 'ok']);
  });

  it('leaves no open door: outside of it a body cannot be cleared', async () => {
    const { audit, place } = await tenWeeks();
    unwrap(await passNow(place, audit, false));
    const database = new SqliteDatabase(place.options.file);
    expect(database.prepare('SELECT count(*) AS n FROM retention_pass').get()).toEqual({ n: 0 });
    expect(() => database.exec('UPDATE events SET body = NULL')).toThrow('audit rows are never changed');
    database.close();
  });
});

describe('a body that is gone', () => {
  it('without a pass is found, although its time was up', async () => {
    const { audit, place } = await tenWeeks();
    place.tamper('UPDATE events SET body = NULL WHERE id = 4');
    expect(await verified(audit)).toMatchObject({
      ok: false,
      firstBadId: 4,
      problem: 'the body of row 4 was taken away',
    });
  });

  it('beyond what a pass was for is found: a later row, and one whose time was not up', async () => {
    const { audit, place } = await tenWeeks();
    place.clock.jump(-yearMs);
    await appendMany(audit, 1, { eventType: 'sign' });
    place.clock.jump(yearMs);
    unwrap(await passNow(place, audit, false));
    expect(await verified(audit)).toMatchObject({ ok: true });
    place.tamper('UPDATE events SET body = NULL WHERE id = 7');
    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: 7 });

    const other = auditPlace();
    const young = other.open();
    unwrap(await young.append(entry({ eventType: 'halt' })));
    await appendMany(young, 1, { eventType: 'sign' });
    other.clock.jump(yearMs);
    expect(unwrap(await passNow(other, young, true))).toBe(1);
    other.tamper('UPDATE events SET body = NULL WHERE id = 1');
    expect(await verified(young)).toMatchObject({ ok: false, firstBadId: 1 });
  });

  it('is found where the pass itself lost its body', async () => {
    const { audit, place } = await tenWeeks();
    unwrap(await passNow(place, audit, true));
    place.tamper("UPDATE events SET body = NULL WHERE event_type = 'audit-retention' AND status = 'requested'");
    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: 1 });
  });
});
