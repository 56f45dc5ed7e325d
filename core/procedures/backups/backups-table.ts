import type { BackupCheck, BackupComponent, BackupRow } from '../../contract/shapes.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Database } from '../../store/database.ts';
import { stored } from '../../store/stored.ts';

/** A backup as the register keeps it; times in milliseconds since the epoch. Nothing in it is secret. */
export interface StoredBackup {
  readonly backupId: string;
  readonly component: BackupComponent;
  readonly place: string;
  readonly encryption: string;
  readonly access: string;
  readonly twoPerson: BackupRow['twoPerson'];
  readonly geographicSplit: BackupRow['geographicSplit'];
  readonly digest: string | null;
  readonly setId: string | null;
  readonly recordedAtMs: number;
  readonly retiredAtMs: number | null;
  readonly retiredReason: string | null;
}

/** One check of a backup. */
export type StoredCheck = BackupCheck;

/** The backups of an open console.db. Every method may answer `storage-failed`. */
export interface BackupsTable {
  /** All of them, retired ones too, in the order they came. */
  all(): Result<readonly StoredBackup[]>;
  /** Keeps one, new or in place of itself, and a check of it where there was one: both or neither. */
  keep(backup: StoredBackup, check: StoredCheck | null): Result<void>;
  /** Adds the same check to several: all or none. */
  check(backupIds: readonly string[], check: StoredCheck): Result<void>;
  /** The checks of one, oldest first. */
  checks(backupId: string): Result<readonly StoredCheck[]>;
}

const columns: Readonly<Record<keyof StoredBackup, string>> = {
  backupId: 'backup_id',
  component: 'component',
  place: 'place',
  encryption: 'encryption',
  access: 'access',
  twoPerson: 'two_person',
  geographicSplit: 'geographic_split',
  digest: 'digest',
  setId: 'set_id',
  recordedAtMs: 'recorded_at_ms',
  retiredAtMs: 'retired_at_ms',
  retiredReason: 'retired_reason',
};

/** The table of an open console.db. */
export function createBackupsTable(database: Database): BackupsTable {
  const named = Object.entries(columns);
  const list = named.map(([name, column]) => `${column} AS ${name}`).join(', ');
  const selectAll = database.prepare<[], StoredBackup>(`SELECT ${list} FROM backups ORDER BY rowid`);
  const upsert = database.prepare(`INSERT INTO backups (${named.map(([, column]) => column).join(', ')})
    VALUES (${named.map(([name]) => `@${name}`).join(', ')})
    ON CONFLICT (backup_id) DO UPDATE SET ${named.map(([, column]) => `${column} = excluded.${column}`).join(', ')}`);
  const addCheck = database.prepare(
    'INSERT INTO backup_checks (backup_id, at_ms, by_what, result, text) VALUES (?, ?, ?, ?, ?)',
  );
  const selectChecks = database.prepare<[string], StoredCheck>(
    'SELECT at_ms AS atMs, by_what AS by, result, text FROM backup_checks WHERE backup_id = ? ORDER BY id',
  );
  const check = (backupId: string, { atMs, by, result, text }: StoredCheck): void => {
    addCheck.run(backupId, atMs, by, result, text);
  };
  const keep = database.transaction((backup: StoredBackup, made: StoredCheck | null): void => {
    upsert.run(backup);
    if (made !== null) check(backup.backupId, made);
  });
  const checkAll = database.transaction((backupIds: readonly string[], made: StoredCheck): void => {
    for (const backupId of backupIds) check(backupId, made);
  });
  const written = (work: () => void): Result<void> => {
    const done = stored('the backup register could not be written', work);
    return done.ok ? ok(undefined) : done;
  };
  return {
    all: () => stored('the backup register could not be read', () => selectAll.all()),
    keep: (backup, made) => written(() => keep.immediate(backup, made)),
    check: (backupIds, made) => written(() => checkAll.immediate(backupIds, made)),
    checks: (backupId) => stored('the backup register could not be read', () => selectChecks.all(backupId)),
  };
}
