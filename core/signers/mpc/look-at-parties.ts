import type { SeenKeyshare } from '../../contract/shapes.ts';
import { type Address, parseAddress } from '../../domain/address.ts';
import type { KeyshareMisfit, PartyStanding } from '../../domain/keyshares.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { AddressAnswer, HealthAnswer, InfoAnswer, StatusAnswer } from './answers.ts';
import { askParty, type PartyAnswer, type PartyCall, type SeenFailure } from './ask-party.ts';
import type { Seen } from './failure-table.ts';
import { fitTogether } from './fit-together.ts';
import type { MpcParty } from './mpc-options.ts';
import { type PartyStatement, statementOf } from './party-statement.ts';
import { protectionOf } from './protection.ts';

/** How both are asked; see `StatementWanted`. */
export interface LookWanted {
  readonly pinned: Address | null;
  /** The highest epoch ever seen; null where none was. */
  readonly highestEpoch: number | null;
  readonly nonce: string;
  readonly isLive: boolean;
  readonly timeoutMs: number;
}

/** What was seen of both, and whether what they attest fits together. */
export interface PartiesLook {
  readonly parties: [SeenKeyshare, SeenKeyshare];
  readonly misfit: KeyshareMisfit | null;
  readonly isBackedUp: boolean;
  /** The epoch that both attest, where it fits together; null else. */
  readonly epoch: number | null;
}

interface Found {
  readonly seen: SeenKeyshare;
  readonly statement: PartyStatement | null;
}

/**
 * Asks each party by itself how it is and to attest what it holds, so that one is told of while the other is away. Nothing is changed at
 * either, and no failure is an error: it is what was seen. Both at once, because one that hangs is waited for.
 */
export async function lookAtParties(
  [party0, party1]: readonly [MpcParty, MpcParty | null],
  wanted: LookWanted,
  clock: Clock,
  signal: AbortSignal,
): Promise<PartiesLook> {
  const [first, second] = await Promise.all([
    lookAt(0, party0, wanted, clock, signal),
    party1 === null ? nothingSet : lookAt(1, party1, wanted, clock, signal),
  ]);
  const parties: PartiesLook['parties'] = [first.seen, second.seen];
  if (first.statement === null || second.statement === null) {
    return { parties, misfit: null, isBackedUp: false, epoch: null };
  }
  const { highestEpoch, pinned } = wanted;
  const fit = fitTogether(first.statement.said, second.statement.said, { pinned, lowestEpoch: highestEpoch ?? 0 });
  if (!fit.ok) return { parties, misfit: fit.error.kind, isBackedUp: false, epoch: null };
  return { parties, misfit: null, isBackedUp: fit.value.isBackedUp, epoch: fit.value.epoch };
}

const unseen = {
  why: null,
  dialect: null,
  address: null,
  epoch: null,
  pendingEpoch: null,
  sharePoint: null,
  signedBy: null,
  backup: null,
  certificateEndsMs: null,
} as const;
const nothingSet: Found = { seen: { ...unseen, standing: 'not-set' }, statement: null };

async function lookAt(
  number: 0 | 1,
  party: MpcParty,
  wanted: LookWanted,
  clock: Clock,
  signal: AbortSignal,
): Promise<Found> {
  const only = (standing: PartyStanding, more: Partial<SeenKeyshare>): Found => ({
    seen: { ...unseen, ...more, standing },
    statement: null,
  });
  const { refusal } = protectionOf(party, wanted.isLive);
  if (refusal !== null) return only('not-protected', { why: refusal });
  const read = <T>(path: string, answer: PartyCall<T>['answer']): Promise<Result<PartyAnswer<T>, SeenFailure>> =>
    askParty(party, { method: 'GET', path, answer, timeoutMs: wanted.timeoutMs, signal }, clock);

  const info = await read('/v1/info', InfoAnswer);
  if (!info.ok) {
    const isOlder = info.error.signerCode === 'http-404' || info.error.signerCode === 'not_found';
    return isOlder ? lookAtOlder(number, read, only) : only(standingOf(info.error.seen), { why: info.error.why });
  }
  const certificateEndsMs = readable(info.value.certificate?.notAfterMs);
  const known = { dialect: 'mpc-2p/1', certificateEndsMs } as const;
  const { party: said } = info.value.value;
  if (said !== number) return only('other-party', { ...known, why: `it is party ${said}` });

  const status = await read('/v1/status', StatusAnswer);
  if (!status.ok) return only(standingOf(status.error.seen), { ...known, why: status.error.why });
  const { address, epoch, pending_epoch: pendingEpoch, state } = status.value.value;
  const told = { ...known, address: parsed(address), epoch, pendingEpoch };
  if (status.value.value.party !== number) return only('other-party', { ...told, why: 'its status is of the other' });
  if (state === 'no_key') return only('no-key', told);

  const statement = await statementOf(number, party, wanted, clock, signal);
  if (!statement.ok) {
    const { seen, why } = statement.error;
    return only(seen === 'not-its-own' ? 'unproved' : standingOf(seen), { ...told, why });
  }
  const { said: attested, signedBy } = statement.value;
  const { backup } = attested;
  return {
    statement: statement.value,
    seen: {
      ...unseen,
      ...told,
      standing: statusStandings[state],
      address: parsed(attested.address),
      epoch: attested.epoch,
      sharePoint: attested.share_point,
      signedBy,
      backup: backup === null ? null : { epoch: backup.epoch, sha256: backup.sha256, verifiedAt: backup.verified_at },
    },
  };
}

/** The older service tells whether it has a share, and party 0 its address; the rest stays unknown. */
async function lookAtOlder(
  number: 0 | 1,
  read: <T>(path: string, answer: PartyCall<T>['answer']) => Promise<Result<PartyAnswer<T>, SeenFailure>>,
  only: (standing: PartyStanding, more: Partial<SeenKeyshare>) => Found,
): Promise<Found> {
  const health = await read('/health', HealthAnswer);
  if (!health.ok) return only(standingOf(health.error.seen), { why: health.error.why });
  const known = { dialect: 'legacy', certificateEndsMs: readable(health.value.certificate?.notAfterMs) } as const;
  const { key_share_loaded: hasShare, role_index: said } = health.value.value.status;
  if (said !== number) return only('other-party', { ...known, why: `it is party ${said}` });
  if (!hasShare) return only('no-key', known);
  const address = await read('/address', AddressAnswer);
  return only('older', { ...known, address: address.ok ? parsed(address.value.value.address) : null });
}

const statusStandings = {
  ready: 'ready',
  refreshing: 'refreshing',
  in_doubt: 'in-doubt',
  peer_down: 'alone',
} as const satisfies Readonly<Record<string, PartyStanding>>;

/** How a party stands of which this was seen. */
function standingOf(seen: Seen): PartyStanding {
  switch (seen) {
    case 'not-connected':
    case 'outcome-unknown':
      return 'unreachable';
    case 'not-trusted':
    case 'not-protected':
    case 'not-admitted':
    case 'no-key':
    case 'refreshing':
    case 'in-doubt':
      return seen;
    default:
      return 'not-understood';
  }
}

/** What is no address of theirs is none. */
function parsed(address: string | null): string | null {
  return address === null ? null : parseAddress(address);
}

/** A date that cannot be read is none to remind by. */
function readable(atMs: number | undefined): number | null {
  return atMs !== undefined && Number.isSafeInteger(atMs) && atMs >= 0 ? atMs : null;
}
