import { conflict } from '../../domain/conflict.ts';
import { ok, type Result } from '../../domain/result.ts';
import { mayUseKey, mayWipeKey } from '../key-guards.ts';
import type { Emergency } from './emergency.ts';

/** Whether a key may be made the one that is used during an emergency: as in its rotation, and one that was revoked never. `conflict`. */
export function mayUseInEmergency({ key }: Emergency, credentialId: string, isOfExchange: boolean): Result<void> {
  return key === null ? ok(undefined) : mayUseKey(key, credentialId, isOfExchange);
}

/**
 * Whether a key may be wiped during an emergency: as in its rotation; where nothing is to take its place also while it counts, once it
 * was revoked. `conflict`.
 */
export function mayWipeInEmergency(
  { isReplaced, key }: Emergency,
  stepId: string,
  credentialId: string,
  isCounting: boolean,
): Result<void> {
  if (key === null) return ok(undefined);
  if (isReplaced || credentialId !== key.oldCredentialId) return mayWipeKey(key, stepId, credentialId, isCounting);
  return stepId === 'wipe' && key.death !== 'unproved'
    ? ok(undefined)
    : conflict('its emergency still needs this key: it is wiped at the end');
}
