import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemIds } from '../../../core/node-ports.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { filled, holdsAll, words } from './filled-vault.ts';
import { quickScrypt } from './quick-scrypt.ts';
import { secret, vaultPlace } from './vault-place.ts';

quickScrypt();

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
