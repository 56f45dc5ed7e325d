import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { StoredCredential } from './credentials-table.ts';
import type { LedgerChange } from './found-credentials.ts';
import { specDays } from './intervals.ts';
import { credentialOfIdentity } from './kept-keys.ts';
import { knownBefore } from './known-before.ts';

/**
 * What the ledger must change so that it fits the records in the vault: a key that came with a copy of another vault stands by, one whose
 * record is gone is missing. What cannot be read now (the vault is locked) changes nothing.
 */
export function changesByRecords(
  identities: readonly string[],
  kept: readonly StoredCredential[],
  describe: (credentialId: string) => Result<{ readonly exchange: ExchangeName; readonly fingerprint: string }>,
  nowMs: number,
): readonly LedgerChange[] {
  const inVault = new Set(identities.flatMap((identity) => credentialOfIdentity(identity) ?? []));
  const inUse = kept.filter(
    ({ kind, place, state }) => kind === 'cex-key' && place === 'vault' && (state === 'active' || state === 'standby'),
  );
  const gone = inUse
    .filter(({ credentialId }) => !inVault.has(credentialId))
    .map(
      (credential): LedgerChange => ({
        credential: { ...credential, state: 'missing' },
        evidence: [{ atMs: nowMs, what: 'missing', text: 'Its record is no longer in the vault.' }],
        eventType: 'credential-missing',
      }),
    );
  const known = new Set(inUse.map(({ credentialId }) => credentialId));
  const come = [...inVault].flatMap((credentialId): readonly LedgerChange[] => {
    if (known.has(credentialId)) return [];
    const described = describe(credentialId);
    if (!described.ok) return [];
    const { exchange, fingerprint } = described.value;
    const before = kept.find((one) => one.credentialId === credentialId);
    const sameKey = knownBefore(kept, { kind: 'cex-key', subject: exchange, fingerprint });
    const fresh: StoredCredential = {
      credentialId,
      kind: 'cex-key',
      slot: null,
      subject: exchange,
      label: `${exchanges[exchange].title} key of a copied vault`,
      place: 'vault',
      fingerprint,
      state: 'standby',
      createdAtMs: sameKey?.createdAtMs ?? null,
      enteredAtMs: Math.min(sameKey?.seenAtMs ?? nowMs, nowMs),
      lastRotatedAtMs: null,
      notAfterMs: null,
      intervalDays: specDays['cex-key'],
      intervalReason: null,
      attested: null,
    };
    return [
      {
        credential: before === undefined ? fresh : { ...before, state: 'standby' },
        evidence: [{ atMs: nowMs, what: 'found', text: 'It came into the vault with a copy.' }],
        eventType: 'credential-found',
      },
    ];
  });
  return [...gone, ...come];
}
