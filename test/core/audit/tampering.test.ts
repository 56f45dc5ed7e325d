import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Audit } from '../../../core/audit/audit.ts';
import { bodyHashOf, rowHashOf } from '../../../core/audit/chain-format.ts';
import { type AuditPlace, appendMany, auditPlace, entry, testKey, unwrap, verified } from './temporary-audit.ts';

const rows = 12;

async function written(key: Uint8Array | null): Promise<{ readonly place: AuditPlace; readonly audit: Audit }> {
  const place = auditPlace();
  const audit = place.open(key);
  for (let group = 0; group < rows / 3; group += 1) await appendMany(audit, 3);
  return { place, audit };
}

const edits = [
  'v = v + 1',
  "timestamp = '2026-01-01T00:00:00.001Z'",
  "event_type = 'sign'",
  "level = 'warn'",
  "status = 'failed'",
  "actor = 'cli'",
  "subject = subject || ' '",
  'body = \'{"n":99}\'',
  'body = NULL',
  "body_hash = replace(body_hash, substr(body_hash, 1, 1), 'g')",
  "prev_hash = replace(prev_hash, substr(prev_hash, 64, 1), 'g')",
  "hash = replace(hash, substr(hash, 20, 1), 'g')",
  "mac = 'a' || coalesce(mac, '')",
  'retain_until = NULL',
  "retain_until = '2030-01-01T00:00:00.000Z'",
];

describe('a chain that someone changed', () => {
  it('shows the very row in which any one column was changed', async () => {
    const { place, audit } = await written(testKey);
    const inverse = 'CREATE TABLE kept AS SELECT * FROM events';
    place.tamper(inverse);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: rows }), fc.constantFrom(...edits), async (id, edit) => {
        place.tamper(`UPDATE events SET ${edit} WHERE id = ${id}`);
        const found = await verified(audit);
        place.tamper('DELETE FROM events; INSERT INTO events SELECT * FROM kept;');
        expect(found).toMatchObject({ ok: false, firstBadId: id });
      }),
      { numRuns: process.env.PORTCULLIS_LONG === '1' ? 2000 : 100 },
    );
    expect(await verified(audit)).toMatchObject({ rows, firstBadId: null, gaps: [], unsealed: [] });
  });

  it('shows a seal that was taken away, wherever it was: every third row has one', async () => {
    for (const id of [3, 6, 9, 12]) {
      const { place, audit } = await written(testKey);
      place.tamper(`UPDATE events SET mac = NULL WHERE id = ${id}`);
      const problem = `the seal of row ${id} was taken away`;
      expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: id, problem });
      expect(audit.chain()).toMatchObject({ state: 'broken', problem });
    }
  });

  it('shows seals that were taken away in a row, and by the outside head all of them', async () => {
    const { place, audit } = await written(testKey);
    place.tamper('UPDATE events SET mac = NULL WHERE id IN (3, 6, 9)');
    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: 9 });

    const other = await written(testKey);
    other.audit.close();
    other.place.tamper('UPDATE events SET mac = NULL');
    const reopened = other.place.open(null);
    expect(reopened.chain()).toMatchObject({ state: 'broken', problem: `the seal of row ${rows} was taken away` });
  });

  it('shows at the unlock that the seal before the newest was taken away while the vault was locked', async () => {
    const { place, audit } = await written(testKey);
    audit.close();
    place.tamper('UPDATE events SET mac = NULL WHERE id = 9');
    const reopened = place.open(null);
    expect(await verified(reopened)).toMatchObject({ ok: true });
    expect(reopened.setKey(testKey)).toMatchObject({
      ok: false,
      error: { code: 'audit-broken', why: 'the seal of row 9 was taken away' },
    });
    expect(reopened.chain()).toMatchObject({ state: 'broken' });
  });

  it('shows the row after one that was rewritten so that it fits itself', async () => {
    const { place, audit } = await written(null);
    const row = unwrap(audit.get(4));
    const { actor, eventType, level, prevHash, retainUntil, status, timestamp } = row;
    const bodyHash = bodyHashOf('{}');
    const header = [2, 4, timestamp, eventType, level, status, actor, 'forged', retainUntil] as const;
    place.tamper(`UPDATE events SET subject = 'forged', body = '{}', body_hash = '${bodyHash}',
      hash = '${rowHashOf(prevHash, header, bodyHash)}' WHERE id = 4`);
    expect(await verified(audit)).toMatchObject({
      ok: false,
      firstBadId: 5,
      problem: 'row 5 is not linked to the row before it',
    });
  });

  it('shows a row that was rewritten in the older version, whose seals would not miss one another', async () => {
    const { place, audit } = await written(null);
    const { actor, bodyHash, eventType, level, prevHash, retainUntil, status, subject, timestamp } = unwrap(
      audit.get(rows),
    );
    const header = [1, rows, timestamp, eventType, level, status, actor, subject, retainUntil] as const;
    place.tamper(`UPDATE events SET v = 1, hash = '${rowHashOf(prevHash, header, bodyHash)}' WHERE id = ${rows}`);
    const problem = `row ${rows} has an unknown format`;
    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: rows, problem });
  });

  it('shows two rows that have changed places', async () => {
    const { place, audit } = await written(testKey);
    place.tamper(
      'UPDATE events SET id = 100 WHERE id = 5; UPDATE events SET id = 5 WHERE id = 6; UPDATE events SET id = 6 WHERE id = 100;',
    );
    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: 5 });
  });

  it('shows rows that are missing from the middle', async () => {
    const { place, audit } = await written(testKey);
    place.tamper('DELETE FROM events WHERE id BETWEEN 5 AND 7');
    expect(await verified(audit)).toMatchObject({
      ok: false,
      firstBadId: null,
      gaps: [{ fromId: 5, toId: 7 }],
      problem: 'rows 5 to 7 are missing',
    });
  });

  it('shows rows cut off at the end while it is open', async () => {
    const { place, audit } = await written(testKey);
    place.tamper('DELETE FROM events WHERE id > 10');
    expect(await verified(audit)).toMatchObject({ ok: false, cutTail: true, gaps: [] });
  });

  it('shows a row that was added behind its back, and takes none after it', async () => {
    const { place, audit } = await written(testKey);
    place.tamper(`INSERT INTO events SELECT v, id + 1, timestamp, event_type, level, status, actor, subject, body, body_hash, hash,
      hash, NULL, retain_until FROM events WHERE id = ${rows}`);
    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: rows + 1 });
    expect(audit.chain()).toMatchObject({ state: 'broken' });
  });

  it('shows a row that was put before the first', async () => {
    const { place, audit } = await written(testKey);
    place.tamper(
      'INSERT INTO events SELECT v, -4, timestamp, event_type, level, status, actor, subject, body, body_hash, prev_hash, hash, mac, retain_until FROM events WHERE id = 1',
    );
    expect(await verified(audit)).toMatchObject({ ok: false, firstBadId: 1 });
  });

  it('shows a chain that was wholly rewritten by someone without the key', async () => {
    const { place, audit } = await written(testKey);
    audit.close();
    const forger = auditPlace();
    const forged = forger.open(null);
    await appendMany(forged, rows, { subject: 'forged' });
    forged.close();
    place.tamper(
      `ATTACH '${forger.options.file}' AS forged; DELETE FROM events; INSERT INTO events SELECT * FROM forged.events;`,
    );
    const reopened = place.open(testKey);
    expect(reopened.chain()).toMatchObject({ state: 'broken', problem: `row ${rows} is not the one known outside` });
  });

  it('shows a seal that another key made', async () => {
    const { place, audit } = await written(testKey);
    audit.close();
    const reopened = place.open(new Uint8Array(32).fill(8));
    expect(reopened.chain()).toMatchObject({
      state: 'broken',
      problem: `the seal of row ${rows} is not ours`,
      sealedToId: 0,
    });
    expect(reopened.setKey(new Uint8Array(32).fill(8))).toMatchObject({ ok: false, error: { code: 'audit-broken' } });
  });

  it('is found at the start when the change is behind the last verified row, and has a row and a mark that say so', async () => {
    const { place, audit } = await written(testKey);
    audit.close();
    place.tamper("UPDATE events SET subject = 'x' WHERE id = 3");
    const reopened = place.open(testKey);
    const states: string[] = [reopened.chain().state];
    await new Promise<void>((resolve) => {
      reopened.onAppended((chain) => {
        states.push(chain.state);
        if (chain.state === 'broken' && chain.headId === rows + 1) resolve();
      });
    });
    expect(states[0]).toBe('verifying');
    expect(reopened.chain()).toMatchObject({ state: 'broken', problem: 'row 3 was changed' });
    expect(reopened.get(rows + 1)).toMatchObject({
      ok: true,
      value: { eventType: 'audit', level: 'error', status: 'failed', subject: 'chain' },
    });
    expect(await verified(reopened)).toMatchObject({ ok: false, firstBadId: 3 });
  });

  it('is found before the start is over when the change is after the last verified row', () => {
    const place = auditPlace();
    const audit = place.open();
    for (let row = 0; row < 5; row += 1) audit.appendNow(entry());
    audit.close();
    place.tamper("UPDATE events SET subject = 'x' WHERE id = 3");
    expect(place.open().chain()).toMatchObject({ state: 'broken', problem: 'row 3 was changed' });
  });

  it('can be walked from any row on; what lies before is then not judged', async () => {
    const { place, audit } = await written(testKey);
    place.tamper("UPDATE events SET subject = 'x' WHERE id = 3");
    expect(await audit.verify(5)).toMatchObject({ ok: true, value: { ok: true, rows: rows - 4, firstBadId: null } });
    expect(await audit.verify(rows + 1)).toMatchObject({ ok: true, value: { ok: true, rows: 0, unsealed: [] } });
    expect(await audit.verify(2)).toMatchObject({ ok: true, value: { ok: false, firstBadId: 3 } });
  });
});
