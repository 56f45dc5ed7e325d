import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openAudit } from '../../../core/audit/audit.ts';
import { auditMigrations } from '../../../core/audit/migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { type AuditPlace, appendMany, auditPlace, testKey, unwrap, verified } from './temporary-audit.ts';

interface Trail {
  readonly generation: string;
  readonly head: object;
  readonly rows: readonly (Record<string, string | number | null> & { readonly hash: string })[];
}

// Recorded from the last program that wrote version 1, with the tests' key: two rows before the unlock, a checkpoint, three rows in
// one commit, and a retention pass over the first two.
const recorded = JSON.parse(readFileSync(new URL('./version-1-trail.json', import.meta.url), 'utf8')) as Trail;

/** A place that holds what that program left, some time after its last row. */
function version1Place(): AuditPlace {
  const place = auditPlace();
  const { clock, options } = place;
  const database = unwrap(openDatabase(options.file, auditMigrations.slice(0, 1)));
  database.prepare('INSERT INTO chain VALUES (1, ?)').run(recorded.generation);
  for (const row of recorded.rows) {
    const names = Object.keys(row);
    const places = names.map((name) => `@${name}`).join(', ');
    database.prepare(`INSERT INTO events (${names.join(', ')}) VALUES (${places})`).run(row);
  }
  database.close();
  mkdirSync(dirname(options.headFile), { recursive: true });
  writeFileSync(options.headFile, JSON.stringify(recorded.head));
  clock.jump(401 * 24 * 3_600_000);
  return place;
}

function rowsOf(file: string): unknown[] {
  const database = new SqliteDatabase(file, { readonly: true });
  const rows = database.prepare('SELECT * FROM events ORDER BY id').all();
  database.close();
  return rows;
}

describe('a trail that version 1 wrote', () => {
  it('is taken over row for row, after a copy of it was kept beside it', async () => {
    const place = version1Place();
    const audit = place.open();
    expect(rowsOf(place.options.file)).toEqual(recorded.rows);
    const copy = `${place.options.file}.schema-1`;
    expect(rowsOf(copy)).toEqual(recorded.rows);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(await verified(audit)).toMatchObject({ ok: true, rows: recorded.rows.length, unsealed: [] });
    audit.close();
    expect(await verified(place.open())).toMatchObject({ ok: true });
  });

  it('goes on in version 2, and the mixed chain verifies: also the bodies that its own pass has cleared', async () => {
    const place = version1Place();
    const audit = place.open();
    await appendMany(audit, 3);
    await appendMany(audit, 2);
    const versions = (rowsOf(place.options.file) as { v: number }[]).map(({ v }) => v);
    expect(versions).toEqual([...recorded.rows.map(() => 1), 2, 2, 2, 2, 2]);
    expect(await verified(audit)).toMatchObject({ ok: true, unsealed: [] });
    expect(unwrap(audit.get(1)).body).toBeNull();
    audit.close();
    const reopened = place.open();
    expect(reopened.chain()).toMatchObject({ problem: null });
    expect(await verified(reopened)).toMatchObject({ ok: true });
  });

  it('is still guarded: a changed row, a body that no pass cleared, the newest seal of version 1, a row of version 1 after version 2', async () => {
    const place = version1Place();
    const audit = place.open();
    await appendMany(audit, 2);
    place.tamper('CREATE TABLE kept AS SELECT * FROM events');
    const cases: [change: string, firstBadId: number][] = [
      ["subject = 'x' WHERE id = 5", 5],
      ['body = NULL WHERE id = 5', 5],
      ['mac = NULL WHERE id = 8', 8],
      ['v = 1 WHERE id = 9', 9],
    ];
    for (const [change, firstBadId] of cases) {
      place.tamper(`UPDATE events SET ${change}`);
      const found = await verified(audit);
      place.tamper('DELETE FROM events; INSERT INTO events SELECT * FROM kept;');
      expect(found).toMatchObject({ ok: false, firstBadId });
    }
    audit.close();
    place.tamper("UPDATE events SET subject = 'x' WHERE id = 8");
    expect(place.open().chain()).toMatchObject({ state: 'broken' });
  });

  it('is refused, untouched and without a copy, when a later program has changed its schema', () => {
    const place = version1Place();
    const database = new SqliteDatabase(place.options.file);
    database.pragma('user_version = 99');
    database.close();
    const opened = openAudit({ ...place.options, key: testKey });
    const newer = `audit.db has schema 99, newer than this program's ${auditMigrations.length}`;
    expect(opened).toMatchObject({ ok: false, error: { code: 'storage-failed', what: newer } });
    expect(rowsOf(place.options.file)).toEqual(recorded.rows);
    expect(existsSync(`${place.options.file}.schema-1`)).toBe(false);
  });
});
