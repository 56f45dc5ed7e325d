import type { NonceJournal } from './chain/nonce-journal.ts';
import type { Chains } from './chains.ts';
import { smaller } from './domain/bigint.ts';
import { isDevelopmentChain } from './domain/chains.ts';
import type { Result } from './domain/result.ts';
import { tokenList } from './domain/tokens/token-list.ts';
import type { Limits } from './policy/limits.ts';
import type { Signing } from './signing/signing.ts';
import type { StandingPolicy } from './standing-policy.ts';
import type { Database } from './store/database.ts';
import { stored } from './store/stored.ts';
import type { LiveStore } from './trading/live-store.ts';
import { createPreviews, type Previews } from './trading/previews.ts';
import { haltForStore } from './trading/store-failed.ts';
import type { AddressBook } from './trading/transactions/address-book.ts';
import { createFollowing } from './trading/transactions/follow.ts';
import type { HeldTransaction } from './trading/transactions/held-transaction.ts';
import { createTransactionBooks } from './trading/transactions/transaction-books.ts';
import type { TransactionTrading } from './trading/transactions/transaction-trading.ts';

/** Transactions, running. */
export interface OpenTransactions {
  readonly trading: TransactionTrading;
  /** `storage-failed` where the journal leaves out what lies in a live.db that cannot be opened. That halts. */
  readonly complete: () => Result<void>;
  readonly previews: Previews<HeldTransaction>;
  /** How many are on their way; null where a book of them cannot be read. */
  openCount(): number | null;
  /** Follows no more and takes back what is with the signer. */
  stop(): void;
  /** Lets the books go, after all that. */
  close(): void;
  /** After `stop`: answers when every submit and look that was under way has left its outcome, or after `longestMs`. */
  ended(longestMs: number): Promise<void>;
}

/** What transactions stand on. */
export interface TransactionsParts
  extends Pick<
    TransactionTrading,
    'clock' | 'ids' | 'log' | 'halt' | 'record' | 'approvals' | 'timeOf' | 'announce' | 'refusedSubmit' | 'count'
  > {
  /** paper.db. */
  readonly database: Database;
  readonly liveStore: LiveStore;
  /** The limits that live trading was armed with; none while nothing is armed. */
  readonly armed: () => Limits;
  /** When it was; null while nothing is armed. */
  readonly armedAtMs: () => number | null;
  readonly book: AddressBook;
  readonly chains: Chains;
  readonly signing: Signing;
  readonly policy: StandingPolicy;
}

/** What holds where the person has set no limit: no gas price above 500 gwei, no tip above 50, no more gas than a block usually has. */
const usualCaps = { gasPriceWei: 500n * 10n ** 9n, tipWei: 50n * 10n ** 9n, gas: 30_000_000n };

/** Opens the journal, settles what an earlier run left in the signer's hands, and follows what is on its way. */
export function openTransactions(parts: TransactionsParts): OpenTransactions {
  const { armed, book, chains, clock, database, policy, record, signing } = parts;
  /** What an earlier run left in the signer's hands is in doubt. */
  const recover = (kept: NonceJournal): void => {
    const recovered = kept.recover(clock.nowMs());
    if (!recovered.ok) haltForStore(parts, 'What was signed before could not be read.');
    for (const { transactionId, reason } of recovered.ok ? recovered.value : []) {
      record.always({
        eventType: 'sign',
        level: 'warn',
        status: 'recovered',
        actor: 'core',
        subject: transactionId,
        body: { reason, clear_signed: null },
      });
    }
  };
  const { close, complete, journal, spends } = createTransactionBooks(database, parts.liveStore, recover);
  const following = createFollowing(() => trading, complete);
  const trading: TransactionTrading = {
    ...parts,
    journal,
    spends,
    tokens: () => tokenList(book.tokens()),
    chain: (chainId) => chains.access(chainId),
    desk: () => signing.active.desk(),
    judge: (transaction, facts) =>
      isDevelopmentChain(transaction.transaction.chainId)
        ? policy.judgeTransaction(transaction, facts)
        : policy.judgeLiveTransaction(transaction, facts, armed()),
    feeCaps() {
      const maxFeePerGasWei = policy.limits().maxGasPriceWei ?? usualCaps.gasPriceWei;
      return { maxFeePerGasWei, maxPriorityFeePerGasWei: smaller(maxFeePerGasWei, usualCaps.tipWei) };
    },
    mostGas: () => policy.limits().maxGas ?? usualCaps.gas,
    signing: new Map(),
    progress: new Map(),
    underWay: new Set(),
    confirmations: (transaction) => following.confirmationsOf(transaction),
    follow: (transactionId) => following.follow(transactionId),
  };
  following.resume();
  let lastLooks = Promise.resolve();
  return {
    trading,
    complete,
    previews: createPreviews<HeldTransaction>(clock),
    openCount() {
      // It is asked for every status: a book that cannot be read must not take that with it.
      const now = complete().ok ? stored('how many transactions are on their way', journal.openCount) : null;
      return now?.ok === true ? now.value : null;
    },
    close,
    stop() {
      for (const controller of trading.signing.values()) controller.abort();
      lastLooks = following.stop();
    },
    ended: (longestMs) =>
      new Promise((resolve) => {
        const stopWaiting = clock.after(longestMs, resolve);
        void Promise.allSettled([...trading.underWay, lastLooks]).then(() => {
          stopWaiting();
          resolve();
        });
      }),
  };
}
