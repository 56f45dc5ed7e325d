import { type ChainEvent, createFollower, type Follower } from '../../chain/follower.ts';
import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import type { Json } from '../../domain/canonical.ts';
import type { AppError } from '../../domain/errors.ts';
import { ok, type Result } from '../../domain/result.ts';
import { stored } from '../../store/stored.ts';
import { haltForStore } from '../store-failed.ts';
import { announceTransaction } from './announce-transaction.ts';
import { sendAgain } from './send-again.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

const periodMs = 2_000;
const retryMs = 10_000;

/** Follows what was sent to its end, chain by chain. */
export interface Following {
  /** Sees to it that the chain of this transaction is looked at. Never throws: see `createFollowing`. */
  follow(transactionId: string): void;
  confirmationsOf(transaction: JournaledTransaction): number;
  /** Takes up what an earlier run left open, now and as chains can be reached. Never throws: see `createFollowing`. */
  resume(): void;
  /** Answers when nothing is under way any more. */
  stop(): Promise<void>;
}

/**
 * Following over a journal; each chain is looked at while something of it is open. A chain whose RPC is set, changed or unlocked only
 * later is taken up within `retryMs`. A journal that cannot be read halts, whenever that shows, and is tried again all the same: what is on
 * its way is not known then, and nothing new may join it. Neither is it where `complete` says that a book could not be opened: that halts
 * once until it could be, so that the person can release it and go on without that book; the others are followed all the same.
 */
export function createFollowing(
  trading: () => TransactionTrading,
  complete: () => Result<void> = () => ok(undefined),
): Following {
  const followed = new Map<bigint, { readonly access: ChainAccess; readonly follower: Follower }>();
  let stopRetrying: (() => void) | null = null;
  let isStopped = false;
  let isMissingTold = false;

  const failed = (cause: unknown): void => {
    trading().log.error('following a chain threw', { cause: String(cause) });
    // What throws while the stores are closed is their end, and no failure.
    if (!isStopped) haltForStore(trading(), 'Transactions that are on their way could not be read.');
  };
  /** Runs what a timer or a submit began, which nobody would hear throw. */
  const safely = (step: () => void): void => {
    try {
      step();
    } catch (cause) {
      failed(cause);
    }
  };

  const start = (chainId: bigint): void => {
    const { chain, clock, journal } = trading();
    const access = chain(chainId);
    const before = followed.get(chainId);
    if (!access.ok || before?.access === access.value) return;
    before?.follower.stop();
    const follower = createFollower({
      ...access.value,
      journal,
      clock,
      sendAgain: (transaction) => sendAgain(trading(), transaction),
      report: (event) => report(trading(), event),
      failed,
    });
    followed.set(chainId, { access: access.value, follower });
    follower.start(periodMs);
  };

  const takeUp = (): void => {
    const all = complete();
    if (!all.ok && !isMissingTold) {
      trading().log.error('transactions could not be taken up', { error: all.error.code });
      haltForStore(trading(), 'live.db could not be opened: real transactions that are on their way are not followed.');
    }
    isMissingTold = !all.ok;
    for (const { chainId } of trading().journal.list({ open: true, limit: 500 })) start(chainId);
  };

  return {
    follow(transactionId) {
      safely(() => {
        const known = trading().journal.get(transactionId);
        if (known !== null) start(known.chainId);
      });
    },
    confirmationsOf: ({ chainId, transactionId }) =>
      followed.get(chainId)?.follower.confirmationsOf(transactionId) ?? 0,
    resume() {
      isStopped = false;
      safely(takeUp);
      stopRetrying ??= trading().clock.every(retryMs, () => safely(takeUp));
    },
    async stop() {
      isStopped = true;
      stopRetrying?.();
      stopRetrying = null;
      const followers = [...followed.values()].map(({ follower }) => follower);
      followed.clear();
      await Promise.all(followers.map((follower) => follower.stop()));
    },
  };
}

async function report(trading: TransactionTrading, event: ChainEvent): Promise<void> {
  switch (event.kind) {
    case 'trouble':
      trading.log.warn('a chain could not be followed', { error: event.error.code });
      if (event.error.code === 'storage-failed') {
        haltForStore(trading, 'What became of a transaction could not be stored.');
      }
      return;
    case 'replaced-elsewhere':
      for (const transaction of event.transactions) await tell(trading, transaction, event.kind, null);
      return;
    case 'confirmed':
    case 'reverted':
      await tell(trading, event.transaction, event.kind, null);
      for (const transaction of event.replaced) {
        giveBack(trading, transaction.transactionId, event.transaction.transactionId);
        await tell(trading, transaction, 'replaced', null);
      }
      return;
    case 'sent-again':
      await tell(trading, event.transaction, event.kind, event.sent.ok ? null : event.sent.error);
      return;
    case 'included':
    case 'reorged':
    case 'dropped':
      await tell(trading, event.transaction, event.kind, null);
  }
}

/** What cannot be given back stays counted: stricter, and no reason to stop following. */
function giveBack(trading: TransactionTrading, loser: string, winner: string): void {
  const given = stored('what was reserved could not be given back', () => trading.spends.releaseCovered(loser, winner));
  if (!given.ok)
    trading.log.warn('what a replaced transaction had reserved stays counted', { error: given.error.code });
}

async function tell(
  trading: TransactionTrading,
  { blockNumber, feePaidWei, hash, transactionId }: JournaledTransaction,
  what: string,
  error: AppError | null,
): Promise<void> {
  const isBad = what === 'reverted' || what === 'replaced-elsewhere' || what === 'dropped' || error !== null;
  await trading.record.after({
    eventType: 'transaction',
    level: isBad ? 'warn' : 'info',
    status: error !== null || what === 'reverted' ? 'failed' : 'ok',
    actor: 'chain',
    subject: transactionId,
    body: {
      what,
      hash,
      blockNumber,
      feePaidWei: feePaidWei?.toString() ?? null,
      ...(error === null ? {} : { error: { ...error } as Json }),
    },
  });
  announceTransaction(trading, transactionId);
}
