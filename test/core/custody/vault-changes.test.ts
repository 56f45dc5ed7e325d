import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Vault } from '../../../core/custody/vault.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { fileSteps } from '../../../core/store/whole-file.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { cutAfter } from '../store/cut-steps.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { secret, vaultPlace } from './vault-place.ts';

const words = 'published test words';
const others = 'other published words';

function filled(vault: Vault): Vault {
  for (let at = 0; at < 5; at += 1) unwrap(vault.put(`record-${at}`, secret));
  return vault;
}
function holdsAll(vault: Vault): boolean {
  return [0, 1, 2, 3, 4].every((at) => {
    const taken = vault.take(`record-${at}`);
    return taken.ok && Buffer.from(taken.value).equals(secret);
  });
}

describe('a change of the master key', () => {
  it('under the keychain seals everything anew; the old key opens nothing any more', async () => {
    const { clock, database, start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    const old = new Uint8Array(keychain.keys.current);
    const vault = filled(start(keychain));
    const madeAtMs = vault.facts().masterKeyMadeAtMs ?? 0;
    const before = database.prepare('SELECT sealed FROM vault_records').pluck().all();
    clock.wind(5_000);
    unwrap(await vault.changeMasterKey());
    expect(vault.facts()).toMatchObject({ state: 'open', records: 5, masterKeyMadeAtMs: madeAtMs + 5_000 });
    expect(holdsAll(vault)).toBe(true);
    unwrap(vault.put('record-5', secret));
    const after = database.prepare('SELECT sealed FROM vault_records').pluck().all();
    expect(after.filter((sealed) => before.some((other) => (other as Buffer).equals(sealed as Buffer)))).toEqual([]);
    expect(keychain.keys).toEqual({ current: expect.not.objectContaining(old), staged: null });
    expect(holdsAll(start(keychain))).toBe(true);
    expect(start(fakeKeychain(old)).state()).toBe('locked');
  });

  it('leaves nothing that the old key sealed in the files of the database', async () => {
    const { database, folder, start } = vaultPlace();
    const vault = filled(start(fakeKeychain(systemIds.bytes(32))));
    const before = database.prepare('SELECT sealed FROM vault_records').pluck().all() as Buffer[];
    const retired = database.prepare("SELECT sealed FROM vault_records WHERE identity = 'record-0'").pluck().get();
    unwrap(await vault.changeMasterKey());
    unwrap(vault.remove('record-0'));
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    for (const sealed of [...before, retired as Buffer])
      expect(files.some((file) => file.includes(sealed))).toBe(false);
  });

  it('under a passphrase needs it not typed again, and it opens the vault as before', async () => {
    const { file, start } = vaultPlace();
    const vault = start();
    unwrap(await vault.unlock(words));
    filled(vault);
    const before = readFileSync(file, 'utf8');
    unwrap(await vault.changeMasterKey());
    expect(holdsAll(vault)).toBe(true);
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    expect(existsSync(`${file}.next`)).toBe(false);
    const next = start();
    unwrap(await next.unlock(words));
    expect(holdsAll(next)).toBe(true);
  });

  it('that the keychain does not keep changes nothing, and can be made later', async () => {
    const { start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    const vault = filled(start(keychain));
    keychain.broken = 'stage';
    expect(await vault.changeMasterKey()).toMatchObject({ ok: false, error: { code: 'keychain-unavailable' } });
    expect(holdsAll(vault)).toBe(true);
    keychain.broken = null;
    unwrap(await vault.changeMasterKey());
    expect(holdsAll(start(keychain))).toBe(true);
  });

  it('that cannot be settled counts, and nothing new is staged over it before it is', async () => {
    const { start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    const vault = filled(start(keychain));
    // What the opening settles is over first.
    unwrap(await vault.changeMasterKey());
    keychain.broken = 'settle';
    unwrap(await vault.changeMasterKey());
    expect(keychain.keys.staged).not.toBeNull();
    expect(holdsAll(start(keychain))).toBe(true);
    expect(await vault.changeMasterKey()).toMatchObject({ ok: false, error: { code: 'keychain-unavailable' } });
    keychain.broken = null;
    unwrap(await vault.changeMasterKey());
    expect(keychain.keys.staged).toBeNull();
    expect(holdsAll(start(keychain))).toBe(true);
  });

  it('changes nothing where a record does not open, and where the vault is locked', async () => {
    const { database, start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    const vault = filled(start(keychain));
    database.exec("UPDATE vault_records SET nonce = zeroblob(12) WHERE identity = 'record-4'");
    expect(await vault.changeMasterKey()).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(keychain.keys.staged).toBeNull();
    expect(unwrap(vault.take('record-0'))).toEqual(secret);
    expect(unwrap(start(keychain).take('record-0'))).toEqual(secret);
    expect(await start().changeMasterKey()).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
  });
});

describe('a second lock', () => {
  it('needs the keychain and the passphrase from then on, and none of the two alone', async () => {
    const { start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    const vault = filled(start(keychain));
    unwrap(await vault.setSecondLock(null, words));
    expect(vault.facts()).toMatchObject({ state: 'open', openedBy: 'keychain', secondLock: true, records: 5 });
    unwrap(vault.put('record-5', secret));

    const next = start(keychain);
    expect(next.facts()).toMatchObject({ state: 'locked', problem: null, secondLock: true });
    expect(await next.unlock(others)).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    unwrap(await next.unlock(words));
    expect(holdsAll(next)).toBe(true);
    expect(unwrap(next.take('record-5'))).toEqual(secret);

    const without = start();
    expect(await without.unlock(words)).toMatchObject({ ok: false, error: { code: 'keychain-unavailable' } });
    const stolen = start(fakeKeychain(systemIds.bytes(32)));
    expect(await stolen.unlock(words)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  });

  it('keeps through a new master key and a new passphrase, and is taken away by its passphrase only', async () => {
    const { file, start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    const vault = filled(start(keychain));
    unwrap(await vault.setSecondLock(null, words));
    unwrap(await vault.changeMasterKey());
    unwrap(await vault.changePassphrase(words, others));
    const next = start(keychain);
    unwrap(await next.unlock(others));
    expect(holdsAll(next)).toBe(true);
    expect(await next.setSecondLock(words, null)).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    unwrap(await next.setSecondLock(others, null));
    expect(next.facts()).toMatchObject({ secondLock: false });
    expect(existsSync(file)).toBe(false);
    expect(holdsAll(start(keychain))).toBe(true);
  });

  it('does not go with a vault that a passphrase opens', async () => {
    const vault = vaultPlace().start();
    unwrap(await vault.unlock(words));
    expect(await vault.setSecondLock(null, others)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });
});

describe('a keychain that was locked', () => {
  it('is asked again without a new start, and opens what it sealed', async () => {
    const { start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    filled(start(keychain));
    keychain.isLocked = true;
    const vault = start(keychain);
    expect(vault.state()).toBe('locked');
    expect(await vault.askKeychain()).toMatchObject({ ok: false, error: { code: 'keychain-unavailable' } });
    keychain.isLocked = false;
    unwrap(await vault.askKeychain());
    expect(holdsAll(vault)).toBe(true);
    expect(await start().askKeychain()).toMatchObject({ ok: false, error: { code: 'not-offered' } });
  });
});

describe('a change of the passphrase', () => {
  it('needs the one that is right, and leaves the old one worthless', async () => {
    const { start } = vaultPlace();
    const vault = start();
    unwrap(await vault.unlock(words));
    filled(vault);
    expect(await vault.changePassphrase('wrong words', others)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    unwrap(await vault.changePassphrase(words, others));
    const next = start();
    expect(await next.unlock(words)).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    unwrap(await next.unlock(others));
    expect(holdsAll(next)).toBe(true);
  });

  it('makes the fourth wrong one in a row wait, wherever they were typed', async () => {
    const { clock, start } = vaultPlace();
    const vault = start();
    unwrap(await vault.unlock(words));
    const told: [string, number][] = [];
    vault.onWrongPassphrase((what, times) => void told.push([what, times]));
    await vault.unlock('wrong 1');
    await vault.checkPassphrase('wrong 2');
    await vault.changePassphrase('wrong 3', others);
    expect(told).toEqual([
      ['unlock', 1],
      ['check', 2],
      ['change of passphrase', 3],
    ]);
    expect(await vault.checkPassphrase(words)).toMatchObject({ error: { code: 'too-many-tries', waitMs: 2_000 } });
    clock.wind(2_000);
    expect(await vault.checkPassphrase(words)).toMatchObject({ ok: true });
  });
});

describe('a power cut while a lock file is written', () => {
  // Each try derives a key (some tenths of a second), so every byte is tried in the long run and a few places always.
  const isLong = process.env.PORTCULLIS_LONG !== undefined;

  it('leaves a vault that opens with the old passphrase or the new one', async () => {
    const { file, start } = vaultPlace();
    const vault = start();
    unwrap(await vault.unlock(words));
    filled(vault);
    const counted = cutAfter(Number.POSITIVE_INFINITY);
    const measured = start(null, counted);
    unwrap(await measured.unlock(words));
    unwrap(await measured.changePassphrase(words, words));
    const all = counted.used();
    const places = isLong ? Array.from({ length: all }, (_, at) => at) : [Math.floor(all / 2), all - 1];
    let now = words;
    for (const units of places) {
      const [from, to] = now === words ? [words, others] : [others, words];
      const cut = start(null, cutAfter(units));
      unwrap(await cut.unlock(from));
      expect((await cut.changePassphrase(from, to)).ok).toBe(false);
      const next = start();
      const isOld = (await next.unlock(from)).ok;
      expect(isOld || (await next.unlock(to)).ok, `after ${units}`).toBe(true);
      expect(holdsAll(next), `after ${units}`).toBe(true);
      now = isOld ? from : to;
    }
    expect(readFileSync(file).length).toBeGreaterThan(0);
  }, 600_000);

  it('leaves a vault that opens, whole, at every byte of a new master key and of a second lock', async () => {
    const { file, start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    filled(start(keychain));
    const counted = cutAfter(Number.POSITIVE_INFINITY);
    const measured = start(keychain, counted);
    unwrap(await measured.setSecondLock(null, words));
    unwrap(await measured.setSecondLock(words, null));
    const all = counted.used();
    const places = isLong ? Array.from({ length: all }, (_, at) => at) : [200, all - 4, all - 2];
    for (const units of places) {
      const cut = start(keychain, cutAfter(units));
      if ((await cut.setSecondLock(null, words)).ok) await cut.setSecondLock(words, null);
      expect(holdsAll(cut), `after ${units}, in this run`).toBe(true);
      const next = start(keychain);
      if (next.state() === 'locked') unwrap(await next.unlock(words));
      expect(holdsAll(next), `after ${units}`).toBe(true);
      unwrap(await next.setSecondLock(words, null));
      for (const left of [file, `${file}.next`]) if (existsSync(left)) fileSteps.remove(left);
    }
  }, 600_000);
});
