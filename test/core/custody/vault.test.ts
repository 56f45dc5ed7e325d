import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVault, type Vault } from '../../../core/custody/vault.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const keychainKey = new Uint8Array(32).fill(3);
const secret = new TextEncoder().encode('canary-b7f1-secret');

interface Place {
  readonly folder: string;
  readonly database: Database;
  readonly file: string;
  /** The vault as a core started now would have it. */
  readonly start: (masterKey?: Uint8Array | null) => Vault;
}

function place(): Place {
  const folder = temporaryFolder();
  const database = unwrap(openDatabase(join(folder, 'console.db'), consoleMigrations));
  onTestFinished(() => void database.close());
  return {
    folder,
    database,
    file: join(folder, 'master-key.json'),
    start: (masterKey = null) => createVault({ database, folder, masterKey, ids: systemIds, clock: manualClock() }),
  };
}

describe('a vault opened by the keychain', () => {
  it('is open at once, also the next time, and gives back what was put in', () => {
    const { start } = place();
    const vault = start(keychainKey);
    expect(vault.state()).toBe('open');
    expect(vault.take('api-token')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    unwrap(vault.put('api-token', secret));
    expect(start(keychainKey).take('api-token')).toEqual({ ok: true, value: secret });
    unwrap(vault.put('api-token', new Uint8Array([1])));
    expect(unwrap(vault.take('api-token'))).toEqual(new Uint8Array([1]));
  });

  it('makes a secret once and then keeps giving that one', () => {
    const { start } = place();
    let made = 0;
    const make = () => {
      made += 1;
      return systemIds.bytes(32);
    };
    const first = unwrap(start(keychainKey).ensure('audit-mac-key', make));
    expect(unwrap(start(keychainKey).ensure('audit-mac-key', make))).toEqual(first);
    expect(made).toBe(1);
  });

  it('forgets what is removed, and says what it is without anything in it', () => {
    const { start } = place();
    const vault = start(keychainKey);
    unwrap(vault.put('api-token', secret));
    unwrap(vault.put('other', secret));
    unwrap(vault.remove('api-token'));
    unwrap(vault.remove('never there'));
    expect(vault.take('api-token')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(unwrap(vault.take('other'))).toEqual(secret);
    expect(vault.facts()).toMatchObject({ state: 'open', openedBy: 'keychain', secondLock: false, records: 1 });
    expect(start().remove('other')).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    expect(place().start().facts()).toMatchObject({ state: 'absent', openedBy: 'nothing', masterKeyMadeAtMs: null });
  });

  it('stays locked with a problem when the key is another, and overwrites nothing', () => {
    const { database, start } = place();
    unwrap(start(keychainKey).put('api-token', secret));
    const before = database.prepare('SELECT * FROM vault_records').all();
    const vault = start(new Uint8Array(32).fill(4));
    expect(vault.state()).toBe('locked');
    expect(vault.problem()).toMatch(/does not open/);
    for (const answer of [
      vault.put('api-token', secret),
      vault.take('api-token'),
      vault.ensure('api-token', () => secret),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    }
    expect(database.prepare('SELECT * FROM vault_records').all()).toEqual(before);
    expect(unwrap(start(keychainKey).take('api-token'))).toEqual(secret);
  });

  it('stays locked with a problem when the record that checks the key is gone', () => {
    const { database, start } = place();
    unwrap(start(keychainKey).put('api-token', secret));
    database.exec("DELETE FROM vault_records WHERE identity = 'master-key-check'");
    expect(start(new Uint8Array(32).fill(4)).state()).toBe('locked');
  });

  it('cannot be opened by a passphrase when the keychain is not at hand, and makes no second master key', async () => {
    const { file, start } = place();
    unwrap(start(keychainKey).put('api-token', secret));
    const vault = start();
    expect(vault.state()).toBe('locked');
    expect(await vault.unlock('anything')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await vault.checkPassphrase('anything')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(existsSync(file)).toBe(false);
  });

  it('throws for a master key of another length', () => {
    expect(() => place().start(new Uint8Array(16))).toThrow(/32 bytes/);
  });
});

describe('a vault opened by a passphrase', () => {
  it('is made by the first one, locked at the next start, and opened by the same one only', async () => {
    const { file, folder, start } = place();
    const first = start();
    expect(first.state()).toBe('absent');
    expect(await first.checkPassphrase('correct horse')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await first.unlock('correct horse')).toEqual({ ok: true, value: undefined });
    expect(first.state()).toBe('open');
    unwrap(first.put('api-token', secret));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('master'))).toEqual(['master-key.json']);

    const second = start();
    expect(second.state()).toBe('locked');
    expect(second.take('api-token')).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    expect(await second.unlock('wrong horse')).toEqual({
      ok: false,
      error: { code: 'wrong-passphrase', retry: 'safe' },
    });
    expect(second.state()).toBe('locked');
    expect(await second.checkPassphrase('correct horse')).toMatchObject({ ok: true });
    expect(second.state()).toBe('locked');
    expect(await second.unlock('correct horse')).toEqual({ ok: true, value: undefined });
    expect(unwrap(second.take('api-token'))).toEqual(secret);
    expect(await second.unlock('wrong horse')).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    expect(second.state()).toBe('open');
  });

  it('is made once when two ask at the same time', async () => {
    const { start } = place();
    const vault = start();
    const [one, two] = await Promise.all([vault.unlock('first'), vault.unlock('second')]);
    expect(one.ok).toBe(true);
    expect(two).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
  });

  it('takes the same text however the keyboard composed it', async () => {
    const { start } = place();
    await start().unlock('caf\u00e9');
    expect(await start().checkPassphrase('cafe\u0301')).toMatchObject({ ok: true });
  });

  it('stays locked and keeps the file when the file is damaged or asks for a cheaper derivation', async () => {
    const { file, start } = place();
    await start().unlock('correct horse');
    const text = readFileSync(file, 'utf8');
    const damages = ['', '{}', text.slice(0, 80), text.replace('"n":131072', '"n":2'), text.replace('"v":1', '"v":2')];
    for (const damaged of damages) {
      writeFileSync(file, damaged);
      const vault = start();
      expect(vault.state()).toBe('locked');
      expect(await vault.unlock('correct horse'), damaged).toMatchObject({
        ok: false,
        error: { code: 'storage-failed' },
      });
      expect(readFileSync(file, 'utf8')).toBe(damaged);
    }
  });
});

describe('sealed records', () => {
  it('do not open under another identity, nor when anything about them was changed', () => {
    const changes = [
      "UPDATE vault_records SET identity = 'audit-mac-key' WHERE identity = 'api-token'",
      "UPDATE vault_records SET format = 2 WHERE identity = 'api-token'",
      "UPDATE vault_records SET nonce = zeroblob(12) WHERE identity = 'api-token'",
      "UPDATE vault_records SET nonce = zeroblob(0) WHERE identity = 'api-token'",
      "UPDATE vault_records SET sealed = zeroblob(40) WHERE identity = 'api-token'",
      "UPDATE vault_records SET sealed = zeroblob(0) WHERE identity = 'api-token'",
    ];
    for (const change of changes) {
      const { database, start } = place();
      const vault = start(keychainKey);
      unwrap(vault.put('api-token', secret));
      database.exec(change);
      const identity = change.includes('SET identity') ? 'audit-mac-key' : 'api-token';
      expect(vault.take(identity), change).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
      expect(
        vault.ensure(identity, () => secret),
        change,
      ).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    }
  });

  it('use a fresh nonce each time, and show nothing of the secret on disk or in an error', () => {
    const { database, folder, start } = place();
    const vault = start(keychainKey);
    const nonces = new Set<string>();
    for (let time = 0; time < 50; time += 1) {
      unwrap(vault.put('api-token', secret));
      nonces.add(
        Buffer.from(
          database.prepare("SELECT nonce FROM vault_records WHERE identity = 'api-token'").pluck().get() as Buffer,
        ).toString('hex'),
      );
    }
    expect(nonces.size).toBe(50);
    database.exec("UPDATE vault_records SET identity = 'moved' WHERE identity = 'api-token'");
    expect(JSON.stringify(vault.take('moved'))).not.toContain('canary');
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('canary')).toBe(false);
  });

  it('that cannot be kept leave what was there, and say so', () => {
    const { database, start } = place();
    const vault = start(keychainKey);
    unwrap(vault.put('api-token', secret));
    database.pragma('query_only = ON');
    expect(vault.put('api-token', new Uint8Array(1))).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(unwrap(vault.take('api-token'))).toEqual(secret);
  });
});
