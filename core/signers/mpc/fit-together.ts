import { SigningKey } from 'ethers';
import { type Address, parseAddress } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Attestation } from './answers.ts';
import { addressOfKey } from './greet.ts';

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

/** What does not fit, in a word and in a sentence without its full stop. */
export interface Misfit {
  readonly kind: 'other-key' | 'other-epochs' | 'older-epoch' | 'not-one-key';
  readonly what: string;
}

/** What attestations are held against. */
export interface FitWanted {
  /** Null only when a key was just made and none is pinned yet. */
  readonly pinned: Address | null;
  /** The highest epoch ever seen; less is refused. */
  readonly lowestEpoch: number;
}

/**
 * Whether both attestations belong together and to the pinned address: one address, key and epoch, and points that add up to the key,
 * which no party alone could bring about.
 */
export function fitTogether(
  one: Attestation,
  two: Attestation,
  { lowestEpoch, pinned }: FitWanted,
): Result<Attested, Misfit> {
  const { epoch, public_key: publicKey } = one;
  const address = parseAddress(one.address);
  if (address === null || address !== parseAddress(two.address) || publicKey !== two.public_key) {
    return misfit('other-key', 'the parties attest different keys');
  }
  if (addressOfKey(publicKey) !== address) {
    return misfit('other-key', 'the attested key is not that of the attested address');
  }
  if (pinned !== null && address !== pinned) return misfit('other-key', 'the attested address is not the pinned one');
  if (epoch !== two.epoch) return misfit('other-epochs', 'the parties attest different epochs');
  if (epoch < lowestEpoch) return misfit('older-epoch', `the attested epoch is ${epoch} and was ${lowestEpoch}`);
  if (sumOf(one.share_point, two.share_point) !== publicKey) {
    return misfit('not-one-key', 'the attested shares do not add up to the key');
  }
  const backups = [backupOf(one), backupOf(two)] as const;
  const isBackedUp = backups.every((backup) => backup?.epoch === epoch);
  return ok({ address, publicKey, epoch, sharePoints: [one.share_point, two.share_point], backups, isBackedUp });
}

function misfit(kind: Misfit['kind'], what: string): Result<never, Misfit> {
  return err({ kind, what });
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
