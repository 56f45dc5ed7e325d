import type { MaintenanceWindow } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';

/** The planned maintenance windows of an open console.db. Every method may answer `storage-failed`. */
export interface MaintenanceTable {
  /** Soonest first. */
  all(): Result<readonly MaintenanceWindow[]>;
  add(window: MaintenanceWindow): Result<void>;
  remove(windowId: string): Result<void>;
  /** Forgets those that began before. */
  forget(beforeMs: number): Result<void>;
}

/** The table of an open console.db. */
export function createMaintenanceTable(database: Database): MaintenanceTable {
  const select = database.prepare<
    [],
    MaintenanceWindow
  >(`SELECT window_id AS windowId, starts_at_ms AS startsAtMs, minutes, note
    FROM maintenance_windows ORDER BY starts_at_ms, window_id`);
  const insert = database.prepare(
    'INSERT INTO maintenance_windows (window_id, starts_at_ms, minutes, note) VALUES (@windowId, @startsAtMs, @minutes, @note)',
  );
  const removeOne = database.prepare('DELETE FROM maintenance_windows WHERE window_id = ?');
  const removeOld = database.prepare('DELETE FROM maintenance_windows WHERE starts_at_ms < ?');
  const done = (kept: Result<unknown>): Result<void> => (kept.ok ? ok(undefined) : kept);
  return {
    all: () => stored('the maintenance windows could not be read', () => select.all()),
    add: (window) => done(stored('a maintenance window could not be kept', () => insert.run(window))),
    remove: (windowId) => done(stored('a maintenance window could not be removed', () => removeOne.run(windowId))),
    forget: (beforeMs) => done(stored('maintenance windows could not be removed', () => removeOld.run(beforeMs))),
  };
}
