import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../domain/result.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { tradingMigrations } from './migrations.ts';
import { createReservations, type Reservations } from './reservations.ts';

/** live.db, open: one for all exchanges, so that the rolling windows of the policy count real money wherever it moves. */
export interface OpenLiveStore {
  readonly database: Database;
  readonly reservations: Reservations;
}

/** live.db, which is open only while somebody has taken it: while armed, and while orders of before are settled. */
export interface LiveStore {
  /** Whether there is one: before the first live order there is none. */
  exists(): boolean;
  /** Opens it, or gives the one that is open. `storage-failed`. */
  take(): Result<OpenLiveStore>;
  /** Given back as often as it was taken it is closed. */
  giveBack(): void;
}

/** The live.db of a data folder; it is not made before it is taken. */
export function createLiveStore(dataFolder: string): LiveStore {
  const file = join(dataFolder, 'live.db');
  let open: OpenLiveStore | null = null;
  let takers = 0;
  return {
    exists: () => existsSync(file),
    take() {
      if (open === null) {
        const database = openDatabase(file, tradingMigrations);
        if (!database.ok) return database;
        open = { database: database.value, reservations: createReservations(database.value) };
      }
      takers += 1;
      return ok(open);
    },
    giveBack() {
      takers -= 1;
      if (takers > 0) return;
      open?.database.close();
      open = null;
    },
  };
}
