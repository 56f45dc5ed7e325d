import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isOpen } from '../../../../core/chain/journaled-transaction.ts';
import { createNonceJournal } from '../../../../core/chain/nonce-journal.ts';
import { signable } from '../../../../core/domain/transaction/signable.ts';
import { openDatabase } from '../../../../core/store/database.ts';
import { createLiveStore } from '../../../../core/trading/live-store.ts';
import { tradingMigrations } from '../../../../core/trading/migrations.ts';
import { createTransactionBooks } from '../../../../core/trading/transactions/transaction-books.ts';
import { type AnvilAccount, developmentAccounts } from '../../../chain/anvil.ts';
import { transactionOf } from '../../../chain/sign-with.ts';
import { unwrap } from '../../audit/temporary-audit.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';

const [alice, bob] = developmentAccounts() as unknown as [AnvilAccount, AnvilAccount];

/** Both books of a data folder, and steps that a test takes often. */
function booksIn(folder: string) {
  const paper = unwrap(openDatabase(join(folder, 'paper.db'), tradingMigrations));
  const books = createTransactionBooks(paper, createLiveStore(folder));
  const begin = (transactionId: string, chainId: bigint, nowMs: number) => {
    const asked = signable(transactionOf(bob.address, { chainId, nonce: 0 }), alice.address);
    const transaction = {
      ...{ transactionId, signable: asked, replaces: null, auditId: 1 },
      ...{ signer: 'keystore', sentence: 'Send.' },
    };
    return books.journal.begin(transaction, nowMs, () =>
      books.spends.reserve(transactionId, [{ asset: `${chainId}:native`, amount: 7n }], nowMs),
    );
  };
  const close = (): void => {
    books.close();
    paper.close();
  };
  return { ...books, begin, close, paper, live: join(folder, 'live.db') };
}

it('keeps a development chain in paper.db and every other in live.db, which is not made before', () => {
  const world = booksIn(temporaryFolder());
  onTestFinished(world.close);
  expect(unwrap(world.begin('play', 31337n, 1)).status).toBe('signing');
  expect(world.journal.next(1n, alice.address, { latest: 4, pending: 4 })).toMatchObject({ value: { nonce: 4 } });
  expect([world.journal.get('real'), world.journal.list({ chainId: 1n, limit: 5 })]).toEqual([null, []]);
  expect(existsSync(world.live)).toBe(false);

  unwrap(world.begin('real', 1n, 2));
  const live = unwrap(openDatabase(world.live, tradingMigrations));
  onTestFinished(() => {
    live.close();
  });
  const kept = [world.paper, live].map((database) =>
    createNonceJournal(database)
      .list({ limit: 5 })
      .map(({ transactionId }) => transactionId),
  );
  expect(kept).toEqual([['play'], ['real']]);
});

it('reads like one: the newest first, every open one counted, each found by its id and changed where it lies', () => {
  const world = booksIn(temporaryFolder());
  onTestFinished(world.close);
  unwrap(world.begin('play', 31337n, 1));
  unwrap(world.begin('real', 1n, 2));
  expect(world.journal.list({ limit: 5 }).map(({ transactionId }) => transactionId)).toEqual(['real', 'play']);
  expect(world.journal.list({ limit: 1 }).map(({ transactionId }) => transactionId)).toEqual(['real']);
  expect(world.journal.openCount()).toBe(2);
  expect(world.journal.at(1n, alice.address, 0).map(({ transactionId }) => transactionId)).toEqual(['real']);
  expect(unwrap(world.journal.release('real', 'refused', 'no', 3)).status).toBe('refused');
  expect(world.journal.get('play')?.status).toBe('signing');
  expect(world.journal.openCount()).toBe(1);
});

it('counts what a real chain moves apart, in its own windows', () => {
  const world = booksIn(temporaryFolder());
  onTestFinished(world.close);
  unwrap(world.begin('real', 1n, 1_000));
  unwrap(world.begin('play', 31337n, 1_000));
  expect(world.spends.at('1:native', 2_000, null)).toEqual({ hour: 7n, day: 7n });
  expect(world.spends.at('31337:native', 2_000, null)).toEqual({ hour: 7n, day: 7n });
  expect(world.spends.at('10:native', 2_000, null)).toEqual({ hour: 0n, day: 0n });
  world.spends.release('real');
  expect(world.spends.at('1:native', 2_000, null).day).toBe(0n);
  expect(world.spends.at('31337:native', 2_000, null).day).toBe(7n);
});

it('what was with a signer when the console ended is in doubt in both', () => {
  const folder = temporaryFolder();
  const first = booksIn(folder);
  unwrap(first.begin('real', 1n, 1));
  unwrap(first.begin('play', 31337n, 2));
  first.close();
  const second = booksIn(folder);
  onTestFinished(second.close);
  const recovered = unwrap(second.journal.recover(3));
  expect(recovered.map(({ status, transactionId }) => [transactionId, status])).toEqual([
    ['play', 'in-doubt'],
    ['real', 'in-doubt'],
  ]);
  expect(recovered.every(isOpen)).toBe(true);
});

it('signs nothing for a real chain where live.db cannot be opened, and goes on with play', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'live.db'), 'this is no database');
  const world = booksIn(folder);
  onTestFinished(world.close);
  expect(world.begin('real', 1n, 1)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  expect(world.journal.next(1n, alice.address, { latest: 0, pending: 0 })).toMatchObject({ ok: false });
  // A window that cannot be read is not empty.
  expect(() => world.spends.at('1:native', 2_000, null)).toThrow('live.db');
  expect(unwrap(world.begin('play', 31337n, 2)).status).toBe('signing');
  expect(world.journal.openCount()).toBe(1);
});

it('says that it is not complete where live.db cannot be opened, and of no change that its transaction is none', () => {
  const folder = temporaryFolder();
  expect(booksIn(temporaryFolder()).complete()).toEqual({ ok: true, value: undefined });
  writeFileSync(join(folder, 'live.db'), 'this is no database');
  const world = booksIn(folder);
  onTestFinished(world.close);
  const failed = { ok: false, error: { code: 'storage-failed' } };
  expect(world.complete()).toMatchObject(failed);
  expect(world.journal.markSent('real', 1)).toMatchObject(failed);
  expect(world.journal.recover(1)).toMatchObject(failed);
  unwrap(world.begin('play', 31337n, 2));
  expect(unwrap(world.journal.release('play', 'refused', 'no', 3)).status).toBe('refused');
});

it('answers with a failure, and throws nothing, where a change meets a book that cannot be read any more', () => {
  const folder = temporaryFolder();
  const world = booksIn(folder);
  onTestFinished(world.close);
  unwrap(world.begin('play', 31337n, 1));
  unwrap(world.begin('real', 1n, 2));
  const other = unwrap(openDatabase(world.live, tradingMigrations));
  other.exec('DROP TABLE transactions');
  other.close();
  const failed = { ok: false, error: { code: 'storage-failed' } };
  expect(world.journal.markSent('real', 3)).toMatchObject(failed);
  expect(world.journal.markSent('nobody', 3)).toMatchObject(failed);
  expect(unwrap(world.journal.release('play', 'refused', 'no', 3)).status).toBe('refused');
});

it('lets go of a live.db that opens but cannot be read', () => {
  const folder = temporaryFolder();
  const live = unwrap(openDatabase(join(folder, 'live.db'), tradingMigrations));
  live.exec('DROP TABLE transactions');
  live.close();
  const paper = unwrap(openDatabase(join(folder, 'paper.db'), tradingMigrations));
  const store = createLiveStore(folder);
  let taken = 0;
  const counted: typeof store = {
    ...store,
    take() {
      taken += 1;
      return store.take();
    },
    giveBack() {
      taken -= 1;
      store.giveBack();
    },
  };
  const books = createTransactionBooks(paper, counted);
  onTestFinished(() => {
    books.close();
    paper.close();
  });
  expect(books.complete()).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  expect(books.complete()).toMatchObject({ ok: false });
  expect(taken).toBe(0);
});
