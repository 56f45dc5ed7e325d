import { createHash, verify, X509Certificate } from 'node:crypto';
import { SigningKey } from 'ethers';
import { type Address, parseAddress } from '../../domain/address.ts';
import type { AppError } from '../../domain/errors.ts';
import { readJson } from '../../domain/read-json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { AttestAnswer, Attestation } from './answers.ts';
import { askParty } from './ask-party.ts';
import { addressOfKey } from './greet.ts';
import type { MpcParty } from './mpc-options.ts';
import { unavailable } from './mpc-service.ts';
import { protectionOf } from './protection.ts';

/** A backup that a party says it has made and read back. */
export interface AttestedBackup {
  readonly epoch: number;
  /** Of the backup's text, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly verifiedAt: string;
}

/** What both parties have attested, and was found to fit together. */
export interface Attested {
  readonly address: Address;
  /** Uncompressed, `04…`, without 0x. */
  readonly publicKey: string;
  readonly epoch: number;
  /** The points of the shares of party 0 and party 1, compressed, without 0x; they add up to the public key. */
  readonly sharePoints: readonly [string, string];
  readonly backups: readonly [AttestedBackup | null, AttestedBackup | null];
  /** Whether both parties have a backup of this very epoch. */
  readonly isBackedUp: boolean;
}

/** What an attestation is held against. */
export interface AttestationWanted {
  /** Null only when a key was just made and none is pinned yet. */
  readonly pinned: Address | null;
  /** The highest epoch ever seen; less is refused. */
  readonly lowestEpoch: number;
  /** Made for this asking and never used before. */
  readonly nonce: string;
  readonly isLive: boolean;
  readonly timeoutMs: number;
}

/**
 * Asks both parties to attest with `nonce`. Each answer must be signed with the key of the certificate that is pinned for that party and
 * that it shows on this connection; both must speak of one address, key and epoch; and the points of their shares must add up to the key,
 * which no party alone could bring about. `signer-unavailable` when a party could not be asked, `signature-mismatch` when something does
 * not fit.
 */
export async function attest(
  parties: readonly [MpcParty, MpcParty],
  wanted: AttestationWanted,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<Attested>> {
  const first = await attestationOf(0, parties[0], wanted, clock, signal);
  if (!first.ok) return first;
  const second = await attestationOf(1, parties[1], wanted, clock, signal);
  if (!second.ok) return second;
  const [one, two] = [first.value, second.value];
  const { epoch, public_key: publicKey } = one;
  const address = parseAddress(one.address);
  if (address === null || address !== parseAddress(two.address) || publicKey !== two.public_key) {
    return mismatch('the parties attest different keys');
  }
  if (addressOfKey(publicKey) !== address) return mismatch('the attested key is not that of the attested address');
  if (wanted.pinned !== null && address !== wanted.pinned)
    return mismatch('the attested address is not the pinned one');
  if (epoch !== two.epoch) return mismatch('the parties attest different epochs');
  if (epoch < wanted.lowestEpoch) return mismatch(`the attested epoch is ${epoch} and was ${wanted.lowestEpoch}`);
  if (sumOf(one.share_point, two.share_point) !== publicKey) {
    return mismatch('the attested shares do not add up to the key');
  }
  const backups = [backupOf(one), backupOf(two)] as const;
  const isBackedUp = backups.every((backup) => backup?.epoch === epoch);
  return ok({ address, publicKey, epoch, sharePoints: [one.share_point, two.share_point], backups, isBackedUp });
}

async function attestationOf(
  number: 0 | 1,
  party: MpcParty,
  { isLive, nonce, timeoutMs }: AttestationWanted,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<Attestation>> {
  const wrong = (what: string): Result<never> => mismatch(`the attestation of party ${number} ${what}`);
  const { refusal } = protectionOf(party, isLive);
  if (refusal !== null) return err(unavailable('not-protected', `party ${number}: ${refusal}`));
  const call = {
    method: 'POST',
    path: '/v1/attest',
    body: { nonce },
    answer: AttestAnswer,
    timeoutMs,
    signal,
  } as const;
  const asked = await askParty(party, call, clock);
  if (!asked.ok) return err(unavailable(asked.error.seen, `party ${number}: ${asked.error.why}`));
  const { certificate, value } = asked.value;
  const signer = readCertificate(value.certificate_pem);
  if (signer === null) return wrong('carries no certificate that can be read');
  const fingerprint = createHash('sha256').update(signer.raw).digest('hex');
  const isPinned = (party.tls.pins ?? []).includes(fingerprint);
  if (!isPinned || fingerprint !== certificate?.fingerprint) return wrong('is not by its pinned certificate');
  if (!isSigned(value.payload, value.signature, signer)) return wrong('is not signed with its key');
  const said = Attestation.safeParse(readJson(value.payload)).data;
  if (said === undefined) return wrong('is not of the expected form');
  if (said.nonce !== nonce) return wrong('is not for this asking');
  return said.party === number ? ok(said) : wrong(`is by party ${said.party}`);
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function isSigned(payload: string, signature: string, { publicKey }: X509Certificate): boolean {
  try {
    return verify('sha256', Buffer.from(payload), publicKey, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}

/** Two points added, uncompressed without 0x; null where one is none or they cancel out. */
function sumOf(first: string, second: string): string | null {
  try {
    return SigningKey.addPoints(`0x${first}`, `0x${second}`, false).slice(2);
  } catch {
    return null;
  }
}

function backupOf({ backup }: Attestation): AttestedBackup | null {
  return backup === null ? null : { epoch: backup.epoch, sha256: backup.sha256, verifiedAt: backup.verified_at };
}

function mismatch(what: string): { readonly ok: false; readonly error: AppError } {
  return err({ code: 'signature-mismatch', retry: 'never', signer: 'cb_mpc_2pc', what });
}
