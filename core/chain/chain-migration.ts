import type { Migration } from '../store/database.ts';

/**
 * The transactions of paper.db and live.db: one row for each set of bytes that was ever handed to a signer. Whole numbers that may be large
 * are decimal text. `raw` is there from the signature until the nonce is used, and is then taken away.
 */
export const chainMigration: Migration = {
  name: 'chain-transactions',
  sql: `
    CREATE TABLE transactions (
      transaction_id TEXT PRIMARY KEY,
      chain_id TEXT NOT NULL,
      from_address TEXT NOT NULL,
      nonce INTEGER NOT NULL CHECK (nonce >= 0),
      unsigned TEXT NOT NULL,
      digest TEXT NOT NULL,
      raw TEXT,
      hash TEXT,
      clear_signed INTEGER CHECK (clear_signed IN (0, 1)),
      status TEXT NOT NULL CHECK (status IN ('signing', 'in-doubt', 'signed', 'sent', 'dropped', 'included',
        'confirmed', 'reverted', 'replaced', 'refused', 'failed')),
      reason TEXT,
      signer TEXT NOT NULL,
      sentence TEXT NOT NULL,
      block_number INTEGER,
      block_hash TEXT,
      fee_paid_wei TEXT,
      replaces TEXT REFERENCES transactions (transaction_id),
      replaced_by TEXT REFERENCES transactions (transaction_id),
      audit_id INTEGER NOT NULL,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL,
      CHECK ((raw IS NULL) OR (hash IS NOT NULL)),
      CHECK ((block_number IS NULL) = (block_hash IS NULL))
    ) STRICT;
    CREATE INDEX transactions_by_nonce ON transactions (chain_id, from_address, nonce);
    CREATE INDEX transactions_by_time ON transactions (created_at_ms DESC);
    CREATE INDEX transactions_open ON transactions (status)
      WHERE status IN ('signing', 'in-doubt', 'signed', 'sent', 'dropped', 'included');
  `,
};
