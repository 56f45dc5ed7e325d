import type { Database } from '../store/database.ts';
import { type Mac, sealOf } from './chain-format.ts';

/** How far back a seal that was taken away is looked for, in rows. */
const searchedRows = 100_000;

/**
 * The newest row from `fromId` to `toId` (both included) that carries a mac; 0 when there is none. It looks at every row behind that one,
 * so a search that is known to end in vain should be bounded.
 */
export function lastSealedId(database: Database, toId: number, fromId = 1): number {
  const select = database.prepare<[number, number], number>(
    'SELECT id FROM events WHERE id BETWEEN ? AND ? AND mac IS NOT NULL ORDER BY id DESC LIMIT 1',
  );
  return select.pluck().get(fromId, toId) ?? 0;
}

/** A row that carries a mac. */
export interface SealedRow {
  readonly v: number;
  readonly id: number;
  readonly hash: string;
  readonly mac: string;
}

/** What the key says of a seal: that it made it, that it made it when there was one more before it, or that another one did. */
export type SealVerdict =
  | { readonly kind: 'ours' }
  | { readonly kind: 'one-missing'; readonly missingId: number }
  | { readonly kind: 'foreign' };

/** Judges the seal of a row; `previousSealedId` is the newest row before it that carries a mac, 0 when there is none. */
export function judgeSeal(mac: Mac, row: SealedRow, previousSealedId: number): SealVerdict {
  const fits = (previousId: number): boolean => sealOf(mac, row.v, row.hash, previousId) === row.mac;
  if (fits(previousSealedId)) return { kind: 'ours' };
  if (row.v === 1) return { kind: 'foreign' };
  const oldestId = Math.max(previousSealedId + 1, row.id - searchedRows);
  for (let missingId = row.id - 1; missingId >= oldestId; missingId -= 1) {
    if (fits(missingId)) return { kind: 'one-missing', missingId };
  }
  return { kind: 'foreign' };
}
