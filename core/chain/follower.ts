import type { Address } from '../domain/address.ts';
import type { Chain } from '../domain/chains.ts';
import type { AppError } from '../domain/errors.ts';
import type { Hex } from '../domain/hex.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { BlockHead, ChainReader } from './chain-reader.ts';
import type { JournaledTransaction } from './journaled-transaction.ts';
import type { NonceJournal } from './nonce-journal.ts';
import { type Sighting, sight } from './sighting.ts';

/** What became of a transaction; told after it is in the journal. */
export type ChainEvent =
  | { readonly kind: 'included'; readonly transaction: JournaledTransaction; readonly isSuccess: boolean }
  /** It was in a block, and that block is not on the chain any more. */
  | { readonly kind: 'reorged'; readonly transaction: JournaledTransaction }
  | { readonly kind: 'dropped'; readonly transaction: JournaledTransaction }
  | { readonly kind: 'sent-again'; readonly transaction: JournaledTransaction; readonly sent: Result<void> }
  /** The end: it used its nonce. `replaced` are those of ours that lost the nonce to it. */
  | {
      readonly kind: 'confirmed' | 'reverted';
      readonly transaction: JournaledTransaction;
      readonly replaced: readonly JournaledTransaction[];
    }
  /**
   * The end: something that is not of this console used the nonce, as the node says. It is no proof that nothing was spent, so what was
   * reserved for them stays reserved.
   */
  | { readonly kind: 'replaced-elsewhere'; readonly transactions: readonly JournaledTransaction[] }
  /** Nothing could be seen, or what was seen could not be kept. */
  | { readonly kind: 'trouble'; readonly error: AppError };

/** What a follower works with. */
export interface FollowerParts {
  readonly chain: Chain;
  readonly reader: ChainReader;
  readonly journal: NonceJournal;
  readonly clock: Clock;
  /** Sends the same signed bytes again, if that is allowed now; the caller proves them once more and asks the halt. */
  readonly sendAgain: (transaction: JournaledTransaction) => Promise<Result<void>>;
  readonly report: (event: ChainEvent) => void | Promise<void>;
  /** A look that the timer began threw; the next one begins all the same. */
  readonly failed?: (cause: unknown) => void;
}

/** Follows every open transaction of one chain until its nonce is used for good. */
export interface Follower {
  /** Looks at each once; one look at a time, a second one waits for the first. Never rejects unless `report` does. */
  look(): Promise<void>;
  /** Looks every `periodMs` until `stop`. */
  start(periodMs: number): void;
  /** Looks no more; answers when the look that is under way has ended, which begins nothing new. */
  stop(): Promise<void>;
  /** How many blocks stood on a transaction, its own included, when it was last looked at; 0 for none. */
  confirmationsOf(transactionId: string): number;
}

interface Slot {
  /** The newest block when the nonce was first seen used by something else; null while it is not. */
  usedSinceBlock: number | null;
  /** When the bytes may be sent again, and how long to wait after that, on the monotonic clock. */
  sendAgainAtMs: number;
  waitMs: number;
}

const firstWaitMs = 15_000;
const longestWaitMs = 600_000;
const mostOpen = 500;

/** A follower of one chain; nothing is looked at before `look` or `start`. */
export function createFollower(parts: FollowerParts): Follower {
  const { chain, reader, journal, clock, report } = parts;
  const slots = new Map<string, Slot>();
  const confirmations = new Map<string, number>();
  let looking: Promise<void> = Promise.resolve();
  let stopTimer: (() => void) | null = null;
  let isStopped = false;

  async function lookAtAll(): Promise<void> {
    const open = journal.list({ chainId: chain.chainId, open: true, limit: mostOpen });
    const places = new Map(open.map(({ from, nonce }) => [`${from} ${nonce}`, { from, nonce }]));
    for (const key of slots.keys()) if (!places.has(key)) slots.delete(key);
    if (places.size === 0) return;
    const head = await reader.head();
    if (isStopped) return;
    if (!head.ok) return trouble(head.error);
    for (const [key, { from, nonce }] of places) {
      if (isStopped) return;
      await lookAt(key, head.value, from, nonce);
    }
  }

  async function lookAt(key: string, head: BlockHead, from: Address, nonce: number): Promise<void> {
    const ours = journal
      .at(chain.chainId, from, nonce)
      .filter(({ status }) => status !== 'refused' && status !== 'failed');
    const hashes = ours.flatMap(({ hash }): readonly Hex[] => (hash === null ? [] : [hash]));
    const seen = await sight(reader, head, from, nonce, hashes);
    if (isStopped) return;
    if (!seen.ok) return trouble(seen.error);
    const slot = slots.get(key) ?? { usedSinceBlock: null, sendAgainAtMs: 0, waitMs: firstWaitMs };
    slots.set(key, slot);
    await takeBack(ours, seen.value);
    if (seen.value.kind !== 'used') slot.usedSinceBlock = null;
    switch (seen.value.kind) {
      case 'included':
        return takeIncluded(ours, seen.value);
      case 'waiting':
        return takeWaiting(ours, seen.value.hash, slot);
      case 'missing':
        return takeMissing(from, nonce, slot);
      case 'used':
        slot.usedSinceBlock ??= head.number;
        // Its receipt may come later than the count: it is given as long as a settlement takes.
        if (head.number - slot.usedSinceBlock >= chain.confirmations) await takeUsed(from, nonce);
    }
  }

  /** Those that were in a block, and are not in that one any more. */
  async function takeBack(ours: readonly JournaledTransaction[], seen: Sighting): Promise<void> {
    const where = seen.kind === 'included' ? seen : null;
    for (const transaction of ours) {
      const { status, hash, blockHash, transactionId } = transaction;
      if (status !== 'included' || (where?.hash === hash && where.blockHash === blockHash)) continue;
      confirmations.delete(transactionId);
      const back = journal.markSent(transactionId, clock.nowMs());
      await (back.ok ? report({ kind: 'reorged', transaction: back.value }) : trouble(back.error));
    }
  }

  async function takeIncluded(
    ours: readonly JournaledTransaction[],
    seen: Extract<Sighting, { kind: 'included' }>,
  ): Promise<void> {
    const known = ours.find(({ hash }) => hash === seen.hash);
    if (known === undefined) return;
    const { transactionId } = known;
    const isNew = known.status !== 'included' || known.blockHash !== seen.blockHash;
    if (isNew) {
      const kept = journal.markIncluded(transactionId, seen, clock.nowMs());
      if (!kept.ok) return trouble(kept.error);
      await report({ kind: 'included', transaction: kept.value, isSuccess: seen.isSuccess });
    }
    confirmations.set(transactionId, seen.confirmations);
    if (seen.confirmations < chain.confirmations) return;
    const status = seen.isSuccess ? 'confirmed' : 'reverted';
    const settled = journal.settle(transactionId, { status, feePaidWei: seen.feePaidWei }, clock.nowMs());
    if (!settled.ok) return trouble(settled.error);
    const transaction = journal.get(transactionId) ?? known;
    await report({ kind: status, transaction, replaced: settled.value });
  }

  async function takeWaiting(ours: readonly JournaledTransaction[], hash: Hex, slot: Slot): Promise<void> {
    slot.waitMs = firstWaitMs;
    slot.sendAgainAtMs = 0;
    const known = ours.find((transaction) => transaction.hash === hash);
    if (known === undefined || known.status === 'sent') return;
    const kept = journal.markSent(known.transactionId, clock.nowMs());
    if (!kept.ok) return trouble(kept.error);
  }

  async function takeMissing(from: Address, nonce: number, slot: Slot): Promise<void> {
    // The last that was signed pays most. One that is stored and was never sent is not this part's to send.
    const last = journal.at(chain.chainId, from, nonce).findLast(({ raw }) => raw !== null);
    if (last === undefined || (last.status !== 'sent' && last.status !== 'dropped')) return;
    let transaction = last;
    if (last.status === 'sent') {
      const kept = journal.markDropped(last.transactionId, clock.nowMs());
      if (!kept.ok) return trouble(kept.error);
      transaction = kept.value;
      await report({ kind: 'dropped', transaction });
    }
    if (clock.monotonicMs() < slot.sendAgainAtMs) return;
    slot.sendAgainAtMs = clock.monotonicMs() + slot.waitMs;
    slot.waitMs = Math.min(2 * slot.waitMs, longestWaitMs);
    const sent = await parts.sendAgain(transaction);
    await report({ kind: 'sent-again', transaction, sent });
  }

  async function takeUsed(from: Address, nonce: number): Promise<void> {
    const settled = journal.settleReplaced(chain.chainId, from, nonce, clock.nowMs());
    if (!settled.ok) return trouble(settled.error);
    await report({ kind: 'replaced-elsewhere', transactions: settled.value });
  }

  async function trouble(error: AppError): Promise<void> {
    await report({ kind: 'trouble', error });
  }

  function look(): Promise<void> {
    const next = looking.then(lookAtAll, lookAtAll);
    // Whoever asked for a look hears of what it threw; the next one begins all the same.
    looking = next.catch(() => undefined);
    return next;
  }

  let isBusy = false;
  return {
    look,
    start(periodMs) {
      isStopped = false;
      stopTimer?.();
      stopTimer = clock.every(periodMs, () => {
        if (isBusy) return;
        isBusy = true;
        const done = (): void => {
          isBusy = false;
        };
        look().then(done, (cause: unknown) => {
          done();
          parts.failed?.(cause);
        });
      });
    },
    stop() {
      isStopped = true;
      stopTimer?.();
      stopTimer = null;
      return looking;
    },
    confirmationsOf: (transactionId) => confirmations.get(transactionId) ?? 0,
  };
}
