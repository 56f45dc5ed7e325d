import type { CredentialKind, CredentialRow } from '../contract/shapes.ts';
import type { StoredCredential } from './credentials-table.ts';

/** CUSTODY.md's "Rotation Schedule", in days. Its JWT secrets are our API token. */
export const specDays: Readonly<Record<CredentialKind, number>> = {
  'cex-key': 90,
  'keystore-password': 180,
  'remote-tls': 365,
  'mpc-keyshare': 180,
  'api-token': 90,
  'webhook-secret': 180,
};

/**
 * The longest interval that a reason can set, in days: twice CUSTODY.md's. That is room for an exchange's own rhythm or a long absence;
 * what is rotated less often than that is not rotated.
 */
export function longestDays(kind: CredentialKind): number {
  return 2 * specDays[kind];
}

const dayMs = 86_400_000;

/**
 * Since when the secret that a row speaks of has been known here. A row that is found in its place, or renewed in it, speaks of another
 * secret after each rotation. A key that the vault keeps has a row of its own: taking the place of another makes it no younger.
 */
export function seenSinceMs({ enteredAtMs, kind, lastRotatedAtMs, place }: StoredCredential): number {
  return kind === 'cex-key' && place === 'vault' ? enteredAtMs : (lastRotatedAtMs ?? enteredAtMs);
}

/**
 * When a credential must be rotated, and by which clock: its interval from when it was made (as far as that is known; never later than
 * when it was first seen here), the end that its exchange set it, or the end of its certificate, whichever is first. Null for one that
 * is not in use or kept for it.
 */
export function dueOf(
  credential: StoredCredential,
  venueExpiryMs: number | null,
): Pick<CredentialRow, 'dueAtMs' | 'dueBy'> {
  if (credential.state === 'retired' || credential.state === 'missing') return { dueAtMs: null, dueBy: 'interval' };
  const seenAtMs = seenSinceMs(credential);
  const sinceMs = Math.min(credential.createdAtMs ?? seenAtMs, seenAtMs);
  const ends = [
    { dueAtMs: sinceMs + credential.intervalDays * dayMs, dueBy: 'interval' as const },
    ...(venueExpiryMs === null ? [] : [{ dueAtMs: venueExpiryMs, dueBy: 'venue' as const }]),
    ...(credential.notAfterMs === null ? [] : [{ dueAtMs: credential.notAfterMs, dueBy: 'certificate' as const }]),
  ];
  return ends.reduce((first, next) => (next.dueAtMs < first.dueAtMs ? next : first));
}
