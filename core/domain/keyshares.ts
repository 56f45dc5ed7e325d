/** How one party of the two-party signer is found. 'older' answers but can tell neither epoch nor share; 'alone' does not reach the other party. */
export const partyStandings = [
  'ready',
  'older',
  'no-key',
  'in-doubt',
  'refreshing',
  'alone',
  'unproved',
  'other-party',
  'unreachable',
  'not-trusted',
  'not-admitted',
  'not-protected',
  'not-understood',
  'not-set',
] as const;
/** One of them. */
export type PartyStanding = (typeof partyStandings)[number];

/** What both attestations do not have in common; see `fitTogether` of core/signers/mpc. */
export const keyshareMisfits = ['other-key', 'other-epochs', 'older-epoch', 'not-one-key'] as const;
/** One of them. */
export type KeyshareMisfit = (typeof keyshareMisfits)[number];

/** How both parties are, seen together. Only 'fits' is fine. */
export const keyshareConditions = [
  'fits',
  'not-backed-up',
  'not-pinned',
  'legacy',
  'not-asked',
  'outdated',
  'not-set-up',
  'no-second-party',
  'no-key',
  'share-lost',
  'shares-lost',
  'party-down',
  'in-doubt',
  'to-settle',
  'refreshing',
  'mixed',
  'stale',
  'swapped',
  'not-trusted',
  'not-admitted',
  'not-protected',
  'not-understood',
] as const;
/** One of them. */
export type KeyshareCondition = (typeof keyshareConditions)[number];

/** What one party was found to be when it was asked. What it did not tell, or could not, is null. */
export interface SeenParty {
  readonly standing: PartyStanding;
  readonly dialect: 'legacy' | 'mpc-2p/1' | null;
  readonly address: string | null;
  /** The point of its share; null where it has not attested. */
  readonly sharePoint: string | null;
}

/** What both parties were found to be, and what was known of them when they were asked. */
export interface KeysharesSeen {
  readonly pinned: string | null;
  /** The highest epoch ever seen, that of this asking among them. */
  readonly highestEpoch: number | null;
  readonly misfit: KeyshareMisfit | null;
  /** Whether both attest a backup of their very epoch. */
  readonly isBackedUp: boolean;
  readonly parties: readonly [SeenParty, SeenParty];
}

/** What is known of the two-party signer now, without asking it. */
export interface KeysharesKnown {
  /** Whether it is set where party 0 is asked. */
  readonly isSetUp: boolean;
  readonly pinned: string | null;
  readonly highestEpoch: number | null;
  /** Whether the signer is halted until its shares are put right. */
  readonly awaitsSettling: boolean;
}

/**
 * The one condition that is to be dealt with first. What threatens the key comes before what is only missing; nothing that a party
 * cannot tell is taken for fine. What was seen before the pin or the highest epoch changed says nothing of now.
 */
export function keyshareCondition(known: KeysharesKnown, seen: KeysharesSeen | null): KeyshareCondition {
  if (!known.isSetUp) return 'not-set-up';
  if (seen === null) return 'not-asked';
  const { misfit, parties, pinned } = seen;
  if (pinned !== known.pinned || seen.highestEpoch !== known.highestEpoch) return 'outdated';
  const [first, second] = parties;
  const has = (standing: PartyStanding): boolean => parties.some((party) => party.standing === standing);
  const isOther = ({ address }: SeenParty): boolean => pinned !== null && address !== null && address !== pinned;

  if (first.standing === 'not-set') return 'not-set-up';
  if (has('other-party') || misfit === 'other-key' || parties.some(isOther)) return 'swapped';
  // What once told its epoch does not unlearn it.
  if (first.dialect === 'legacy' && known.highestEpoch !== null) return 'swapped';
  if (has('not-trusted') || has('unproved')) return 'not-trusted';
  if (has('in-doubt')) return 'in-doubt';
  if (misfit === 'older-epoch') return 'stale';
  if (known.awaitsSettling && misfit === null && parties.every(({ sharePoint }) => sharePoint !== null)) {
    return 'to-settle';
  }
  // The one that commits first is an epoch ahead until the other has.
  if (misfit === 'other-epochs' && has('refreshing')) return 'refreshing';
  if (misfit !== null) return 'mixed';
  if (has('not-protected')) return 'not-protected';
  if (has('not-admitted')) return 'not-admitted';
  if (has('no-key')) return withoutKey(pinned, parties);
  if (has('unreachable') || has('alone')) return 'party-down';
  if (has('refreshing')) return 'refreshing';
  if (has('not-understood')) return 'not-understood';
  if (has('older')) return 'legacy';
  if (second.standing === 'not-set') return 'no-second-party';
  if (pinned === null) return 'not-pinned';
  return seen.isBackedUp ? 'fits' : 'not-backed-up';
}

/** Where an address is pinned there was a key once: a new one would be of another address. */
function withoutKey(pinned: string | null, [first, second]: KeysharesSeen['parties']): KeyshareCondition {
  const isBoth = first.standing === 'no-key' && second.standing === 'no-key';
  if (first.dialect === 'legacy') return pinned === null ? 'no-key' : 'share-lost';
  if (pinned !== null) return isBoth ? 'shares-lost' : 'share-lost';
  if (second.standing === 'not-set') return 'no-second-party';
  const other = first.standing === 'no-key' ? second : first;
  if (isBoth) return 'no-key';
  return other.sharePoint === null ? 'party-down' : 'share-lost';
}
