import * as z from 'zod';
import type { StoredCredential } from '../custody/credentials-table.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { factsReader } from './facts-reader.ts';

const Shares = z.strictObject({ epoch: z.int().nonnegative(), sharePoints: z.tuple([z.string(), z.string()]) });

const KeyshareRefreshText = z.strictObject({
  /** The pinned address, which no refresh changes. */
  address: z.string(),
  /** 'legacy' is the older service: it offers no refresh and attests nothing. */
  dialect: z.enum(['mpc-2p/1', 'legacy']),
  beganAtMs: z.int().nonnegative(),
  /** As both parties attested them before the refresh; null before that step, and of the older service. */
  before: Shares.nullable(),
  /** As both parties attested them after it. */
  after: Shares.nullable(),
  /** When they were known to be new; null before. */
  refreshedAtMs: z.int().nonnegative().nullable(),
  /** SHA-256 of the new backup of each party, as attested. */
  backups: z.tuple([z.string(), z.string()]).nullable(),
  /** Whether the new backups stand in the register: until then the old ones are still needed. */
  isRegistered: z.boolean(),
});

/** What a refresh of keyshares has come to. Points, epochs and digests only. */
export type KeyshareRefresh = z.output<typeof KeyshareRefreshText>;

/** The two-party signer as a refresh begins with it. */
export interface KeyshareSigner {
  readonly address: string;
  readonly dialect: KeyshareRefresh['dialect'];
  /** Whether party 1 can be asked from here. */
  readonly hasBothParties: boolean;
}

/** Begins the refresh of the keyshares of `signer`; `conflict` for another credential, or where party 1 cannot be asked to attest. */
export function beginKeyshareRefresh(
  { kind, state }: StoredCredential,
  { address, dialect, hasBothParties }: KeyshareSigner,
  nowMs: number,
): Result<KeyshareRefresh> {
  if (kind !== 'mpc-keyshare' || state !== 'active') return conflict('only keyshares that are in use can be refreshed');
  if (dialect === 'mpc-2p/1' && !hasBothParties) {
    return conflict('both parties must attest, and where party 1 is asked is not set: set PORTCULLIS_MPC_1_URL');
  }
  const nothingYet = { before: null, after: null, refreshedAtMs: null, backups: null, isRegistered: false } as const;
  return ok({ address, dialect, beganAtMs: nowMs, ...nothingYet });
}

/** The refresh of kept facts; null for what is none. */
export const readKeyshareRefresh = factsReader(KeyshareRefreshText);

/**
 * Whether a backup of a share may be taken out of the register while a refresh is under way: not before the new ones stand in it, since
 * until then the old pair is all that brings a lost share back.
 */
export function mayRetireShareBackup({ isRegistered }: KeyshareRefresh, component: string): Result<void> {
  if (isRegistered || !/^mpc-party-[01]$/.test(component)) return ok(undefined);
  return conflict('the keyshares are being refreshed: the old backups are needed until the new ones are registered');
}
