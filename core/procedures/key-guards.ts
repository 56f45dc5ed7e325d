import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import type { KeyRotation } from './key-rotation.ts';

/**
 * Whether a key may be made the one that is used while a rotation is under way: the new one once it was compared and tried, the old one
 * until it is revoked, and of the same exchange no other. `conflict`.
 */
export function mayUseKey(facts: KeyRotation, credentialId: string, isOfExchange: boolean): Result<void> {
  const { death, isNewFit, isNewTried, newCredentialId, oldCredentialId } = facts;
  if (credentialId === newCredentialId) {
    return isNewFit && isNewTried ? ok(undefined) : conflict('the rotation has not tried this key yet');
  }
  if (credentialId === oldCredentialId) return death === 'unproved' ? ok(undefined) : conflict('this key was revoked');
  const why = 'another key of this exchange is being put in place of the old one: finish that, or leave it';
  return isOfExchange ? conflict(why) : ok(undefined);
}

/** Whether a key may be wiped while a rotation is under way: the old one at its last step and not in use, the new one never. `conflict`. */
export function mayWipeKey(
  facts: KeyRotation,
  stepId: string,
  credentialId: string,
  isCounting: boolean,
): Result<void> {
  if (credentialId === facts.newCredentialId) return conflict('this key is being put in place of the old one');
  if (credentialId !== facts.oldCredentialId) return ok(undefined);
  if (isCounting) return conflict('this key is the one that is used now');
  if (stepId === 'wipe') return ok(undefined);
  return conflict('its rotation still needs this key: it is wiped at the end, or after the rotation was left');
}
