import type { ChainAsset, Spend, SpentFacts } from '../../policy/transaction-facts.ts';
import type { Database, Migration } from '../../store/database.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** What transactions moved, by asset, from the moment their bytes were approved; amounts are whole numbers as text, or 'unlimited'. */
export const spendsMigration: Migration = {
  name: 'spends',
  sql: `
    CREATE TABLE spends (
      transaction_id TEXT NOT NULL,
      asset TEXT NOT NULL,
      amount TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (transaction_id, asset)
    ) STRICT;
    CREATE INDEX spends_by_time ON spends (asset, at_ms);
  `,
};

/** What the rolling windows of transactions hold. Reserved at approval; given back only when it is certain that nothing was signed. */
export interface Spends {
  /** Reserves what a transaction moves, from `atMs` on (see `reservedFrom`). Throws what SQLite throws. */
  reserve(transactionId: string, spends: readonly Spend[], atMs: number): void;
  /** Gives back what a transaction reserved that was certainly not signed. Throws what SQLite throws. */
  release(transactionId: string): void;
  /**
   * Gives back of `loser` what `winner` has reserved as much of or more: whichever of the two the chain took, it is counted. That one
   * is settled is a node's word, so what only the loser would have moved stays counted. Throws what SQLite throws.
   */
  releaseCovered(loser: string, winner: string): void;
  /** What was reserved of an asset up to `nowMs` of confirmed time, one transaction left out. Throws what SQLite throws. */
  at(asset: ChainAsset, nowMs: number, except: string | null): SpentFacts;
}

// Nobody can spend more than this of anything on an EVM chain; an unlimited allowance fills every window.
const everything = 2n ** 256n;

/** The spends of an open paper.db or live.db. */
export function createSpends(database: Database): Spends {
  const insert = database.prepare(
    'INSERT OR REPLACE INTO spends (transaction_id, asset, amount, at_ms) VALUES (?, ?, ?, ?)',
  );
  const erase = database.prepare('DELETE FROM spends WHERE transaction_id = ?');
  const eraseOne = database.prepare('DELETE FROM spends WHERE transaction_id = ? AND asset = ?');
  const of = database.prepare<[string], { asset: string; amount: string }>(
    'SELECT asset, amount FROM spends WHERE transaction_id = ?',
  );
  const since = database.prepare<[string, number], { transaction_id: string; amount: string; at_ms: number }>(
    'SELECT transaction_id, amount, at_ms FROM spends WHERE asset = ? AND at_ms > ?',
  );
  return {
    reserve(transactionId, spends, atMs) {
      const sums = new Map<ChainAsset, bigint>();
      for (const { asset, amount } of spends) {
        sums.set(asset, (sums.get(asset) ?? 0n) + (amount === 'unlimited' ? everything : amount));
      }
      for (const [asset, amount] of sums) insert.run(transactionId, asset, amount.toString(), atMs);
    },
    release: (transactionId) => void erase.run(transactionId),
    releaseCovered(loser, winner) {
      const counted = new Map(of.all(winner).map(({ amount, asset }) => [asset, BigInt(amount)]));
      for (const { amount, asset } of of.all(loser)) {
        if ((counted.get(asset) ?? -1n) >= BigInt(amount)) eraseOne.run(loser, asset);
      }
    },
    at(asset, nowMs, except) {
      let hour = 0n;
      let day = 0n;
      // What was reserved at a time that is not confirmed yet counts too: the bound is only at the old end.
      for (const { amount, at_ms, transaction_id } of since.all(asset, nowMs - dayMs)) {
        if (transaction_id === except) continue;
        day += BigInt(amount);
        if (at_ms > nowMs - hourMs) hour += BigInt(amount);
      }
      return { hour, day };
    },
  };
}
