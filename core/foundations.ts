import { dirname, join, resolve } from 'node:path';
import { type Audit, openAudit } from './audit/audit.ts';
import { createVault, type Vault } from './custody/vault.ts';
import { ok, type Result } from './domain/result.ts';
import { createHalt, type HaltControl } from './halt/halt.ts';
import { headFileFor } from './head-file.ts';
import type { Ports } from './ports.ts';
import { loadSettings, type Settings } from './settings/settings.ts';
import { consoleMigrations } from './store/console-migrations.ts';
import { type Database, openDatabase } from './store/database.ts';
import { lockFolder } from './store/folder-lock.ts';
import { createLiveStore, type LiveStore } from './trading/live-store.ts';

/** What everything else stands on, open. */
export interface Foundations {
  readonly settings: Settings;
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly halt: HaltControl;
  /** live.db, where real money is kept account of; not made before it is taken. */
  readonly liveStore: LiveStore;
  close(): void;
}

/** The vault record that holds the key of the audit trail's seals. */
export const auditKeyIdentity = 'audit-mac-key';
const keyBytes = 32;

/**
 * Claims the data folder and opens settings, console.db, vault, audit trail and halt, in that order. `already-running` when another
 * core holds the folder; `storage-failed` when a database cannot be opened.
 */
export function openFoundations(
  ports: Ports,
  options: { readonly dataFolder: string; readonly environment: Readonly<Record<string, string | undefined>> },
): Result<Foundations> {
  const { clock, ids, log } = ports;
  const { dataFolder, environment } = options;
  const unlock = lockFolder(dataFolder);
  if (!unlock.ok) return unlock;
  const settings = loadSettings({ environment, dataFolder });
  const database = openDatabase(join(dataFolder, 'console.db'), consoleMigrations);
  if (!database.ok) {
    unlock.value();
    return database;
  }
  const { keychain, masterKey } = ports;
  const vault = createVault({ database: database.value, ids, clock, folder: dataFolder, masterKey, keychain });
  const file = auditFile(settings, dataFolder);
  const unlockAudit = dirname(file) === resolve(dataFolder) ? ok(() => undefined) : lockFolder(dirname(file));
  if (!unlockAudit.ok) {
    database.value.close();
    unlock.value();
    return unlockAudit;
  }
  const vaultProblem = vault.problem();
  if (vaultProblem !== null) log.warn('the vault stays locked', { why: vaultProblem });
  const audit = openAudit({
    file,
    clock,
    ids,
    log,
    key: auditKey(vault, ports),
    headFile: headFileFor(dataFolder, environment, settings.values.PORTCULLIS_HEAD_DIR),
    emergencyFile: join(dataFolder, 'audit-emergency.jsonl'),
  });
  if (!audit.ok) {
    database.value.close();
    unlockAudit.value();
    unlock.value();
    return audit;
  }
  const halt = createHalt({ database: database.value, audit: audit.value, clock, log });
  return ok({
    settings,
    database: database.value,
    vault,
    audit: audit.value,
    halt,
    liveStore: createLiveStore(dataFolder),
    close() {
      audit.value.close();
      database.value.close();
      unlockAudit.value();
      unlock.value();
    },
  });
}

/** The key of the audit trail's seals out of the open vault, made on first use; null while the vault is not open. */
export function auditKey(vault: Vault, ports: Pick<Ports, 'ids'>): Uint8Array | null {
  if (vault.state() !== 'open') return null;
  const key = vault.ensure(auditKeyIdentity, () => ports.ids.bytes(keyBytes));
  return key.ok ? key.value : null;
}

function auditFile(settings: Settings, dataFolder: string): string {
  const path = settings.values.AUDIT_DB_PATH ?? 'audit.db';
  return resolve(dataFolder, path);
}
