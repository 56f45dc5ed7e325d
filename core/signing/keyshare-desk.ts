import type { Approval, KeyshareBoard, KeyshareLook } from '../contract/shapes.ts';
import type { Address } from '../domain/address.ts';
import { conflict } from '../domain/conflict.ts';
import { hexOf } from '../domain/hex.ts';
import { keyshareCondition } from '../domain/keyshares.ts';
import { ok, type Result } from '../domain/result.ts';
import { lookAtParties } from '../signers/mpc/look-at-parties.ts';
import { defaultTiming, type MpcParty } from '../signers/mpc/mpc-options.ts';
import type { ActiveSigner, SigningParts } from './active-signer.ts';
import { haltForLook } from './keyshare-halts.ts';
import { newKeyQuestion, recoverQuestion, settleQuestion } from './keyshare-questions.ts';
import type { Keyshares } from './keyshares.ts';
import { partiesOf } from './make-signer.ts';

/** What a person sees of the keyshares, and can ask for. The console holds no share and never makes a key by itself. */
export interface KeyshareDesk {
  /** What is known without asking, beside what came of asking last. */
  board(): KeyshareBoard;
  /**
   * Asks both parties, whether the two-party signer is in use or only set up, and keeps what came of it with a row. A party that does not
   * answer is no error but what was seen. `signer-unavailable` where nothing is set up, or our certificates cannot be read.
   */
  ask(actor: string): Promise<Result<KeyshareBoard>>;
  /** The same, for whoever looks often: a row is kept only where another condition, epoch or share is found than before. */
  look(actor: string): Promise<Result<KeyshareBoard>>;
  /** Asks the person to settle a refresh; `conflict` where the signer in use is another, or nothing waits to be settled. */
  requestSettle(): Result<Approval>;
  /** Asks the person to take both shares at an older epoch; `conflict` where the signer in use is not halted for that. */
  requestRecovery(): Result<Approval>;
  /** Asks both parties, and then the person to have them make their first key; `conflict` where that is not what is missing. */
  requestNewKey(actor: string): Promise<Result<Approval>>;
}

/** Whether what was found is worth a row, by the board before and as it was found. */
type KeepsRow = (before: KeyshareBoard, now: KeyshareBoard) => boolean;

/** The desk over whichever signer is in use when it is asked. */
export function openKeyshareDesk(parts: SigningParts, active: ActiveSigner, keyshares: Keyshares): KeyshareDesk {
  const { approvals, choices, clock, ids, looks, marks, record, settings } = parts;
  const { values } = settings;
  const urls = [values.PORTCULLIS_MPC_0_URL ?? values.MPC_SIGNER_URL, values.PORTCULLIS_MPC_1_URL] as const;
  const places: [string | null, string | null] = [hostOf(urls[0]), hostOf(urls[1])];
  const newId = (): string => hexOf(ids.bytes(16)).slice(2);

  /** The pinned address, also where the signer cannot be made now; what the environment names counts unless another kind is in use. */
  const pinned = (): Address | null => {
    const state = keyshares.state();
    if (state !== null) return state.pinned;
    const choice = choices.get();
    if (choice?.kind === 'cb_mpc_2pc') return choice.address;
    const kind = active.kind();
    return kind === null || kind === 'cb_mpc_2pc' ? (values.PORTCULLIS_SIGNER_ADDRESS ?? null) : null;
  };

  /** What is known without asking: of the signer in use, else of what was kept for that address. */
  const known = (): { readonly pinned: Address | null; readonly highestEpoch: number | null } => {
    const address = pinned();
    const state = keyshares.state();
    if (state !== null) return { pinned: address, highestEpoch: state.highestEpoch };
    const kept = marks.read();
    const isOfPin = kept.ok && kept.value !== null && kept.value.address === address;
    return { pinned: address, highestEpoch: isOfPin ? (kept.value?.highestEpoch ?? null) : null };
  };

  const board = (): KeyshareBoard => {
    const state = keyshares.state();
    const look = looks.get();
    const now = known();
    const awaitsSettling = state?.halt?.until === 'shares-put-right';
    const condition = keyshareCondition({ ...now, isSetUp: urls[0] !== undefined, awaitsSettling }, look);
    const speaksOurs = look?.parties[0].dialect === 'mpc-2p/1';
    return {
      ...now,
      places,
      condition,
      look,
      halt: state?.halt == null ? null : { why: state.halt.why, atMs: state.halt.atMs },
      // Settling does not bring a left epoch back: that is a recovery, and a person's word.
      canSettle:
        state !== null && speaksOurs && (condition === 'in-doubt' || (awaitsSettling && condition !== 'stale')),
      canRecover: state?.halt?.seen === 'epoch-went-back',
      canMakeKey: condition === 'no-key' && speaksOurs,
    };
  };

  const askBoth = async (actor: string, keepsRow: KeepsRow): Promise<Result<KeyshareBoard>> => {
    const found = partiesOf(parts);
    if (!found.ok) return found;
    const before = board();
    const parties = [found.value.party0, found.value.party1] as const;
    // Waits for what is under way, sees whether party 0 is still the pinned one, and notes its epoch before anything is held against it.
    if (keyshares.state() !== null) await keyshares.greet();
    const held = known();
    const wanted = { ...held, isLive: false, timeoutMs: defaultTiming.readMs };
    const lookNow = () => lookAtParties(parties, { ...wanted, nonce: newId() }, clock, new AbortController().signal);
    const first = await lookNow();
    // A refresh that ends between both answers looks like shares of different epochs: that alone is asked twice, and stands where the second
    // asking tells nothing.
    const again = first.misfit === 'other-epochs' ? await lookNow() : first;
    const hasBoth = again.parties.every(({ sharePoint }) => sharePoint !== null);
    const seen = hasBoth ? again : first;
    const { isBackedUp, misfit, parties: told } = seen;
    looks.set({ askedAtMs: clock.nowMs(), ...held, misfit, isBackedUp, parties: told });
    const now = board();
    // Parties that are only set up sign nothing here.
    if (keyshares.state() !== null) haltForLook(parts.halt, now.condition);
    if (keepsRow(before, now)) {
      const isFine = now.condition === 'fits';
      await record.after({
        eventType: 'keyshare-attest',
        level: isFine ? 'info' : 'warn',
        status: isFine ? 'ok' : 'failed',
        actor,
        subject: 'keyshares',
        body: { condition: now.condition, epoch: seen.epoch, ...pointsOf(told) },
      });
    }
    active.tell();
    return ok(now);
  };
  const ask = (actor: string): Promise<Result<KeyshareBoard>> => askBoth(actor, () => true);

  return {
    board,
    ask,
    look: (actor) => askBoth(actor, (before, now) => markOf(before) !== markOf(now)),
    requestSettle() {
      if (!board().canSettle) return conflict('no refresh of the two-party signer in use waits to be settled');
      return approvals.ask(settleQuestion(board(), async (actor) => forgetValue(await keyshares.settle(actor))));
    },
    requestRecovery() {
      if (!board().canRecover) return conflict('the two-party signer in use is not halted over an older epoch');
      return approvals.ask(recoverQuestion(board(), async (actor) => forgetValue(await keyshares.recover(actor))));
    },
    async requestNewKey(actor) {
      const asked = await ask(actor);
      if (!asked.ok) return asked;
      const found = partiesOf(parts);
      if (!found.ok) return found;
      const { party0, party1 } = found.value;
      if (!asked.value.canMakeKey || party1 === null) {
        return conflict('a first key is made only where both parties answer, and both say that they have none');
      }
      const both: readonly [MpcParty, MpcParty] = [party0, party1];
      const kept = marks.read();
      const before = kept.ok ? (kept.value?.address ?? null) : null;
      return approvals.ask(newKeyQuestion(parts, { board: asked.value, both, before, newId, after: ask }));
    },
  };
}

/** What both parties were found to hold: another condition, epoch or share is another mark. */
function markOf({ condition, look }: KeyshareBoard): string {
  const held = look?.parties.map(({ epoch, sharePoint }) => [epoch, sharePoint]) ?? [];
  return JSON.stringify([condition, held]);
}

function pointsOf([first, second]: KeyshareLook['parties']): { readonly points: (string | null)[] } {
  return { points: [first.sharePoint, second.sharePoint] };
}

/** Only the host: what follows it, and a name or password before it, is nobody's to read. */
function hostOf(url: string | undefined): string | null {
  if (url === undefined) return null;
  return URL.canParse(url) ? new URL(url).host : 'an address that cannot be read';
}

function forgetValue(result: Result<unknown>): Result<void> {
  return result.ok ? ok(undefined) : result;
}
