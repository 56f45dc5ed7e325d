import * as z from 'zod';
import { keyshareConditions, keyshareMisfits, partyStandings } from '../../domain/keyshares.ts';
import { AtMs } from './common.ts';

const Epoch = z.number().int().nonnegative();

/**
 * One party as it was found when it was last asked. What it did not tell, or cannot, is null: nothing may be concluded from that.
 * `signedBy` is the SHA-256 of the certificate whose key signed its attestation. `backup` is null where it attests none, or attests
 * nothing. `why` goes behind the party's name.
 */
export const SeenKeyshare = z.strictObject({
  standing: z.enum(partyStandings),
  why: z.string().nullable(),
  dialect: z.enum(['legacy', 'mpc-2p/1']).nullable(),
  address: z.string().nullable(),
  epoch: Epoch.nullable(),
  /** The epoch of a refresh that is begun and not settled. */
  pendingEpoch: Epoch.nullable(),
  /** The point of its share, compressed, without 0x. */
  sharePoint: z.string().nullable(),
  signedBy: z.string().nullable(),
  backup: z.strictObject({ epoch: Epoch, sha256: z.string(), verifiedAt: z.string() }).nullable(),
  /** When the certificate that it showed on this connection ends. */
  certificateEndsMs: AtMs.nullable(),
});

/** What came of asking both; kept until they are asked again. */
export const KeyshareLook = z.strictObject({
  askedAtMs: AtMs,
  pinned: z.string().nullable(),
  highestEpoch: Epoch.nullable(),
  misfit: z.enum(keyshareMisfits).nullable(),
  isBackedUp: z.boolean(),
  parties: z.tuple([SeenKeyshare, SeenKeyshare]),
});

/**
 * The two-party signer's keyshares: what is known of them without asking, and what came of asking last. `places` are the hosts of both
 * parties, null where none is set. `halt` says why the signer is halted and what it waits for.
 */
export const KeyshareBoard = z.strictObject({
  pinned: z.string().nullable(),
  highestEpoch: Epoch.nullable(),
  places: z.tuple([z.string().nullable(), z.string().nullable()]),
  condition: z.enum(keyshareConditions),
  look: KeyshareLook.nullable(),
  halt: z.strictObject({ why: z.string(), atMs: AtMs }).nullable(),
  /** Whether what is asked for now would be taken: a refresh to be settled, shares of an older epoch, a first key to be made. */
  canSettle: z.boolean(),
  canRecover: z.boolean(),
  canMakeKey: z.boolean(),
});
