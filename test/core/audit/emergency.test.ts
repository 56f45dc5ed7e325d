import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Audit } from '../../../core/audit/audit.ts';
import { bodyHashOf } from '../../../core/audit/chain-format.ts';
import { openEmergencyFile } from '../../../core/audit/emergency-file.ts';
import { auditMigrations } from '../../../core/audit/migrations.ts';
import { startAudit } from '../../../core/audit/start-audit.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { type AuditPlace, appendMany, auditPlace, entry, testKey, unwrap, verified } from './temporary-audit.ts';

/** An audit trail whose connection the test holds too, so that it can fill the disk for it: SQLite's own limit of pages. */
function fillable(place: AuditPlace): {
  readonly audit: Audit;
  readonly database: Database;
  fill(): void;
  free(): void;
} {
  const database = unwrap(openDatabase(place.options.file, auditMigrations));
  const audit = startAudit(database, { ...place.options, key: testKey });
  onTestFinished(() => audit.close());
  return {
    audit,
    database,
    fill: () => void database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`),
    free: () => void database.pragma('max_page_count = 1000000'),
  };
}

/** Appends until the database is full; how many rows it took. */
function exhaust(audit: Audit): number {
  for (let rows = 0; ; rows += 1) {
    const row = audit.appendNow(entry({ body: { text: 'x'.repeat(500) } }));
    if (row.ok) continue;
    expect(row.error).toMatchObject({ code: 'audit-failed', what: 'SQLITE_FULL' });
    return rows;
  }
}

/** What a person without the rights to write sees: as another user where the test runs as root, which may write everything. */
function asReader<T>(work: () => T): T {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    return work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

async function rowsOf(audit: Audit, eventType: string): Promise<{ status: string; body: unknown }[]> {
  const rows = unwrap(await audit.query({ eventType, limit: 50 }));
  return rows.toReversed().map(({ body, status }) => ({ status, body: JSON.parse(body ?? 'null') }));
}

describe('on a full disk', () => {
  it('refuses rows that come before an effect, whole groups at a time, and says that it fails', async () => {
    const { audit, fill } = fillable(auditPlace());
    await appendMany(audit, 2);
    fill();
    const before = 2 + exhaust(audit);
    const group = await Promise.all([1, 2, 3].map(() => audit.append(entry({ body: { text: 'x'.repeat(5000) } }))));
    for (const row of group) expect(row).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    expect(audit.chain()).toMatchObject({
      state: 'failed',
      headId: before,
      problem: 'the audit trail could not be written (SQLITE_FULL)',
    });
  });

  it('keeps what must not be lost in the emergency file, and lets it enter the chain when there is room', async () => {
    const place = auditPlace();
    const { audit, fill, free } = fillable(place);
    fill();
    exhaust(audit);
    place.clock.jump(5000);
    const recordedAt = new Date(place.clock.nowMs()).toISOString();
    audit.emergency(entry({ eventType: 'halt', level: 'error', actor: 'tray', body: { text: 'y'.repeat(5000) } }));
    audit.emergency(entry({ eventType: 'halt', level: 'error', status: 'failed', body: { text: 'z'.repeat(5000) } }));
    expect(await rowsOf(audit, 'halt')).toEqual([]);
    place.clock.jump(60_000);
    free();
    await appendMany(audit, 1);
    const entered = await rowsOf(audit, 'halt');
    expect(entered).toMatchObject([
      { status: 'ok', body: { recordedAt, body: { text: 'y'.repeat(5000) } } },
      { status: 'failed', body: { recordedAt, body: { text: 'z'.repeat(5000) } } },
    ]);
    await appendMany(audit, 1);
    expect(await rowsOf(audit, 'halt')).toHaveLength(2);
    expect(readFileSync(place.options.emergencyFile).every((byte) => byte === 0)).toBe(true);
    expect(audit.chain()).toMatchObject({ problem: null });
    const found = await verified(audit);
    const firstId = unwrap(await audit.query({ eventType: 'halt', limit: 50 })).at(-1)?.id ?? 0;
    expect(found).toMatchObject({ ok: true, unsealed: [], waiting: 0 });
    expect(found.late).toEqual([
      { fromId: firstId, toId: firstId + 1, recordedFrom: recordedAt, recordedTo: recordedAt, lost: 0 },
    ]);
    expect(unwrap(await audit.verify(firstId)).late).toEqual([]);
  });

  it('says in a walk how many rows wait, and afterwards how many were lost because not even memory could hold them', async () => {
    const place = auditPlace();
    // Where a folder is, no emergency file can be: every row stays in memory.
    const noFile = { ...place, options: { ...place.options, emergencyFile: dirname(place.options.file) } };
    const { audit, fill, free } = fillable(noFile);
    fill();
    exhaust(audit);
    for (let row = 0; row < 1_007; row += 1) {
      audit.emergency(entry({ eventType: 'halt', body: { row, text: 'y'.repeat(600) } }));
      if (row === 2) expect(await verified(audit)).toMatchObject({ ok: true, waiting: 3, late: [] });
    }
    expect(await verified(audit)).toMatchObject({ waiting: 1_000 });
    free();
    await appendMany(audit, 1);
    const found = await verified(audit);
    expect(found).toMatchObject({ ok: true, waiting: 0 });
    expect(found.late.map(({ fromId, lost, toId }) => [toId - fromId + 1, lost])).toEqual([[1_000, 7]]);
  });

  it('keeps the beginning and the hash of a body that would take the room of hundreds', async () => {
    const place = auditPlace();
    const { audit, fill, free } = fillable(place);
    fill();
    exhaust(audit);
    const text = 'y'.repeat(100_000);
    audit.emergency(entry({ eventType: 'halt', body: { text } }));
    free();
    await appendMany(audit, 1);
    const whole = JSON.stringify({ text });
    expect(await rowsOf(audit, 'halt')).toMatchObject([
      {
        body: {
          body: { shortened: { beginning: whole.slice(0, 1000), length: whole.length, sha256: bodyHashOf(whole) } },
        },
      },
    ]);
  });

  it('lets them enter at the next start when there was room too late', async () => {
    const place = auditPlace();
    const { audit, fill } = fillable(place);
    fill();
    exhaust(audit);
    audit.emergency(entry({ eventType: 'halt', body: { text: 'y'.repeat(5000) } }));
    audit.close();
    const reopened = place.open();
    expect(await rowsOf(reopened, 'halt')).toHaveLength(1);
    expect(await verified(reopened)).toMatchObject({ ok: true });
  });

  it('enters no row twice when the core ended before the file was cleared', async () => {
    const place = auditPlace();
    const { audit, fill, free } = fillable(place);
    fill();
    exhaust(audit);
    audit.emergency(entry({ eventType: 'halt', body: { text: 'y'.repeat(5000) } }));
    const uncleared = readFileSync(place.options.emergencyFile);
    free();
    await appendMany(audit, 1);
    audit.close();
    writeFileSync(place.options.emergencyFile, uncleared);
    const reopened = place.open();
    expect(await rowsOf(reopened, 'halt')).toHaveLength(1);
    expect((await verified(reopened)).late).toHaveLength(1);
    expect(reopened.chain()).toMatchObject({ problem: null });
    expect(readFileSync(place.options.emergencyFile).every((byte) => byte === 0)).toBe(true);
  });
});

describe('with a file that may only be read', () => {
  it('opens, answers reads, refuses rows, and keeps emergencies until it may be written again', async () => {
    const place = auditPlace();
    const first = place.open();
    await appendMany(first, 3);
    first.close();
    const { emergencyFile, file, headFile } = place.options;
    for (const folder of [dirname(file), dirname(headFile)]) chmodSync(folder, 0o777);
    for (const writable of [emergencyFile, headFile]) chmodSync(writable, 0o666);
    chmodSync(file, 0o444);
    const audit = asReader(() => {
      const opened = place.open();
      expect(opened.appendNow(entry())).toMatchObject({
        ok: false,
        error: { code: 'audit-failed', what: 'SQLITE_READONLY' },
      });
      opened.emergency(entry({ eventType: 'halt', level: 'error' }));
      return opened;
    });
    expect(audit.chain()).toMatchObject({ state: 'failed', headId: 3 });
    expect(await verified(audit)).toMatchObject({ rows: 3, firstBadId: null, waiting: 1, late: [] });
    audit.close();
    chmodSync(file, 0o600);
    const reopened = place.open();
    expect(await rowsOf(reopened, 'halt')).toHaveLength(1);
    const late = [{ fromId: 5, toId: 5, lost: 0 }];
    expect(await verified(reopened)).toMatchObject({ ok: true, rows: 5, late, waiting: 0 });
  });
});

describe('the emergency file', () => {
  it('claims its space beforehand and never grows', () => {
    const file = `${temporaryFolder()}/emergency`;
    const emergencies = unwrap(openEmergencyFile(file));
    expect(statSync(file)).toMatchObject({ size: 256 * 1024 });
    expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(256 * 1024);
    let taken = 0;
    while (emergencies.add('r'.repeat(999))) taken += 1;
    expect(taken).toBe(262);
    expect(statSync(file).size).toBe(256 * 1024);
    emergencies.close();
    expect(emergencies.add('after it was closed')).toBe(false);
  });

  it('gives what was written before a crash, and says so of a record that was cut short', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 1);
    audit.close();
    const emergencies = unwrap(openEmergencyFile(place.options.emergencyFile));
    emergencies.close();
    const bytes = readFileSync(place.options.emergencyFile);
    bytes.write('{"recordId":"abc","timest', 0);
    writeFileSync(place.options.emergencyFile, bytes);
    const again = unwrap(openEmergencyFile(place.options.emergencyFile));
    expect(again.add('next')).toBe(true);
    again.close();
    expect(unwrap(openEmergencyFile(place.options.emergencyFile)).records()).toEqual([
      '{"recordId":"abc","timest',
      'next',
    ]);
    expect(await rowsOf(place.open(), 'audit')).toEqual([
      { status: 'recovered', body: { rows: 2, recordedFrom: null, recordedTo: null, lost: 0 } },
      { status: 'failed', body: { unreadable: '{"recordId":"abc","timest' } },
      { status: 'failed', body: { unreadable: 'next' } },
    ]);
  });
});

describe('a record in the emergency file that somebody else wrote', () => {
  it('enters as a late row, whatever it says: it can neither say that rows came late nor clear a body', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 1, { eventType: 'sign' });
    audit.close();
    const forged = {
      timestamp: '2026-01-01T00:00:00.000Z',
      level: 'warn',
      actor: 'core',
      retainUntil: null,
    };
    const pass = { confirmedNow: '2036-01-01T00:00:00.000Z', toId: 1, rows: 1, oldest: '', newest: '', byPerson: true };
    const late = { rows: 1, recordedFrom: null, recordedTo: null, lost: 99 };
    const records = [
      { ...forged, eventType: 'audit-retention', status: 'requested', subject: 'pass', body: JSON.stringify(pass) },
      { ...forged, eventType: 'audit', status: 'recovered', subject: 'emergency-file', body: JSON.stringify(late) },
    ];
    const emergencies = unwrap(openEmergencyFile(place.options.emergencyFile));
    for (const [index, record] of records.entries()) {
      emergencies.add(JSON.stringify({ ...record, recordId: `forged-${index}` }));
    }
    emergencies.close();
    const reopened = place.open();
    expect((await verified(reopened)).late).toMatchObject([{ fromId: 3, toId: 4, lost: 0 }]);
    place.tamper('UPDATE events SET body = NULL WHERE id = 1');
    expect(await verified(reopened)).toMatchObject({ ok: false, firstBadId: 1 });
  });
});

describe('an emergency', () => {
  it('is recorded even when its body cannot be written down', async () => {
    const audit = auditPlace().open();
    audit.emergency(entry({ eventType: 'halt', body: { at: 0.5 } }));
    expect(await rowsOf(audit, 'halt')).toEqual([{ status: 'ok', body: { unwritable: true } }]);
  });
});
