import * as z from 'zod';
import { factsReader } from './facts-reader.ts';

/** The services that a certificate can be for, as its place among the credentials names them. */
export const signingServices = ['remote', 'mpc-0', 'mpc-1'] as const;

const TlsRotationText = z.strictObject({
  service: z.enum(signingServices),
  /** Whose certificate: the one that the service shows us, or ours that we show it. */
  whose: z.enum(['service', 'console']),
  startedAtMs: z.number().int(),
  /** What the signer was pinned to at the beginning; it stays the same. */
  address: z.string(),
  /** Name and port of the service at the beginning. */
  host: z.string(),
  /** SHA-256 of the certificate that is rotated; of ours its first 16 digits. */
  oldFingerprint: z.string(),
  /** Whether pins decide which certificate of the service is taken, beside the authority. */
  hasPins: z.boolean(),
  /** SHA-256 of the new one, once it is known; of ours its first 16 digits. */
  newFingerprint: z.string().nullable(),
  /** When the new one was seen in its place. */
  placedAtMs: z.number().int().nullable(),
});

/** What a rotation of a signing service's certificate has come to. Nothing in it is secret: certificates are shown to whoever connects. */
export type TlsRotation = z.output<typeof TlsRotationText>;

/** A service that a certificate is for. */
export type SigningService = TlsRotation['service'];

/** The rotation of kept text; null for what is none. */
export const readTlsRotation = factsReader(TlsRotationText);

/** What a service is called. */
export const serviceWords: Readonly<Record<SigningService, string>> = {
  remote: 'the remote signer',
  'mpc-0': 'party 0 of the two-party signer',
  'mpc-1': 'party 1 of the two-party signer',
};
