import type { BackupComponent, BackupRow, Backups } from '../../contract/shapes.ts';
import { conflict } from '../../domain/conflict.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { backupComponents } from './backup-components.ts';
import { notFound } from './backup-problems.ts';
import { ageDays, cannotKnow, lastVerified, unmetRules } from './backup-rules.ts';
import type { BackupsTable, StoredBackup } from './backups-table.ts';

/** The register as it reads now. Every method may answer `storage-failed`. */
export interface BackupRows {
  list(): Result<Backups>;
  /** `not-found`. */
  row(backupId: string): Result<BackupRow>;
  /** The kept backups of a set of recovery shares. */
  ofSet(setId: string): Result<readonly BackupRow[]>;
  /** `not-found`; `conflict` when it is retired. */
  kept(backupId: string): Result<StoredBackup>;
}

/** Rows with their age and the rules they do not meet, by the clock of now. */
export function createBackupRows(table: BackupsTable, clock: Pick<Clock, 'nowMs'>): BackupRows {
  const rowOf = (backup: StoredBackup, all: readonly StoredBackup[]): Result<BackupRow> => {
    const checks = table.checks(backup.backupId);
    if (!checks.ok) return checks;
    const { retiredAtMs, retiredReason, ...told } = backup;
    const nowMs = clock.nowMs();
    return ok({
      ...told,
      title: backupComponents[backup.component].title,
      isOpenedHere: backupComponents[backup.component].isOpenedHere,
      retired: retiredAtMs === null ? null : { atMs: retiredAtMs, reason: retiredReason ?? '' },
      lastCheck: checks.value.at(-1) ?? null,
      lastRehearsal: checks.value.findLast(({ by }) => by === 'rehearsed') ?? null,
      verifiedAtMs: lastVerified(checks.value)?.atMs ?? null,
      ageDays: ageDays(checks.value, nowMs),
      unmet: isKept(backup) ? [...unmetRules(backup, checks.value, all.filter(isKept), nowMs)] : [],
    });
  };

  const rowsWhere = (isAsked: (backup: StoredBackup) => boolean): Result<readonly BackupRow[]> => {
    const all = table.all();
    if (!all.ok) return all;
    const rows: BackupRow[] = [];
    for (const backup of all.value.filter(isAsked)) {
      const row = rowOf(backup, all.value);
      if (!row.ok) return row;
      rows.push(row.value);
    }
    return ok(rows);
  };

  return {
    list() {
      const rows = rowsWhere(() => true);
      if (!rows.ok) return rows;
      const kept = rows.value.filter(({ retired }) => retired === null);
      const components = Object.entries(backupComponents).map(([name, { expected, title }]) => ({
        component: name as BackupComponent,
        title,
        expected,
        kept: kept.filter(({ component }) => component === name).length,
      }));
      return ok({ rows: [...rows.value], components, cannotKnow });
    },
    row(backupId) {
      const rows = rowsWhere((backup) => backup.backupId === backupId);
      if (!rows.ok) return rows;
      const [row] = rows.value;
      return row === undefined ? notFound : ok(row);
    },
    ofSet: (setId) => rowsWhere((backup) => isKept(backup) && backup.setId === setId),
    kept(backupId) {
      const all = table.all();
      if (!all.ok) return all;
      const backup = all.value.find((one) => one.backupId === backupId);
      if (backup === undefined) return notFound;
      return isKept(backup) ? ok(backup) : conflict('this backup is retired');
    },
  };
}

/** Whether a backup still counts. */
export function isKept({ retiredAtMs }: StoredBackup): boolean {
  return retiredAtMs === null;
}
