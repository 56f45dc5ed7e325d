import * as z from 'zod';
import { CredentialKind, CredentialPlace } from '../../contract/schemas/custody.ts';
import { emergencyTriggers } from '../../domain/emergency-triggers.ts';
import { factsReader } from '../facts-reader.ts';
import { KeyRotationText } from '../key-rotation.ts';
import { ReviewText } from './review.ts';

const EmergencyText = z.strictObject({
  startedAtMs: z.number().int(),
  /** Null in a drill, which is about no credential. */
  target: z
    .strictObject({
      credentialId: z.string(),
      kind: CredentialKind,
      label: z.string(),
      subject: z.string().nullable(),
      place: CredentialPlace,
      /** Of the one that is no longer trusted. */
      fingerprint: z.string().nullable(),
      trigger: z.enum(emergencyTriggers),
    })
    .nullable(),
  /** Since when the audit trail is reviewed. */
  sinceMs: z.number().int(),
  /** The address that the credential signed for at the beginning; null where that was not known, or it signs nothing. */
  address: z.string().nullable(),
  /** The mark of the API's token at the beginning. */
  tokenMark: z.string().nullable(),
  /** How far the replacement of an exchange's key has come; null for every other kind. */
  key: KeyRotationText.nullable(),
  /** Whether it was in use at the beginning: then something is to take its place. */
  wasInUse: z.boolean(),
  /** Whether there is to be another one in its place: the person may want none. */
  isReplaced: z.boolean(),
  review: ReviewText.nullable(),
  /** Whether the webhooks were told. */
  isTold: z.boolean(),
});

/** What an emergency, or a drill of one, has come to so far. Nothing in it is secret. */
export type Emergency = z.output<typeof EmergencyText>;

/** The emergency of kept text; null for what is none. */
export const readEmergency = factsReader(EmergencyText);

/** Whether a credential signs for an address: what lies there may have to be moved. */
export function isSigner({ target }: Pick<Emergency, 'target'>): boolean {
  switch (target?.kind) {
    case 'keystore-password':
    case 'remote-tls':
    case 'mpc-keyshare':
      return true;
    case 'cex-key':
    case 'api-token':
    case 'webhook-secret':
    case undefined:
      return false;
  }
}
