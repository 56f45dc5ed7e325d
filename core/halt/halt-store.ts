import * as z from 'zod';
import { HaltReason } from '../contract/schemas/system.ts';
import { haltStates } from '../domain/errors.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { storageFailed, stored } from '../store/stored.ts';

/** What survives a restart. `sinceMs` is when trading stopped being active, null while it is. */
export const StoredHalt = z.strictObject({
  state: z.enum(haltStates),
  sinceMs: z.number().int().nonnegative().nullable(),
  reasons: z.array(HaltReason),
});
/** See the shape of the same name. */
export type StoredHalt = z.output<typeof StoredHalt>;

/** Where the halt control is kept. */
export interface HaltStore {
  /** What was kept; `storage-failed` when it cannot be read or is not what was once written. */
  read(): Result<StoredHalt>;
  /** Replaces it; `storage-failed` leaves what was there. */
  write(halt: StoredHalt): Result<void>;
}

/** The store in an open console.db; null stands for one that could not be opened, and fails at everything. */
export function createHaltStore(database: Database | null): HaltStore {
  if (database === null) {
    const failed = err(storageFailed('the halt state has no store'));
    return { read: () => failed, write: () => failed };
  }
  return {
    read() {
      const row = stored('the halt state could not be read', () =>
        database
          .prepare<[], Record<string, unknown>>('SELECT state, since_ms AS sinceMs, reasons FROM halt WHERE only = 1')
          .get(),
      );
      if (!row.ok) return row;
      const parsed = StoredHalt.safeParse({
        ...row.value,
        reasons: jsonOf(row.value?.reasons),
      });
      return parsed.success ? ok(parsed.data) : err(storageFailed('the halt state is not what was written'));
    },
    write(halt) {
      const written = stored('the halt state could not be kept', () =>
        database
          .prepare('UPDATE halt SET state = ?, since_ms = ?, reasons = ? WHERE only = 1')
          .run(halt.state, halt.sinceMs, JSON.stringify(halt.reasons)),
      );
      if (!written.ok) return written;
      return written.value.changes === 1 ? ok(undefined) : err(storageFailed('the halt state has no row'));
    },
  };
}

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
