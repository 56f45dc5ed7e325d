import { createNonceJournal, type NonceJournal } from '../../chain/nonce-journal.ts';
import { isDevelopmentChain } from '../../domain/chains.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ChainAsset } from '../../policy/transaction-facts.ts';
import type { Database } from '../../store/database.ts';
import { stored } from '../../store/stored.ts';
import type { LiveStore } from '../live-store.ts';
import { createSpends, type Spends } from './spends.ts';

/** What was signed and what it moved, over one database. */
export interface TransactionBook {
  readonly journal: NonceJournal;
  readonly spends: Spends;
}

/** The books of all chains as one, and giving live.db back. */
export interface TransactionBooks extends TransactionBook {
  /** `storage-failed` where there is a live.db that cannot be opened: what is told of all chains is then told without it. */
  complete(): Result<void>;
  close(): void;
}

const unreadable = err({
  code: 'storage-failed',
  retry: 'after-checking',
  what: 'live.db, where real transactions are kept,',
} as const);

/**
 * Two books that read like one: development chains are kept in paper.db, every other chain in live.db, so that play never stands beside
 * money in any count. live.db is made by the first transaction that is signed for a real chain. Where it is there and cannot be opened,
 * nothing is signed for a real chain, and what it holds is not told: throws, as SQLite does, for what is asked of such a chain, and answers
 * `storage-failed` where a result can be given. What is read of all chains at once then leaves it out, and `complete` says so. `opened` is
 * told of each journal once, when its book is opened, whenever that is: what an earlier run left in it is settled then.
 */
export function createTransactionBooks(
  database: Database,
  store: LiveStore,
  opened: (journal: NonceJournal) => void = () => undefined,
): TransactionBooks {
  const bookOf = (file: Database): TransactionBook => {
    const book = { journal: createNonceJournal(file), spends: createSpends(file) };
    opened(book.journal);
    return book;
  };
  const paper = bookOf(database);
  // Whoever else makes one meanwhile puts no transactions into it: nothing is looked for on the disk again.
  const isKept = store.exists();
  let live: TransactionBook | null = null;

  const openLive = (): Result<TransactionBook> => {
    if (live !== null) return ok(live);
    const taken = store.take();
    if (!taken.ok) return taken;
    try {
      const book = stored('live.db could not be read', () => bookOf(taken.value.database));
      if (book.ok) live = book.value;
      return book;
    } finally {
      // What opens and cannot be read is let go: it is taken again at the next look.
      if (live === null) store.giveBack();
    }
  };
  /** live.db's book, null where there is none yet; throws where it cannot be opened. */
  const liveBook = (): TransactionBook | null => {
    if (live === null && !isKept) return null;
    const taken = openLive();
    // With a code of SQLite's, which makes it a failure of a store for whoever asked, and no bug.
    if (!taken.ok) throw Object.assign(new Error('live.db could not be opened'), { code: 'SQLITE_CANTOPEN' });
    return taken.value;
  };
  /** The same, null too where it cannot be opened: what is asked about all chains goes on without it. */
  const liveIfAny = (): TransactionBook | null => (live !== null || isKept ? valueOr(openLive()) : null);

  const of = (chainId: bigint): TransactionBook | null => (isDevelopmentChain(chainId) ? paper : liveBook());
  const holding = (id: string, liveOne: () => TransactionBook | null = liveIfAny): TransactionBook => {
    if (paper.journal.get(id) !== null) return paper;
    const other = liveOne();
    return other !== null && other.journal.get(id) !== null ? other : paper;
  };
  /** A change where a transaction lies; `storage-failed` where that cannot be looked for. */
  const inBook = <T>(id: string, change: (held: NonceJournal) => Result<T>): Result<T> => {
    const book = stored('the book of a transaction could not be read', () => holding(id, liveBook));
    return book.ok ? change(book.value.journal) : book;
  };
  const complete = (): Result<void> => {
    if (live === null && !isKept) return ok(undefined);
    return openLive().ok ? ok(undefined) : unreadable;
  };
  const both = (): readonly TransactionBook[] => [paper, ...listed(liveIfAny())];
  const ofAsset = (asset: ChainAsset): bigint => BigInt(asset.slice(0, asset.indexOf(':')));

  const journal: NonceJournal = {
    next(chainId, from, claims) {
      // Nothing is made for a question: a book that does not have the chain answers as an empty one.
      if (isDevelopmentChain(chainId) || (live === null && !isKept)) return paper.journal.next(chainId, from, claims);
      const taken = openLive();
      return taken.ok ? taken.value.journal.next(chainId, from, claims) : unreadable;
    },
    begin(transaction, nowMs, alongside) {
      if (isDevelopmentChain(transaction.signable.transaction.chainId)) {
        return paper.journal.begin(transaction, nowMs, alongside);
      }
      const taken = openLive();
      return taken.ok ? taken.value.journal.begin(transaction, nowMs, alongside) : unreadable;
    },
    release: (id, status, reason, nowMs) => inBook(id, (held) => held.release(id, status, reason, nowMs)),
    doubt: (id, reason, nowMs) => inBook(id, (held) => held.doubt(id, reason, nowMs)),
    storeSigned: (id, signed, clearSigned, nowMs) =>
      inBook(id, (held) => held.storeSigned(id, signed, clearSigned, nowMs)),
    markSent: (id, nowMs) => inBook(id, (held) => held.markSent(id, nowMs)),
    markDropped: (id, nowMs) => inBook(id, (held) => held.markDropped(id, nowMs)),
    markIncluded: (id, at, nowMs) => inBook(id, (held) => held.markIncluded(id, at, nowMs)),
    settle: (id, end, nowMs) => inBook(id, (held) => held.settle(id, end, nowMs)),
    settleReplaced(chainId, from, nonce, nowMs) {
      const book = of(chainId);
      return book === null ? ok([]) : book.journal.settleReplaced(chainId, from, nonce, nowMs);
    },
    recover(nowMs) {
      const all = complete();
      if (!all.ok) return all;
      const recovered = both().map((book) => book.journal.recover(nowMs));
      const failed = recovered.find((each) => !each.ok);
      return failed ?? ok(recovered.flatMap((each) => (each.ok ? each.value : [])));
    },
    get: (id) => holding(id).journal.get(id),
    at: (chainId, from, nonce) => of(chainId)?.journal.at(chainId, from, nonce) ?? [],
    list(filter) {
      if (filter.chainId !== undefined) return of(filter.chainId)?.journal.list(filter) ?? [];
      return both()
        .flatMap((book) => book.journal.list(filter))
        .toSorted((one, other) => other.createdAtMs - one.createdAtMs)
        .slice(0, filter.limit);
    },
    openCount: () => both().reduce((sum, book) => sum + book.journal.openCount(), 0),
  };
  const spends: Spends = {
    reserve(transactionId, moved, atMs) {
      for (const book of both()) {
        const its = moved.filter(({ asset }) => of(ofAsset(asset)) === book);
        if (its.length > 0) book.spends.reserve(transactionId, its, atMs);
      }
    },
    release: (transactionId) => holding(transactionId).spends.release(transactionId),
    releaseCovered: (loser, winner) => holding(winner).spends.releaseCovered(loser, winner),
    at: (asset, nowMs, except) => of(ofAsset(asset))?.spends.at(asset, nowMs, except) ?? { hour: 0n, day: 0n },
  };
  return {
    journal,
    spends,
    complete,
    close() {
      if (live !== null) store.giveBack();
      live = null;
    },
  };
}

function valueOr<T>(result: Result<T>): T | null {
  return result.ok ? result.value : null;
}

function listed<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}
