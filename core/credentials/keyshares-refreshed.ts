import { createHash } from 'node:crypto';
import type { CredentialsTable } from '../custody/credentials-table.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed } from '../store/stored.ts';
import type { CredentialLedger } from './credential-ledger.ts';

/** Where the keyshare of a party is found. */
export const keyshareSlot = (party: 0 | 1): string => `mpc-share-${party}`;

/**
 * Writes at both keyshares that they were refreshed now, with the mark of each one's point where it is known; not at one of which that
 * was written at `sinceMs` or later. `storage-failed` where it cannot be kept.
 */
export function keysharesRefreshed(
  { ledger, table }: { readonly ledger: Pick<CredentialLedger, 'rotated'>; readonly table: CredentialsTable },
  sharePoints: readonly [string, string] | null,
  sinceMs: number,
  actor: string,
): Result<void> {
  const ofBefore = (): Result<readonly (0 | 1)[]> => {
    const all = table.all();
    if (!all.ok) return all;
    const isOld = (party: 0 | 1): boolean =>
      all.value.some(({ lastRotatedAtMs, slot }) => slot === keyshareSlot(party) && (lastRotatedAtMs ?? -1) < sinceMs);
    return ok(([0, 1] as const).filter(isOld));
  };
  const before = ofBefore();
  if (!before.ok) return before;
  for (const party of before.value) {
    ledger.rotated(keyshareSlot(party), sharePoints === null ? null : markOf(sharePoints[party]), actor);
  }
  const after = ofBefore();
  if (!after.ok) return after;
  return after.value.length === 0 ? ok(undefined) : err(storageFailed('the refresh of a keyshare could not be kept'));
}

/** A short mark of a share by its point, which says nothing of the share. */
function markOf(point: string): string {
  return createHash('sha256').update(point).digest('hex').slice(0, 16);
}
