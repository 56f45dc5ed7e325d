import { createHash, verify, type X509Certificate } from 'node:crypto';
import { readJson } from '../../domain/read-json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { readCertificate } from '../read-certificate.ts';
import { AttestAnswer, Attestation } from './answers.ts';
import { askParty } from './ask-party.ts';
import type { Seen } from './failure-table.ts';
import type { MpcParty } from './mpc-options.ts';
import { protectionOf } from './protection.ts';

/** What one party has attested, and that it was this party. */
export interface PartyStatement {
  readonly said: Attestation;
  /** SHA-256 of the certificate whose key signed it, 64 hexadecimal digits: the pinned one, and the one shown on the connection. */
  readonly signedBy: string;
}

/** Why there is no statement: what was seen of the party, or `not-its-own` where something came that it did not say, or not to this asking. */
export interface NoStatement {
  readonly seen: Seen | 'not-its-own';
  /** Half a sentence that goes behind the party's name. */
  readonly why: string;
}

/** How one party is asked to attest. */
export interface StatementWanted {
  /** Made for this asking and never used before. */
  readonly nonce: string;
  readonly isLive: boolean;
  readonly timeoutMs: number;
}

/**
 * Asks one party to attest with `nonce`. Its answer must be signed with the key of the certificate that is pinned for that party and that
 * it shows on this connection, and be of that party. Whether it fits to the other one's is not judged here.
 */
export async function statementOf(
  number: 0 | 1,
  party: MpcParty,
  { isLive, nonce, timeoutMs }: StatementWanted,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<PartyStatement, NoStatement>> {
  const { refusal } = protectionOf(party, isLive);
  if (refusal !== null) return err({ seen: 'not-protected', why: refusal });
  const call = {
    method: 'POST',
    path: '/v1/attest',
    body: { nonce },
    answer: AttestAnswer,
    timeoutMs,
    signal,
  } as const;
  const asked = await askParty(party, call, clock);
  if (!asked.ok) return err({ seen: asked.error.seen, why: asked.error.why });
  const { certificate, value } = asked.value;
  const signer = readCertificate(value.certificate_pem);
  if (signer === null) return wrong('its attestation carries no certificate that can be read');
  const fingerprint = createHash('sha256').update(signer.raw).digest('hex');
  const isPinned = (party.tls.pins ?? []).includes(fingerprint);
  if (!isPinned || fingerprint !== certificate?.fingerprint)
    return wrong('its attestation is not by its pinned certificate');
  if (!isSigned(value.payload, value.signature, signer)) return wrong('its attestation is not signed with its key');
  const said = Attestation.safeParse(readJson(value.payload)).data;
  if (said === undefined) return wrong('its attestation is not of the expected form');
  if (said.nonce !== nonce) return wrong('its attestation is not for this asking');
  return said.party === number
    ? ok({ said, signedBy: fingerprint })
    : wrong(`its attestation is by party ${said.party}`);
}

function wrong(why: string): Result<never, NoStatement> {
  return err({ seen: 'not-its-own', why });
}

function isSigned(payload: string, signature: string, { publicKey }: X509Certificate): boolean {
  try {
    return verify('sha256', Buffer.from(payload), publicKey, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}
