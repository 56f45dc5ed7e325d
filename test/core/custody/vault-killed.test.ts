import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createVault } from '../../../core/custody/vault.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { plainKeychain } from './dying-vault.ts';

const program = fileURLToPath(new URL('dying-vault.ts', import.meta.url));
const records = 40;
const plain = new Uint8Array(3_000).fill(7);

/** Runs a change of the master key in a process of its own that dies after `units` steps; how it ended and what it said. */
function change(folder: string, units: number): Promise<{ readonly signal: string | null; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, folder, String(units)], (error, stdout, stderr) =>
      resolve({ signal: error?.signal ?? null, said: `${stdout}${error?.signal == null ? stderr : ''}` }),
    );
  });
}

/** A new start on the folder: whether the vault opens and every record in it too, under one key. */
async function opensWhole(folder: string): Promise<boolean> {
  const database = unwrap(openDatabase(join(folder, 'console.db'), consoleMigrations));
  const { current, host, staged } = plainKeychain(folder);
  const vault = createVault({
    database,
    folder,
    ids: systemIds,
    clock: systemClock,
    masterKey: current,
    keychain: { staged, host },
  });
  const isWhole =
    vault.state() === 'open' &&
    Array.from({ length: records }, (_, at) => vault.take(`record-${at}`)).every(
      (taken) => taken.ok && Buffer.from(taken.value).equals(plain),
    );
  await new Promise((resolve) => setImmediate(resolve));
  database.close();
  return isWhole;
}

describe('a process that is killed while it seals everything anew', () => {
  it('leaves a vault that opens whole, with the old key or with the new one', async () => {
    const folder = temporaryFolder();
    const database = unwrap(openDatabase(join(folder, 'console.db'), consoleMigrations));
    const { current, host } = plainKeychain(folder);
    const given = { database, folder, ids: systemIds, clock: systemClock, masterKey: current };
    const vault = createVault({ ...given, keychain: { staged: null, host } });
    for (let at = 0; at < records; at += 1) unwrap(vault.put(`record-${at}`, plain));
    database.close();

    const plenty = 1_000;
    const whole = await change(folder, plenty);
    expect(whole.said).toMatch(/^changed \d+$/);
    const steps = plenty - Number(whole.said.slice('changed '.length));
    // The key, the two of staging, one for each record and the check, the two of settling.
    expect(steps).toBe(records + 6);
    const some = [0, 1, 2, 3, Math.floor(steps / 2), steps - 3, steps - 2, steps - 1];
    const places = process.env.PORTCULLIS_LONG === undefined ? some : Array.from({ length: steps }, (_, at) => at);
    const leftStaged: number[] = [];
    for (const units of places) {
      const { signal } = await change(folder, units);
      expect(signal, `after ${units}`).toBe('SIGKILL');
      if (existsSync(join(folder, 'plain-key.next'))) leftStaged.push(units);
      expect(await opensWhole(folder), `after ${units}`).toBe(true);
      expect(existsSync(join(folder, 'plain-key.next')), `settled after ${units}`).toBe(false);
    }
    expect(leftStaged.length).toBeGreaterThan(3);
  }, 600_000);
});
