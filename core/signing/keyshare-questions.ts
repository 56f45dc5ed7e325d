import type { KeyshareBoard } from '../contract/shapes.ts';
import type { Address } from '../domain/address.ts';
import { ok, type Result } from '../domain/result.ts';
import { makeFirstKey } from '../signers/mpc/make-first-key.ts';
import { defaultTiming, type MpcParty } from '../signers/mpc/mpc-options.ts';
import type { Question } from '../trading/approvals.ts';
import { betweenRows } from '../trading/record.ts';
import type { SigningParts } from './active-signer.ts';

/** Where both parties are, for the person who is asked. */
function placesOf({ places }: KeyshareBoard): Question['lines'] {
  return places.map((place, party) => ({ label: `Party ${party}`, text: place ?? 'not set' }));
}

/** How the signer stands, and why it stopped: as it said, or `otherwise`. */
function standingOf(board: KeyshareBoard, otherwise: string): Question['lines'] {
  return [
    ...placesOf(board),
    { label: 'Address', text: board.pinned ?? 'none' },
    { label: 'Highest epoch seen', text: board.highestEpoch?.toString() ?? 'none' },
    { label: 'Why it stopped', text: board.halt?.why ?? otherwise },
  ];
}

/** Whether to have a refresh brought to one end; what the signer is halted for is ended only by what is proved then. */
export function settleQuestion(board: KeyshareBoard, act: Question['act']): Question {
  return {
    kind: 'signer-choice',
    subject: 'keyshares',
    title: 'Settle the refresh: both parties bring it to one end, attest, and make a test signature.',
    lines: standingOf(board, 'a refresh is begun and not settled'),
    warnings: ['Signing goes on only when all of it is proved. Backups of the epoch before are of old shares then.'],
    rulings: [],
    word: null,
    act,
  };
}

/** Whether to take both shares at an older epoch than was seen before: only a person knows that they were put back on purpose. */
export function recoverQuestion(board: KeyshareBoard, act: Question['act']): Question {
  return {
    kind: 'signer-choice',
    subject: 'keyshares',
    title: 'Take both shares at an older epoch: they were put back from older backups.',
    lines: standingOf(board, 'an older epoch'),
    warnings: [
      'Approve only where you put both back yourself. Where you did not, somebody has a pair of old shares, and that is the key: refuse, and move what it holds.',
      'Both must attest the pinned address and sign, or nothing changes. Refresh at once afterwards, and make new backups.',
    ],
    rulings: [],
    word: 'RECOVERED',
    act,
  };
}

/** What a new key is made with. */
export interface NewKeyAsked {
  readonly board: KeyshareBoard;
  readonly both: readonly [MpcParty, MpcParty];
  /** An address that was pinned for a two-party signer before; null where none was. */
  readonly before: Address | null;
  readonly newId: () => string;
  /** Asks both parties again, so that the board shows what they attest. */
  readonly after: (actor: string) => Promise<Result<unknown>>;
}

/** Whether to have both parties make their first key. It pins nothing: the address is pinned as every signer's is. */
export function newKeyQuestion(
  { clock, record }: Pick<SigningParts, 'clock' | 'record'>,
  { after, before, board, both, newId }: NewKeyAsked,
): Question {
  const { readMs, refreshMs } = defaultTiming;
  return {
    kind: 'signer-choice',
    subject: 'keyshares',
    title: 'Have both parties make a new key together.',
    lines: [
      ...placesOf(board),
      { label: 'What they say', text: 'Neither has a key.' },
      { label: 'Address', text: 'a new one; it is shown once both attest it, and pinned by you after that' },
    ],
    warnings: [
      'Nobody has this key as a whole: make and verify a backup at each party before anything is sent to its address.',
      ...(before === null
        ? []
        : [
            `${before} was pinned here before. A new key is another address: where shares of that one were lost, refuse.`,
          ]),
    ],
    rulings: [],
    word: 'GENERATE',
    act: async (actor) => {
      const made = await betweenRows(
        { record, ended: () => undefined },
        { eventType: 'keyshare-first-key', actor, subject: 'keyshares' },
        { places: board.places },
        () => makeFirstKey(both, { isLive: false, newId, readMs, makeMs: refreshMs }, clock),
        ({ address, epoch, sharePoints }) => ({ address, epoch, points: sharePoints }),
      );
      await after(actor);
      return made.ok ? ok(undefined) : made;
    },
  };
}
