import type { CredentialKind, CredentialRow } from '../contract/shapes.ts';

/** The kinds by which orders and transactions leave: keys of exchanges, and all that a signer stands on. */
const keysAndSigners: ReadonlySet<CredentialKind> = new Set([
  'cex-key',
  'keystore-password',
  'remote-tls',
  'mpc-keyshare',
]);

/**
 * The credentials that keep live trading from beginning: keys of exchanges and of signers that are in use and overdue at `nowMs`. A snooze
 * changes nothing of it; only a rotation, or a later date given with a reason, does.
 */
export function blocksGoingLive<Row extends Pick<CredentialRow, 'kind' | 'state' | 'dueAtMs'>>(
  rows: readonly Row[],
  nowMs: number,
): readonly Row[] {
  return rows.filter(
    ({ dueAtMs, kind, state }) =>
      state === 'active' && keysAndSigners.has(kind) && dueAtMs !== null && dueAtMs <= nowMs,
  );
}
