import type { CredentialRow, Evidence, KeyPassport } from '../contract/shapes.ts';
import type { StoredCredential } from './credentials-table.ts';
import { dueOf, specDays } from './intervals.ts';

/** A credential as a person sees it. `stateText` says its state in a sentence. */
export function credentialRow(
  credential: StoredCredential,
  evidence: readonly Evidence[],
  passport: KeyPassport | null,
  stateText: string,
): CredentialRow {
  const { attested: _a, notAfterMs: _n, slot: _s, ...shown } = credential;
  const expiresAtMs = passport?.expiresAtMs;
  return {
    ...shown,
    stateText,
    specDays: specDays[credential.kind],
    ...dueOf(credential, typeof expiresAtMs === 'number' ? expiresAtMs : null),
    evidence: [...evidence],
    passport,
  };
}
