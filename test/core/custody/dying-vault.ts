import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVault } from '../../../core/custody/vault.ts';
import { ok } from '../../../core/domain/result.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import type { HostKeychain } from '../../../core/ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { writeWhole } from '../../../core/store/whole-file.ts';

/** A keychain of plain files in `folder`, for a process that is killed. */
export function plainKeychain(folder: string): { current: Uint8Array; staged: Uint8Array | null; host: HostKeychain } {
  const file = join(folder, 'plain-key');
  const next = `${file}.next`;
  if (!existsSync(file)) writeFileSync(file, systemIds.bytes(32));
  const read = () => ({
    current: new Uint8Array(readFileSync(file)),
    staged: existsSync(next) ? new Uint8Array(readFileSync(next)) : null,
  });
  const host: HostKeychain = {
    read: async () => ok(read()),
    async stage(key) {
      writeWhole(next, key);
      return ok(undefined);
    },
    async settle(counts) {
      if (existsSync(next)) counts === 'new' ? renameSync(next, file) : rmSync(next);
      return ok(undefined);
    },
  };
  return { ...read(), host };
}

// Run as a program: a vault that gets a new master key in a process that kills itself hard after so many steps of that change.
const [, program, folder = '', units] = process.argv;
if (program?.endsWith('dying-vault.ts') === true && units !== undefined) {
  let left = Number(units);
  const spend = (): void => {
    left -= 1;
    if (left < 0) process.kill(process.pid, 'SIGKILL');
  };
  const database = openDatabase(join(folder, 'console.db'), consoleMigrations);
  if (!database.ok) throw new Error(database.error.code);
  const { current, host, staged } = plainKeychain(folder);
  let isChanging = false;
  // Every record's nonce is drawn while the transaction runs; the keychain is asked before and after it.
  const ids = {
    next: systemIds.next,
    bytes(length: number) {
      if (isChanging) spend();
      return systemIds.bytes(length);
    },
  };
  const dying: HostKeychain = {
    read: host.read,
    async stage(key) {
      spend();
      const done = await host.stage(key);
      spend();
      return done;
    },
    async settle(counts) {
      if (isChanging) spend();
      const done = await host.settle(counts);
      if (isChanging) spend();
      return done;
    },
  };
  const vault = createVault({
    database: database.value,
    folder,
    ids,
    clock: systemClock,
    masterKey: current,
    keychain: { staged, host: dying },
  });
  if (vault.state() !== 'open') throw new Error('the vault does not open');
  // What the opening had to settle is over by then.
  await new Promise((resolve) => setImmediate(resolve));
  isChanging = true;
  const changed = await vault.changeMasterKey();
  process.stdout.write(changed.ok ? `changed ${left}` : `failed ${JSON.stringify(changed.error)}`);
  database.value.close();
}
