import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createAppLock } from '../../../core/custody/app-lock.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { createDocuments } from '../../../core/store/documents.ts';
import { manualClock } from '../../manual-clock.ts';

const minuteMs = 60_000;
function setUp() {
  const database = new SqliteDatabase(':memory:');
  database.exec('CREATE TABLE documents (name TEXT PRIMARY KEY, body TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;');
  const clock = manualClock();
  const again = () => createAppLock(database, clock, systemIds);
  return { database, clock, again, lock: again() };
}

describe('the app lock', () => {
  it('is off until a passphrase is set', async () => {
    const { lock } = setUp();
    expect(lock.state()).toEqual({ state: 'off', afterMinutes: 10 });
    expect(lock.isLocked()).toBe(false);
    expect(await lock.unlock('anything')).toMatchObject({ error: { code: 'wrong-passphrase' } });
  });

  it('closes after its minutes without a raising action, by monotonic time, and opens with the passphrase only', async () => {
    const { lock, clock } = setUp();
    expect(await lock.setPassphrase(null, 'a long passphrase', 10)).toMatchObject({
      ok: true,
      value: { state: 'open' },
    });
    clock.wind(9 * minuteMs);
    lock.used();
    clock.wind(9 * minuteMs);
    clock.jump(60 * minuteMs);
    expect(lock.isLocked()).toBe(false);
    clock.wind(minuteMs + 1);
    expect(lock.state()).toEqual({ state: 'locked', afterMinutes: 10 });
    lock.used();
    expect(lock.isLocked()).toBe(true);
    expect(await lock.unlock('a long passphrasf')).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect(lock.isLocked()).toBe(true);
    expect(await lock.unlock('a long passphrase')).toMatchObject({ ok: true, value: { state: 'open' } });
  });

  it('starts locked, and keeps nothing from which the passphrase could be read', async () => {
    const { lock, again, database } = setUp();
    await lock.setPassphrase(null, 'a long passphrase', 5);
    expect(again().state()).toEqual({ state: 'locked', afterMinutes: 5 });
    const kept = database.prepare('SELECT body FROM documents').pluck().get() as string;
    expect(kept).not.toContain('passphrase');
    expect(JSON.parse(kept)).toMatchObject({ salt: expect.any(String), check: expect.any(String) });
  });

  it('is changed and taken away only with the passphrase that is set', async () => {
    const { lock, again } = setUp();
    await lock.setPassphrase(null, 'the first one', 10);
    for (const current of [null, 'the wrong one']) {
      expect(await lock.setPassphrase(current, 'the second one', 10)).toMatchObject({
        error: { code: 'wrong-passphrase' },
      });
      expect(await lock.setPassphrase(current, null, 10)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    }
    await lock.setPassphrase('the first one', 'the second one', 10);
    expect(await again().unlock('the first one')).toMatchObject({ ok: false });
    expect(await again().unlock('the second one')).toMatchObject({ ok: true });
    expect(await lock.setPassphrase('the second one', null, 10)).toMatchObject({ value: { state: 'off' } });
    expect(again().isLocked()).toBe(false);
  });

  it('makes each further try wait after several wrong ones, at both of its doors', async () => {
    const { lock, clock } = setUp();
    await lock.setPassphrase(null, 'the right one', 10);
    for (const tries of [1, 2]) expect([tries, await lock.unlock('x')]).toMatchObject([tries, { ok: false }]);
    expect(await lock.setPassphrase('x', null, 10)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    const waits = { error: { code: 'too-many-tries', waitMs: 2_000 } };
    expect(await lock.unlock('the right one')).toMatchObject(waits);
    expect(await lock.setPassphrase('the right one', null, 10)).toMatchObject(waits);
    clock.wind(2_000);
    expect(await lock.unlock('the right one')).toMatchObject({ value: { state: 'open' } });
  });

  it('stays locked when what is kept of it cannot be read', async () => {
    const { database, again, clock } = setUp();
    createDocuments(database).write('app-lock', '{"salt":1}', clock.nowMs());
    const lock = again();
    expect(lock.isLocked()).toBe(true);
    expect(await lock.unlock('x')).toMatchObject({ ok: false });
    expect(await lock.setPassphrase(null, 'a long passphrase', 10)).toMatchObject({ ok: false });
  });
});
