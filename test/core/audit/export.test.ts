import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Audit } from '../../../core/audit/audit.ts';
import { type AuditPlace, appendMany, auditPlace, entry, unwrap } from './temporary-audit.ts';

const yearMs = 366 * 24 * 3_600_000;

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
    const about = join(dirname(place.options.file), 'about.csv');
    expect(unwrap(await audit.export({ subject: '@SUM(1)' }, 'csv', about))).toMatchObject({ rows: 1 });
  });

  it('shows what a pass has cleared as null beside the hash that stays, and nothing else changed', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 3, { eventType: 'sign' });
    await appendMany(audit, 1);
    const before = await exported(audit, place, 'before');
    place.clock.jump(yearMs);
    const request = { confirmedNowMs: place.clock.nowMs(), byPerson: true, actor: 'approval' };
    expect(unwrap(await audit.retention.pass(request))).toBe(3);
    const after = await exported(audit, place, 'after');
    expect(before).toHaveLength(4);
    expect(after.slice(0, 4)).toEqual(before.map((row) => (row.event_type === 'sign' ? { ...row, body: null } : row)));
    expect(after.slice(4).map(({ event_type, status }) => [event_type, status])).toEqual([
      ['audit-retention', 'requested'],
      ['audit-retention', 'ok'],
    ]);
    const csv = join(dirname(place.options.file), 'after.csv');
    unwrap(await audit.export({ eventType: 'sign' }, 'csv', csv));
    const [, row] = readFileSync(csv, 'utf8').split('\r\n');
    expect(row).toContain(`,window,BTC/USDT,,${before[0]?.body_hash},`);
  });

  it('leaves no file that is not whole, and refuses a folder that is not there', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 2_000);
    const folder = dirname(place.options.file);
    expect(await audit.export({}, 'jsonl', join(folder, 'nowhere', 'x.jsonl'))).toMatchObject({
      error: { code: 'storage-failed' },
    });
    const file = join(folder, 'cut.jsonl');
    const cut = audit.export({}, 'jsonl', file);
    audit.close();
    expect(await cut).toMatchObject({ error: { code: 'storage-failed', what: 'the audit trail was closed' } });
    expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
  });
});

type Row = Readonly<Record<string, unknown>>;

async function exported(audit: Audit, place: AuditPlace, name: string): Promise<Row[]> {
  const file = join(dirname(place.options.file), `${name}.jsonl`);
  unwrap(await audit.export({}, 'jsonl', file));
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}
