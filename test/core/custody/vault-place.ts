import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createVault, type Vault } from '../../../core/custody/vault.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import type { FileSteps } from '../../../core/store/whole-file.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import type { FakeKeychain } from './fake-keychain.ts';

/** A data folder, and the vaults that cores started on it one after the other would have. */
export interface VaultPlace {
  readonly folder: string;
  readonly database: Database;
  readonly file: string;
  readonly clock: ManualClock;
  /** `keychain` null is a start without one. */
  readonly start: (keychain?: FakeKeychain | null, steps?: FileSteps) => Vault;
}

/** An empty one. */
export function vaultPlace(): VaultPlace {
  const folder = temporaryFolder();
  const database = unwrap(openDatabase(join(folder, 'console.db'), consoleMigrations));
  onTestFinished(() => void database.close());
  const clock = manualClock();
  return {
    folder,
    database,
    file: join(folder, 'master-key.json'),
    clock,
    start(keychain = null, steps) {
      const base = { database, folder, ids: systemIds, clock, ...(steps === undefined ? {} : { steps }) };
      if (keychain === null) return createVault({ ...base, masterKey: null });
      const { host, isLocked, keys } = keychain;
      const { current, staged } = keys;
      return createVault({
        ...base,
        masterKey: isLocked ? null : current,
        keychain: { staged: isLocked ? null : staged, host },
      });
    },
  };
}

/** Bytes of a secret that can be looked for. */
export const secret = new TextEncoder().encode('canary-b7f1-secret');
