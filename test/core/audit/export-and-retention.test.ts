import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendMany, auditPlace, entry, unwrap, verified } from './temporary-audit.ts';

const yearMs = 366 * 24 * 3_600_000;
const dayMs = 24 * 3_600_000;

describe('an export of the trail', () => {
  it('holds every row in order, as JSON lines that carry all that chains them', async () => {
    const place = auditPlace();
    const audit = place.open();
    for (let group = 0; group < 5; group += 1) await appendMany(audit, 1_000);
    unwrap(await audit.append(entry({ subject: 'a\n"b"\u202e', body: { text: '=1+1' } })));
    const file = join(dirname(place.options.file), 'all.jsonl');
    const exported = unwrap(await audit.export({}, 'jsonl', file));
    const text = readFileSync(file, 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const newest = unwrap(audit.get(rows.length));
    expect(exported).toEqual({
      rows: rows.length,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    });
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: rows.length }, (_, index) => index + 1));
    expect(rows.at(-1)).toMatchObject({ hash: newest.hash, prev_hash: newest.prevHash, body_hash: newest.bodyHash });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await audit.export({}, 'jsonl', file)).toMatchObject({ error: { code: 'conflict' } });
  });

  it('takes the filters of a query, and writes no cell of CSV that a spreadsheet would run', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 3);
    unwrap(await audit.append(entry({ eventType: 'halt', level: 'error', subject: '=HYPERLINK("x")' })));
    unwrap(await audit.append(entry({ eventType: 'halt', level: 'info', subject: '@SUM(1)' })));
    const file = join(dirname(place.options.file), 'halts.csv');
    expect(unwrap(await audit.export({ eventType: 'halt', text: 'SUM' }, 'csv', file))).toMatchObject({ rows: 1 });
    const [head, row, rest] = readFileSync(file, 'utf8').split('\r\n');
    expect(head).toMatch(/^v,id,timestamp,event_type,/);
    expect(row).toContain(`"'@SUM(1)"`);
    expect(rest).toBe('');
    const other = join(dirname(place.options.file), 'errors.csv');
    unwrap(await audit.export({ level: 'error' }, 'csv', other));
    expect(readFileSync(other, 'utf8')).toContain(`"'=HYPERLINK(""x"")"`);
  });
});

describe('a retention pass', () => {
  it('clears what the rows say once their time is up, and nothing that chains them', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 3, { eventType: 'sign' });
    await appendMany(audit, 2, { eventType: 'halt' });
    place.clock.jump(yearMs + dayMs);
    const nowMs = place.clock.nowMs();
    expect(unwrap(audit.retention.plan(nowMs))).toMatchObject({ rows: 3, needsPerson: false });
    expect(unwrap(audit.retention.clear(nowMs, false))).toBe(3);
    expect(unwrap(audit.get(1))).toMatchObject({ eventType: 'sign', body: null, subject: 'BTC/USDT' });
    expect(unwrap(audit.get(4)).body).not.toBeNull();
    expect(unwrap(audit.retention.plan(nowMs)).rows).toBe(0);
    expect(await verified(audit)).toMatchObject({ ok: true, firstBadId: null });
    expect(readFileSync(place.options.file).includes('"amount":"0.1"')).toBe(false);
  });

  it('clears no more than 31 days without the person, and all that is due with them', async () => {
    const place = auditPlace();
    const audit = place.open();
    for (let week = 0; week < 10; week += 1) {
      await appendMany(audit, 1, { eventType: 'sign' });
      place.clock.jump(7 * dayMs);
    }
    place.clock.jump(yearMs);
    const nowMs = place.clock.nowMs();
    expect(unwrap(audit.retention.plan(nowMs))).toMatchObject({ rows: 10, needsPerson: true });
    expect(unwrap(audit.retention.clear(nowMs, false))).toBe(5);
    expect(unwrap(audit.retention.clear(nowMs, true))).toBe(5);
  });

  it('goes by the time it is given: before that nothing is due', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 1, { eventType: 'sign' });
    const thenMs = place.clock.nowMs();
    place.clock.jump(3 * yearMs);
    expect(unwrap(audit.retention.clear(thenMs, true))).toBe(0);
    expect(unwrap(audit.retention.clear(0, true))).toBe(0);
  });

  it('leaves no open door: outside of it a body cannot be cleared', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 1, { eventType: 'sign' });
    place.clock.jump(2 * yearMs);
    unwrap(audit.retention.clear(place.clock.nowMs(), true));
    const { default: SqliteDatabase } = await import('better-sqlite3');
    const database = new SqliteDatabase(place.options.file);
    expect(database.prepare('SELECT count(*) AS n FROM retention_pass').get()).toEqual({ n: 0 });
    expect(() => database.exec('UPDATE events SET body = NULL')).toThrow('audit rows are never changed');
    database.close();
  });
});
