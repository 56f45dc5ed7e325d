import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemIds } from '../../../core/node-ports.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { filled, holdsAll, others, words } from './filled-vault.ts';
import { quickScrypt } from './quick-scrypt.ts';
import { secret, vaultPlace } from './vault-place.ts';

quickScrypt();

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
