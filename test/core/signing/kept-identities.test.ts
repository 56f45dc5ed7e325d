import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVault, type Vault } from '../../../core/custody/vault.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { openKeptIdentities } from '../../../core/signing/kept-identities.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { testAuthority } from '../../tls/certificates.ts';

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-identities-'));
  const opened = openDatabase(join(folder, 'console.db'), consoleMigrations);
  if (!opened.ok) throw new Error(opened.error.code);
  const database = opened.value;
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const vault = (masterKey: Uint8Array | null): Vault =>
    createVault({ database, folder, masterKey, ids: systemIds, clock: systemClock });
  return { database, folder, vault };
}
const identities = (database: Database, vault: Vault) => openKeptIdentities(database, vault, systemClock);
const key = new Uint8Array(32).fill(3);

describe('certificates of a signing service in the vault', () => {
  it('come back as they were kept, each for its own service, and lie nowhere in the open', () => {
    const { database, folder, vault } = place();
    const client = testAuthority('kept').issue({ name: 'client', hosts: ['127.0.0.1'] });
    const kept = identities(database, vault(key));
    const identity = { cert: client.cert, key: client.key, ca: undefined, pins: ['a'.repeat(64)] };
    expect(kept.take('remote')).toEqual({ ok: true, value: null });
    expect(kept.keep('remote', identity)).toMatchObject({ ok: true });
    expect(kept.take('remote')).toEqual({ ok: true, value: identity });
    expect(kept.take('mpc-0')).toEqual({ ok: true, value: null });
    database.pragma('wal_checkpoint(TRUNCATE)');
    const line = client.key.split('\n')[1] ?? '';
    expect(line.length).toBeGreaterThan(40);
    expect(readFileSync(join(folder, 'console.db')).includes(line)).toBe(false);
  });

  it('are not passed over while the vault is locked: a service that has one cannot be used without', () => {
    const { database, vault } = place();
    const pins = ['b'.repeat(64)];
    expect(identities(database, vault(key)).keep('mpc-1', { pins })).toMatchObject({ ok: true });
    const locked = identities(database, vault(null));
    expect(locked.take('mpc-1')).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    expect(locked.take('remote')).toEqual({ ok: true, value: null });
    expect(locked.keep('remote', { pins })).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
  });
});
