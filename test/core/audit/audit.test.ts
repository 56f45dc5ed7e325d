import { existsSync, rmSync, statSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createMac } from '../../../core/audit/chain-format.ts';
import { appendMany, auditPlace, entry, testKey, unwrap, verified } from './temporary-audit.ts';

function columns(file: string, sql: string): unknown[] {
  const database = new SqliteDatabase(file, { readonly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

describe('the audit trail', () => {
  it('gives rows the ids 1, 2, 3 in the order they were appended, whichever way', async () => {
    const audit = auditPlace().open();
    const first = audit.append(entry());
    const second = audit.append(entry());
    const third = audit.appendNow(entry());
    const fourth = audit.append(entry());
    expect(third).toEqual({ ok: true, value: 3 });
    expect(await Promise.all([first, second, fourth])).toEqual([1, 2, 4].map((value) => ({ ok: true, value })));
    expect(audit.chain()).toMatchObject({ headId: 4, sealedToId: 4, problem: null });
  });

  it('has the columns of the documented format, in their order', () => {
    const place = auditPlace();
    place.open();
    expect(columns(place.options.file, "SELECT name FROM pragma_table_info('events')")).toEqual(
      [
        'v',
        'id',
        'timestamp',
        'event_type',
        'level',
        'status',
        'actor',
        'subject',
        'body',
        'body_hash',
        'prev_hash',
        'hash',
        'mac',
        'retain_until',
      ].map((name) => ({ name })),
    );
  });

  it('makes a row durable before it answers: another connection sees it', async () => {
    const place = auditPlace();
    const audit = place.open();
    const id = unwrap(await audit.append(entry()));
    expect(columns(place.options.file, `SELECT event_type, body FROM events WHERE id = ${id}`)).toEqual([
      { event_type: 'order', body: '{"amount":"0.1"}' },
    ]);
    expect(statSync(place.options.file).mode & 0o777).toBe(0o600);
    expect(statSync(place.options.headFile).mode & 0o777).toBe(0o600);
    expect(statSync(place.options.emergencyFile).mode & 0o777).toBe(0o600);
  });

  it('commits the rows of one turn together: only the last of them carries a mac, made with the key', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 5);
    await appendMany(audit, 2);
    const rows = columns(place.options.file, 'SELECT id, hash, mac FROM events') as {
      hash: string;
      mac: string | null;
    }[];
    expect(rows.map(({ mac }) => mac !== null)).toEqual([false, false, false, false, true, false, true]);
    const mac = createMac(testKey);
    expect(rows[4]?.mac).toBe(mac(`${rows[4]?.hash}\n0`));
    expect(rows[6]?.mac).toBe(mac(`${rows[6]?.hash}\n5`));
  });

  it('keeps signing and failed authentication for one year, what explains other rows for good, all else for two', async () => {
    const place = auditPlace();
    const audit = place.open();
    place.clock.jump(Date.UTC(2028, 1, 29, 8, 30) - place.clock.nowMs());
    for (const eventType of ['sign', 'failed_auth', 'rotation', 'policy-violation', 'halt', 'checkpoint']) {
      unwrap(await audit.append(entry({ eventType })));
    }
    expect(columns(place.options.file, 'SELECT event_type AS type, retain_until AS until FROM events')).toEqual([
      { type: 'sign', until: '2029-03-01T08:30:00.000Z' },
      { type: 'failed_auth', until: '2029-03-01T08:30:00.000Z' },
      { type: 'rotation', until: '2030-03-01T08:30:00.000Z' },
      { type: 'policy-violation', until: '2030-03-01T08:30:00.000Z' },
      { type: 'halt', until: '2030-03-01T08:30:00.000Z' },
      { type: 'checkpoint', until: null },
    ]);
  });

  it('lets no program change, remove, replace or slip in a row, but for an expired body in a retention pass', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 3, { eventType: 'sign' });
    const database = new SqliteDatabase(place.options.file);
    expect(() => database.exec("UPDATE events SET subject = 'x' WHERE id = 2")).toThrow(/never changed/);
    expect(() => database.exec('UPDATE events SET body = NULL WHERE id = 2')).toThrow(/never changed/);
    expect(() => database.exec('UPDATE events SET mac = NULL WHERE id = 3')).toThrow(/never changed/);
    expect(() => database.exec('DELETE FROM events WHERE id = 3')).toThrow(/never deleted/);
    const insert =
      'events SELECT v, 2, timestamp, event_type, level, status, actor, subject, body, body_hash, prev_hash';
    expect(() => database.exec(`INSERT INTO ${insert}, hash, mac, retain_until FROM events WHERE id = 3`)).toThrow(
      /at the end/,
    );
    expect(() => database.exec(`REPLACE INTO ${insert}, hash, mac, retain_until FROM events WHERE id = 3`)).toThrow(
      /at the end/,
    );
    expect(() => database.exec("UPDATE chain SET generation = 'other'")).toThrow(/never changed/);

    database.exec("INSERT INTO retention_pass VALUES (1, '2026-12-31T00:00:00.000Z')");
    expect(() => database.exec('UPDATE events SET body = NULL WHERE id = 2')).toThrow(/never changed/);
    database.exec("UPDATE retention_pass SET started_at = '2027-01-01T00:00:00.000Z'");
    expect(() => database.exec("UPDATE events SET body = NULL, subject = '' WHERE id = 2")).toThrow(/never changed/);
    expect(() => database.exec("UPDATE events SET body = '{}' WHERE id = 2")).toThrow(/never changed/);
    database.exec('UPDATE events SET body = NULL WHERE id = 2');
    database.close();

    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: 2 });
  });

  it('takes text that SQLite would not give back as it was, and still verifies', async () => {
    const audit = auditPlace().open();
    unwrap(
      await audit.append(
        entry({ subject: 'a\0b \ud800 \u2028 "q" \\ \u0001 é 🏰', body: { text: 'c\0d \udc00 \u007f' } }),
      ),
    );
    expect(await verified(audit)).toMatchObject({ ok: true, rows: 1 });
    expect(unwrap(audit.get(1)).subject).toBe('a\ufffdb \ufffd \u2028 "q" \\ \u0001 é 🏰');
  });

  it('rejects a body that could be written in two ways, and writes nothing', async () => {
    const audit = auditPlace().open();
    await expect(audit.append(entry({ body: { price: 0.1 } }))).rejects.toThrow(/safe integer/);
    expect(audit.chain().headId).toBe(0);
  });

  it('tells its listeners after a commit, once for each, and no longer when they have left', async () => {
    const audit = auditPlace().open();
    const heads: number[] = [];
    const leave = audit.onAppended((chain) => heads.push(chain.headId));
    await appendMany(audit, 10);
    await appendMany(audit, 1);
    leave();
    await appendMany(audit, 1);
    expect(heads.filter((head) => head > 0)).toEqual([10, 11]);
  });

  it('answers audit-failed after it was closed, and an emergency then throws nothing', async () => {
    const place = auditPlace();
    const audit = place.open();
    audit.close();
    expect(await audit.append(entry())).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    expect(audit.appendNow(entry())).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    audit.emergency(entry());
    rmSync(place.options.headFile);
    audit.close();
    expect(existsSync(place.options.headFile)).toBe(false);
  });

  it('writes what was queued when it is closed', async () => {
    const place = auditPlace();
    const audit = place.open();
    const queued = audit.append(entry());
    audit.close();
    expect(await queued).toEqual({ ok: true, value: 1 });
    expect(place.open().chain().headId).toBe(1);
  });

  it('carries on where it ended', async () => {
    const place = auditPlace();
    for (let session = 1; session <= 3; session += 1) {
      const audit = place.open();
      await appendMany(audit, 4);
      expect(await verified(audit)).toMatchObject({ ok: true, rows: session * 4, unsealed: [] });
      audit.close();
    }
  });
});
