import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createVault } from '../../core/custody/vault.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { consoleMigrations } from '../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../core/store/database.ts';

const records = 50;
const openings = 200;
const passphraseOpenings = 5;
const passphrase = 'published test words';

/** What opening a vault of 50 records and taking one takes: the key at hand, as from a keychain; and by a passphrase, made slow on purpose. */
export async function measureVault(folder: string) {
  const keychain = await withKeychain(join(folder, 'keychain'));
  const typed = await withPassphrase(join(folder, 'passphrase'));
  return {
    open: { what: `key at hand, ${records} records; ${openings} times`, p50: middle(keychain), goal: { p50: 5 } },
    openByPassphrase: { what: `scrypt N=2^17; ${passphraseOpenings} times`, p50: middle(typed), goal: { p50: 1_000 } },
  };
}

async function withKeychain(folder: string): Promise<readonly number[]> {
  const database = open(folder);
  const start = (masterKey: Uint8Array | null) =>
    createVault({ database, folder, ids: systemIds, clock: systemClock, masterKey });
  const masterKey = systemIds.bytes(32);
  const vault = start(masterKey);
  for (let at = 0; at < records; at += 1) must(vault.put(`record-${at}`, systemIds.bytes(200)).ok);
  const tookMs: number[] = [];
  for (let time = 0; time < openings; time += 1) {
    const startedMs = performance.now();
    must(start(masterKey).take('record-7').ok);
    tookMs.push(performance.now() - startedMs);
  }
  database.close();
  return tookMs;
}

async function withPassphrase(folder: string): Promise<readonly number[]> {
  const database = open(folder);
  const start = () => createVault({ database, folder, ids: systemIds, clock: systemClock, masterKey: null });
  const first = start();
  must((await first.unlock(passphrase)).ok);
  for (let at = 0; at < records; at += 1) must(first.put(`record-${at}`, systemIds.bytes(200)).ok);
  const tookMs: number[] = [];
  for (let time = 0; time < passphraseOpenings; time += 1) {
    const vault = start();
    const startedMs = performance.now();
    must((await vault.unlock(passphrase)).ok && vault.take('record-7').ok);
    tookMs.push(performance.now() - startedMs);
  }
  database.close();
  return tookMs;
}

function open(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const opened = openDatabase(join(folder, 'console.db'), consoleMigrations);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

function must(isSo: boolean): void {
  if (!isSo) throw new Error('the vault did not do what it was asked');
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(100 * (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)) / 100;
}
