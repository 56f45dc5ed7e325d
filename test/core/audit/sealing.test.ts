import { readFileSync, writeFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { appendMany, auditPlace, testKey, unwrap, verified } from './temporary-audit.ts';

describe('sealing', () => {
  it('leaves rows unsealed while the vault is locked, and says which', async () => {
    const audit = auditPlace().open(null);
    await appendMany(audit, 4);
    expect(audit.chain()).toMatchObject({ sealedToId: 0, problem: null });
    expect(unwrap(audit.get(4)).sealed).toBe(false);
    expect(await verified(audit)).toMatchObject({ ok: true, unsealed: [{ fromId: 1, toId: 4 }] });
  });

  it('seals them at unlock by a checkpoint row with their span and head', async () => {
    const audit = auditPlace().open(null);
    await appendMany(audit, 4);
    const headHash = unwrap(audit.get(4)).hash;
    expect(audit.setKey(testKey)).toEqual({ ok: true, value: undefined });
    const checkpoint = unwrap(audit.get(5));
    expect(checkpoint).toMatchObject({ eventType: 'checkpoint', sealed: true });
    expect(JSON.parse(checkpoint.body ?? '')).toEqual({ fromId: 1, toId: 4, headHash });
    expect(unwrap(audit.get(2)).sealed).toBe(true);
    expect(await verified(audit)).toMatchObject({ ok: true, unsealed: [] });
    expect(audit.chain()).toMatchObject({ sealedToId: 5, headId: 5 });
  });

  it('seals only what is not sealed yet, across sessions', async () => {
    const place = auditPlace();
    const first = place.open(testKey);
    await appendMany(first, 3);
    first.close();
    const second = place.open(null);
    await appendMany(second, 2);
    expect(await verified(second)).toMatchObject({
      ok: true,
      unsealed: [{ fromId: 4, toId: 5 }],
      uncheckedSeals: 1,
    });
    second.close();
    const third = place.open(testKey);
    expect(JSON.parse(unwrap(third.get(6)).body ?? '')).toMatchObject({ fromId: 4, toId: 5 });
    expect(third.setKey(testKey)).toEqual({ ok: true, value: undefined });
    expect(third.chain()).toMatchObject({ headId: 6, sealedToId: 6 });
  });

  it('the key may come again in the same session, also where the head outside had no seal at its start', async () => {
    const place = auditPlace();
    const first = place.open(null);
    await appendMany(first, 2);
    first.close();
    const second = place.open(null);
    expect(second.setKey(testKey)).toEqual({ ok: true, value: undefined });
    await appendMany(second, 2);
    expect(second.setKey(testKey)).toEqual({ ok: true, value: undefined });
    expect(second.chain()).toMatchObject({ problem: null, headId: 5, sealedToId: 5 });
    expect(await verified(second)).toMatchObject({ ok: true, unsealed: [] });
    expect(second.setKey(new Uint8Array(32).fill(8))).toMatchObject({ ok: false, error: { code: 'audit-broken' } });
  });

  it('knows the newest seal again after a crash that the head outside missed', async () => {
    const place = auditPlace();
    const first = place.open(null);
    await appendMany(first, 2);
    first.close();
    const behind = readFileSync(place.options.headFile);
    const second = place.open(testKey);
    await appendMany(second, 2);
    second.close();
    writeFileSync(place.options.headFile, behind);
    const third = place.open(null);
    third.close();
    const { head } = JSON.parse(readFileSync(place.options.headFile, 'utf8'));
    expect(head).toMatchObject({ id: 5, sealedId: 5 });
    place.tamper('UPDATE events SET mac = NULL WHERE id = 5');
    expect(place.open(null).chain()).toMatchObject({ problem: 'the seal of row 5 was taken away' });
  });

  it('writes no checkpoint where there is nothing to seal', () => {
    const audit = auditPlace().open(null);
    expect(audit.setKey(testKey)).toEqual({ ok: true, value: undefined });
    expect(audit.chain().headId).toBe(0);
  });

  it('refuses to lend its seal to unsealed rows that were changed before the unlock', async () => {
    const place = auditPlace();
    const first = place.open(null);
    await appendMany(first, 4);
    first.close();
    place.tamper("UPDATE events SET subject = 'x' WHERE id = 2");
    const second = place.open(null);
    await verified(second);
    expect(second.setKey(testKey)).toMatchObject({
      ok: false,
      error: { code: 'audit-broken', why: 'row 2 was changed' },
    });
    const database = new SqliteDatabase(place.options.file, { readonly: true });
    expect(database.prepare("SELECT count(*) FROM events WHERE event_type = 'checkpoint'").pluck().get()).toBe(0);
    database.close();
  });

  it('throws for a key of another length', () => {
    const audit = auditPlace().open(null);
    expect(() => audit.setKey(new Uint8Array(31))).toThrow(/32 bytes/);
  });
});
