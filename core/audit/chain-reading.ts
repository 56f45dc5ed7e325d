import type { Database } from '../store/database.ts';
import { systemCode } from '../store/stored.ts';
import { type ChainHead, genesisHash } from './chain-format.ts';
import { headAt } from './chain-walk.ts';

/** What `work` finds wrong; that rows cannot be read is wrong as well. */
export function readable(afterId: number, work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    return unreadable(error, afterId);
  }
}

/** What is wrong when reading fails after row `afterId`. Throws what is a bug. */
export function unreadable(error: unknown, afterId: number): string {
  const code = systemCode(error);
  if (code === null) throw error;
  return `the rows after ${afterId} cannot be read (${code})`;
}

/** Where a walk from `fromId` starts: at the row before it, or where its first row says it is linked when that row is gone. */
export function startOf(database: Database, fromId: number): ChainHead {
  const before = headAt(database, fromId - 1);
  if (before !== null) return before;
  const linked = database
    .prepare<[number], string>('SELECT prev_hash FROM events WHERE id >= ? ORDER BY id LIMIT 1')
    .pluck()
    .get(fromId);
  return { id: fromId - 1, hash: linked ?? genesisHash };
}
