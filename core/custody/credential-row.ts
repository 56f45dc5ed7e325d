import type { CredentialRow, Evidence, KeyPassport } from '../contract/shapes.ts';
import { dueLevelOf } from '../domain/due-levels.ts';
import type { StoredCredential } from './credentials-table.ts';
import { dueOf, specDays } from './intervals.ts';

/** A credential as a person sees it at `nowMs`, but for whether its reminder is put off. `stateText` says its state in a sentence. */
export function credentialRow(
  credential: StoredCredential,
  evidence: readonly Evidence[],
  passport: KeyPassport | null,
  stateText: string,
  nowMs: number,
): Omit<CredentialRow, 'snoozed'> {
  const { attested: _a, notAfterMs: _n, slot: _s, ...shown } = credential;
  const expiresAtMs = passport?.expiresAtMs;
  const due = dueOf(credential, typeof expiresAtMs === 'number' ? expiresAtMs : null);
  return {
    ...shown,
    stateText,
    specDays: specDays[credential.kind],
    ...due,
    dueLevel: due.dueAtMs === null ? null : dueLevelOf(due.dueAtMs, nowMs),
    evidence: [...evidence],
    passport,
  };
}
