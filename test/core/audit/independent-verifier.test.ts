import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMac } from '../../../core/audit/chain-format.ts';
import { sqlite3 } from './sqlite3-program.ts';
import { appendMany, auditPlace, entry, testKey, unwrap } from './temporary-audit.ts';

// What docs/audit-format.md promises to anyone: it stands on the sqlite3 program and the standard library only.
function firstBadRow(file: string, key: Uint8Array): number | null {
  const rows = JSON.parse(sqlite3('-json', file, 'SELECT * FROM events ORDER BY id'));
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  let previous = '0'.repeat(64);
  let sealed = 0;
  for (const [index, row] of rows.entries()) {
    const { v, id, timestamp, event_type, level, status, actor, subject, retain_until } = row;
    const header = JSON.stringify([v, id, timestamp, event_type, level, status, actor, subject, retain_until]);
    const isWhole =
      id === index + 1 &&
      row.prev_hash === previous &&
      (row.body === null || sha256(row.body) === row.body_hash) &&
      sha256(`${previous}\n${header}\n${row.body_hash}`) === row.hash &&
      (row.mac === null || createHmac('sha256', key).update(`${row.hash}\n${sealed}`).digest('hex') === row.mac);
    if (!isWhole) return id;
    previous = row.hash;
    if (row.mac !== null) sealed = id;
  }
  return null;
}

describe('the format of the chain', () => {
  it('is verified by twenty lines that share nothing with this program', async () => {
    const place = auditPlace();
    const audit = place.open();
    for (let group = 1; group <= 20; group += 1) await appendMany(audit, group);
    unwrap(await audit.append(entry({ subject: 'é "q" \\ \u2028 \u0001\t\n 🏰', body: { text: 'ü\n"' } })));
    expect(firstBadRow(place.options.file, testKey)).toBeNull();
    expect(firstBadRow(place.options.file, new Uint8Array(32))).toBe(1);
    place.tamper("UPDATE events SET status = 'failed' WHERE id = 77");
    expect(firstBadRow(place.options.file, testKey)).toBe(77);
  });

  it('uses HMAC-SHA256 as the standard library computes it', () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const key = createHash('sha256').update(`key ${seed}`).digest();
      const text = createHash('sha256').update(`text ${seed}`).digest('hex').repeat(2).slice(seed);
      expect(createMac(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
    }
    expect(createMac(testKey)('a'.repeat(129))).toBeNull();
  });
});

describe("CUSTODY.md's two queries", () => {
  it('run as they stand in the sqlite3 program while the console has the file open, and give the right rows', async () => {
    const place = auditPlace();
    const audit = place.open();
    for (let index = 1; index <= 12; index += 1) {
      place.clock.jump(1000);
      unwrap(await audit.append(entry({ eventType: 'sign', status: 'requested', subject: `request ${index}` })));
      unwrap(await audit.append(entry({ eventType: 'order', status: index % 4 === 0 ? 'failed' : 'ok' })));
    }
    place.clock.jump(1000);
    unwrap(await audit.append(entry({ eventType: 'sign', status: 'failed', subject: 'outcome' })));
    const { file } = place.options;

    const signing = sqlite3(
      '-list',
      file,
      "SELECT * FROM events WHERE event_type='sign' ORDER BY timestamp DESC LIMIT 10;",
    );
    const subjects = signing
      .trim()
      .split('\n')
      .map((line) => line.split('|')[7]);
    expect(subjects).toEqual(['outcome', ...[12, 11, 10, 9, 8, 7, 6, 5, 4].map((index) => `request ${index}`)]);

    const failed = sqlite3('-list', file, "SELECT * FROM events WHERE status='failed' ORDER BY timestamp DESC;");
    expect(
      failed
        .trim()
        .split('\n')
        .map((line) => line.split('|').slice(1, 2)[0]),
    ).toEqual(['25', '24', '16', '8']);
    expect(audit.appendNow(entry())).toEqual({ ok: true, value: 26 });
  });
});
