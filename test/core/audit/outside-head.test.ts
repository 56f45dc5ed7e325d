import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AuditPlace, appendMany, auditPlace, entry, testKey, unwrap, verified } from './temporary-audit.ts';

function headOf(place: AuditPlace): { head: { id: number; generation: string }; sealed: { mac: string } | null } {
  return JSON.parse(readFileSync(place.options.headFile, 'utf8'));
}

async function closedWith(place: AuditPlace, rows: number, key: Uint8Array | null = testKey): Promise<void> {
  const audit = place.open(key);
  await appendMany(audit, rows);
  audit.close();
}

describe('the head kept outside the data folder', () => {
  it('is there from the first opening, follows within a second and is exact at the end', async () => {
    const place = auditPlace();
    const audit = place.open();
    expect(headOf(place).head.id).toBe(0);
    await appendMany(audit, 3);
    expect(headOf(place).head.id).toBe(0);
    place.clock.wind(1000);
    expect(headOf(place).head.id).toBe(3);
    await appendMany(audit, 2);
    audit.close();
    expect(headOf(place).head.id).toBe(5);
  });

  it('shows a database that is older than it: cut tail, once, with a row that says what is gone', async () => {
    const place = auditPlace();
    await closedWith(place, 5);
    copyFileSync(place.options.file, `${place.options.file}.old`);
    await closedWith(place, 5);
    copyFileSync(`${place.options.file}.old`, place.options.file);
    const audit = place.open();
    expect(audit.chain()).toMatchObject({
      state: 'broken',
      problem: 'the rows after 5 are gone: row 10 is known outside',
    });
    expect(await verified(audit)).toMatchObject({ ok: false, cutTail: true, firstBadId: null });
    const [row] = unwrap(await audit.query({ eventType: 'audit', limit: 1 }));
    expect(JSON.parse(row?.body ?? '')).toMatchObject({ headKnownOutside: { id: 10 } });
    audit.close();
    expect(await verified(place.open())).toMatchObject({ ok: true, cutTail: false });
  });

  it('shows a tail that was cut off cleanly', async () => {
    const place = auditPlace();
    await closedWith(place, 6);
    place.tamper('DELETE FROM events WHERE id = 6');
    expect(place.open().chain().state).toBe('broken');
  });

  it('shows another database in its place', async () => {
    const place = auditPlace();
    await closedWith(place, 3);
    const other = auditPlace();
    await closedWith(other, 3);
    copyFileSync(other.options.file, place.options.file);
    const audit = place.open();
    expect(audit.chain()).toMatchObject({
      state: 'broken',
      problem: 'the database is another one than is known outside',
    });
    expect(await verified(audit)).toMatchObject({ ok: false, cutTail: true });
  });

  it('shows that a database was removed', async () => {
    const place = auditPlace();
    await closedWith(place, 3);
    for (const suffix of ['', '-wal', '-shm']) rmSync(place.options.file + suffix, { force: true });
    expect(place.open().chain()).toMatchObject({
      state: 'broken',
      problem: 'the database is another one than is known outside',
    });
  });

  it('is missed when it was removed, and when it cannot be read', async () => {
    const place = auditPlace();
    await closedWith(place, 3);
    rmSync(place.options.headFile);
    const audit = place.open();
    expect(audit.chain()).toMatchObject({
      state: 'broken',
      problem: 'the head kept outside the data folder is missing',
    });
    audit.close();
    for (const text of ['', '{}', '{"head":{"id":3}}']) {
      writeFileSync(place.options.headFile, text);
      const again = place.open();
      expect(again.chain()).toMatchObject({
        state: 'broken',
        problem: 'the head kept outside the data folder cannot be read',
      });
      again.close();
    }
  });

  it('cannot be set back by someone without the key', async () => {
    const place = auditPlace();
    await closedWith(place, 3);
    const old = readFileSync(place.options.headFile, 'utf8');
    await closedWith(place, 3);
    const oldHead = JSON.parse(old).head;
    const forge = (change: (record: Record<string, unknown>) => void): string => {
      const record = JSON.parse(readFileSync(place.options.headFile, 'utf8'));
      change(record);
      return JSON.stringify(record);
    };
    const intact = readFileSync(place.options.headFile, 'utf8');
    const forgeries: [text: string, problem: string][] = [
      [
        forge((record) => Object.assign(record, { head: oldHead })),
        'the head kept outside the data folder was set back',
      ],
      [
        forge((record) => Object.assign(record, { head: oldHead, sealed: null })),
        'the head kept outside the data folder lost its seal',
      ],
      [
        forge((record) => Object.assign(record.sealed as object, { head: oldHead })),
        'the seal of the head kept outside is not ours',
      ],
    ];
    for (const [text, problem] of forgeries) {
      writeFileSync(place.options.headFile, text);
      const audit = place.open();
      expect(audit.chain()).toMatchObject({ state: 'broken', problem });
      audit.close();
      writeFileSync(place.options.headFile, intact);
    }
  });

  it('keeps its last seal while the vault is locked', async () => {
    const place = auditPlace();
    await closedWith(place, 3);
    const mac = headOf(place).sealed?.mac;
    await closedWith(place, 3, null);
    expect(headOf(place)).toMatchObject({ head: { id: 6 }, sealed: { mac, head: { id: 3 } } });
    expect(place.open(testKey).chain()).toMatchObject({ problem: null, sealedToId: 7 });
  });

  it('remembers how far a start has walked, so that the next one begins there', () => {
    const place = auditPlace();
    const verifiedTo = () => JSON.parse(readFileSync(place.options.headFile, 'utf8')).head.verifiedId;
    const first = place.open();
    for (let row = 0; row < 5; row += 1) first.appendNow(entry());
    first.close();
    expect(verifiedTo()).toBe(0);
    place.open().close();
    expect(verifiedTo()).toBe(5);
  });

  it('may be behind the database, as after a crash', async () => {
    const place = auditPlace();
    const audit = place.open();
    await appendMany(audit, 5);
    const behind = readFileSync(place.options.headFile, 'utf8');
    audit.close();
    writeFileSync(place.options.headFile, behind);
    expect(place.open().chain()).toMatchObject({ problem: null, headId: 5 });
  });

  it('that cannot be written keeps nothing else from working', async () => {
    const place = auditPlace();
    const audit = place.open();
    const folder = place.options.headFile.replace('/head.json', '');
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where a folder should be');
    await appendMany(audit, 2);
    place.clock.wind(1000);
    await appendMany(audit, 2);
    expect(await verified(audit)).toMatchObject({ ok: true, rows: 4 });
    expect(place.log.lines.join()).toContain('could not be kept outside');
  });
});
