import * as z from 'zod';
import type { StoredCredential } from '../custody/credentials-table.ts';
import { exchangeNames, findExchange } from '../domain/exchanges.ts';
import { factsReader } from './facts-reader.ts';

/** How a rotation of an exchange's key is kept. */
export const KeyRotationText = z.strictObject({
  exchange: z.enum(exchangeNames),
  startedAtMs: z.number().int(),
  oldCredentialId: z.string(),
  oldFingerprint: z.string(),
  oldLabel: z.string(),
  /** Where the old key lies: in the vault, or in lines that only the person can change. */
  place: z.enum(['vault', 'environment', 'env-file']),
  newCredentialId: z.string().nullable(),
  oldWorked: z.boolean(),
  refusals: z.number().int().nonnegative(),
  death: z.enum(['unproved', 'weak', 'said', 'proved']),
  isNewFit: z.boolean(),
  isNewTried: z.boolean(),
});

/**
 * What a rotation of an exchange's key has come to so far. `refusals` counts how often the old key was refused with a code that can mean
 * more than one thing; `death` is how sure it is that the exchange does not take the old key any more.
 */
export type KeyRotation = z.output<typeof KeyRotationText>;

/** The rotation of kept text; null for what is none. */
export const readKeyRotation = factsReader(KeyRotationText);

/** The rotation of a key at its beginning, when nothing is known of it; null for what is no key of an exchange that can be tried from here. */
export function keyRotationOf(credential: StoredCredential, nowMs: number): KeyRotation | null {
  const { credentialId, fingerprint, kind, label, place, subject } = credential;
  const exchange = findExchange(subject ?? '');
  const isKept = place === 'vault' || place === 'environment' || place === 'env-file';
  if (kind !== 'cex-key' || exchange === null || fingerprint === null || !isKept) return null;
  return {
    exchange: exchange.name,
    startedAtMs: nowMs,
    oldCredentialId: credentialId,
    oldFingerprint: fingerprint,
    oldLabel: label,
    place,
    newCredentialId: null,
    oldWorked: false,
    refusals: 0,
    death: 'unproved',
    isNewFit: false,
    isNewTried: false,
  };
}
