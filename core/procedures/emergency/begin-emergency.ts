import { emergenciesOf } from '../../contract/emergencies-of.ts';
import type { StoredCredential } from '../../custody/credentials-table.ts';
import { seenSinceMs } from '../../custody/intervals.ts';
import { conflict } from '../../domain/conflict.ts';
import type { EmergencyTrigger } from '../../domain/emergency-triggers.ts';
import { ok, type Result } from '../../domain/result.ts';
import { keyRotationOf } from '../key-rotation.ts';
import type { Emergency } from './emergency.ts';

/** What the console knows at the beginning of an emergency. */
export interface AtBeginning {
  readonly nowMs: number;
  /** Since when the trail is reviewed; null for as long as what is no longer trusted has been known here. */
  readonly sinceMs: number | null;
  /** What the credential signs for; null where that is not known, and for what signs nothing. */
  readonly address: string | null;
  readonly tokenMark: string | null;
  /** Whether a key of an exchange was seen to work from this computer. */
  readonly hasWorked: boolean;
}

/** Begins an emergency of a credential; `conflict` where that is not what makes one of its kind urgent, or where it is used no more. */
export function beginEmergency(
  credential: StoredCredential,
  trigger: EmergencyTrigger,
  { address, hasWorked, nowMs, sinceMs, tokenMark }: AtBeginning,
): Result<Emergency> {
  const { credentialId, fingerprint, kind, label, place, state, subject } = credential;
  if (!emergenciesOf(credential).includes(trigger)) {
    const what = state === 'retired' ? 'this credential was taken out of use' : 'this is not what makes it urgent';
    return conflict(what);
  }
  const key = keyRotationOf(credential, nowMs);
  return ok({
    startedAtMs: nowMs,
    target: { credentialId, kind, label, subject, place, fingerprint, trigger },
    sinceMs: Math.min(sinceMs ?? knownSinceMs(credential), nowMs),
    address,
    tokenMark: kind === 'api-token' ? tokenMark : null,
    key: key === null ? null : { ...key, oldWorked: hasWorked },
    // What stands by, or is not there, is taken back and nothing takes its place.
    isReplaced: state === 'active',
    wasInUse: state === 'active',
    review: null,
    isTold: false,
  });
}

/** A keystore's key is as old as the keystore: another password ends nothing of what the key signed. */
function knownSinceMs(credential: StoredCredential): number {
  if (credential.kind !== 'keystore-password') return seenSinceMs(credential);
  const { createdAtMs, enteredAtMs } = credential;
  return Math.min(createdAtMs ?? enteredAtMs, enteredAtMs);
}

/** Begins a drill: of the same steps, about nothing that is in use. */
export function beginDrill(nowMs: number): Emergency {
  return {
    startedAtMs: nowMs,
    target: null,
    sinceMs: nowMs,
    address: null,
    tokenMark: null,
    key: null,
    isReplaced: true,
    wasInUse: true,
    review: null,
    isTold: false,
  };
}
