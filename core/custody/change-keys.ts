import type { Evidence } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { utcDay } from '../domain/utc-day.ts';
import type { Clock } from '../ports.ts';
import type { CredentialsTable, StoredCredential } from './credentials-table.ts';
import { longestDays, specDays } from './intervals.ts';
import type { KeptKeys } from './kept-keys.ts';

/** What changing a kept credential stands on. */
export interface ChangeParts {
  readonly table: CredentialsTable;
  readonly kept: KeptKeys;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/**
 * Whether a kept key that is used now takes the place of another; with none in its place it is only taken into use. `storage-failed`.
 */
export function takesAPlace({ table }: Pick<ChangeParts, 'table'>, credential: StoredCredential): Result<boolean> {
  const before = placeTakenBy(table, credential);
  return before.ok ? ok(before.value !== null) : before;
}

/** Makes a kept key the one of its exchange; the one before it stands by. `conflict` for one that cannot be used; `storage-failed`. */
export function useKey({ clock, table }: ChangeParts, credential: StoredCredential): Result<StoredCredential> {
  const refused = notInVault(credential);
  if (refused !== null) return refused;
  if (credential.state === 'active') return ok(credential);
  const found = placeTakenBy(table, credential);
  if (!found.ok) return found;
  const atMs = clock.nowMs();
  const before = found.value;
  const used: StoredCredential = {
    ...credential,
    state: 'active',
    lastRotatedAtMs: before === null ? credential.lastRotatedAtMs : atMs,
  };
  const told = (what: string, text: string): readonly Evidence[] => [{ atMs, what, text }];
  // The old one first: only one may be in use.
  const written = table.keepAll([
    ...(before === null
      ? []
      : [
          [{ ...before, state: 'standby' as const }, told('rotated', `'${credential.label}' took its place.`)] as const,
        ]),
    [
      used,
      told(
        before === null ? 'used' : 'rotated',
        before === null ? 'Taken into use.' : `It took the place of '${before.label}'.`,
      ),
    ],
  ]);
  return written.ok ? ok(used) : written;
}

/**
 * Wipes a kept key and says so in its row, both or neither. `conflict` for one that is not in the vault; `vault-locked`,
 * `storage-failed`.
 */
export function retireKey(
  { clock, kept, table }: ChangeParts,
  credential: StoredCredential,
  reason: string,
): Result<StoredCredential> {
  const refused = notInVault(credential);
  if (refused !== null) return refused;
  const retired: StoredCredential = { ...credential, state: 'retired' };
  return table.together(() => {
    const why = reason.replace(/[.\s]+$/, '');
    const text = `Wiped from the vault: ${why}. Revoke it at its exchange, too.`;
    const written = table.keep(retired, [{ atMs: clock.nowMs(), what: 'retired', text }]);
    if (!written.ok) return written;
    const removed = kept.remove(credential.credentialId);
    return removed.ok ? ok(retired) : removed;
  });
}

/** Keeps what a person said of a key. `conflict` for a credential that is no key of an exchange, or a day that is yet to come. */
export function attestKey(
  { clock, table }: ChangeParts,
  credential: StoredCredential,
  said: { readonly ipRestricted: boolean; readonly createdAtMs: number | null },
): Result<StoredCredential> {
  if (credential.kind !== 'cex-key') return conflict('only a key of an exchange can be attested');
  const atMs = clock.nowMs();
  if (said.createdAtMs !== null && said.createdAtMs > atMs) return conflict('the day it was created is yet to come');
  const attested: StoredCredential = {
    ...credential,
    createdAtMs: credential.createdAtMs ?? said.createdAtMs,
    attested: JSON.stringify({ atMs, ...said }),
  };
  const ip = said.ipRestricted ? 'it is bound to IP addresses' : 'it is not bound to IP addresses';
  const made = said.createdAtMs === null ? '' : `, created on ${utcDay(said.createdAtMs)}`;
  const written = table.keep(attested, [{ atMs, what: 'attested', text: `You said: ${ip}${made}.` }]);
  return written.ok ? ok(attested) : written;
}

/**
 * Sets after how many days a credential is to be rotated. Without a reason only sooner: `conflict` for an interval above the one that is
 * set or above CUSTODY.md's. With one at most `longestDays`: `conflict` above.
 */
export function changeInterval(
  { clock, table }: Pick<ChangeParts, 'clock' | 'table'>,
  credential: StoredCredential,
  days: number,
  reason: string | null,
): Result<StoredCredential> {
  const spec = specDays[credential.kind];
  if (reason === null && (days > spec || days > credential.intervalDays)) {
    return conflict(
      `without a reason it can only be rotated sooner than every ${Math.min(spec, credential.intervalDays)} days`,
    );
  }
  const longest = longestDays(credential.kind);
  if (days > longest) return conflict(`whatever the reason, it is to be rotated at least every ${longest} days`);
  const next: StoredCredential = { ...credential, intervalDays: days, intervalReason: days > spec ? reason : null };
  const why = reason === null ? '' : `: ${reason}`;
  const text = `To be rotated every ${days} days, not ${credential.intervalDays}${why}`;
  const written = table.keep(next, [{ atMs: clock.nowMs(), what: 'interval', text }]);
  return written.ok ? ok(next) : written;
}

/** The key in use whose place a kept key would take; null where there is none, or it is the one in use. */
function placeTakenBy(table: CredentialsTable, credential: StoredCredential): Result<StoredCredential | null> {
  const all = table.all();
  if (!all.ok) return all;
  const inUse = all.value.find(
    ({ kind, place, state, subject }) =>
      kind === 'cex-key' && place === 'vault' && state === 'active' && subject === credential.subject,
  );
  return ok(inUse?.credentialId === credential.credentialId ? null : (inUse ?? null));
}

function notInVault({ place, state, kind }: StoredCredential): Result<never> | null {
  if (kind !== 'cex-key' || place !== 'vault') return conflict('only a key that the vault keeps can be changed here');
  return state === 'retired' ? conflict('this key was wiped') : null;
}
