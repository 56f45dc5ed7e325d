import * as z from 'zod';
import type { Database } from '../store/database.ts';
import { retentionEventType } from './retention.ts';

/** What the row says that is written before a retention pass: which rows it may clear, by what time, and how many are due. */
export const PassBody = z.strictObject({
  confirmedNow: z.string(),
  toId: z.number().int().positive(),
  rows: z.number().int().nonnegative(),
  oldest: z.string(),
  newest: z.string(),
  byPerson: z.boolean(),
});

/** What version 1 wrote before a pass; each was made with the person, over every row before it, by a time not after this machine's. */
const PassBodyV1 = z.strictObject({
  rows: z.number().int().nonnegative(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  needsPerson: z.boolean(),
});

/** A retention pass as the chain records it; `id` is its row. */
export type RecordedPass = { readonly id: number } & z.output<typeof PassBody>;

/** Tells a body that a retention pass has cleared from one that was taken away. */
export interface ClearedBodies {
  /** Whether a pass that is recorded after row `id` had the right to clear it. Throws what SQLite throws. */
  wasCleared(id: number, retainUntil: string | null): boolean;
}

/** The passes of an open audit.db; one that begins later is noticed. */
export function createClearedBodies(database: Database): ClearedBodies {
  let passes: readonly RecordedPass[] | null = null;
  const covered = (id: number, retainUntil: string): boolean =>
    passes?.some((pass) => pass.id > id && pass.toId >= id && pass.confirmedNow >= retainUntil) ?? false;
  return {
    wasCleared(id, retainUntil) {
      if (retainUntil === null) return false;
      if (covered(id, retainUntil)) return true;
      passes = recordedPasses(database);
      return covered(id, retainUntil);
    },
  };
}

/** Every pass that the chain records, oldest first. Throws what SQLite throws. */
export function recordedPasses(database: Database): readonly RecordedPass[] {
  const rows = database
    .prepare<[string], PassRow>(
      "SELECT v, id, timestamp, body FROM events WHERE event_type = ? AND status = 'requested' ORDER BY id",
    )
    .all(retentionEventType);
  return rows.flatMap((row) => passOf(row) ?? []);
}

interface PassRow {
  readonly v: number;
  readonly id: number;
  readonly timestamp: string;
  readonly body: string | null;
}

function passOf({ body, id, timestamp, v }: PassRow): RecordedPass | null {
  try {
    const said: unknown = JSON.parse(body ?? 'null');
    if (v > 1) return { id, ...PassBody.parse(said) };
    const { newest, oldest, rows } = PassBodyV1.parse(said);
    return {
      id,
      confirmedNow: timestamp,
      toId: id - 1,
      rows,
      oldest: oldest ?? '',
      newest: newest ?? '',
      byPerson: true,
    };
  } catch {
    return null;
  }
}
