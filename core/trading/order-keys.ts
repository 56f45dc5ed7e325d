import type { ExchangeName } from '../domain/exchanges.ts';
import type { Database, Migration } from '../store/database.ts';

/** The key that an order is placed with, as far as live.db knows it: the id of its credential and its public mark, nothing secret. */
export interface OrderKey {
  readonly credentialId: string;
  /** See `keyFingerprint`: a key that is entered again under another credential is still the same key. */
  readonly fingerprint: string;
}

/** Whether an order lies in the account of the key in use. 'unknown' is never treated as 'yes'. */
export type IsOfThisAccount = 'yes' | 'no' | 'unknown';

/** Which key placed each order of one exchange, and which account each key belongs to, seen from the key in use. */
export interface OrderKeys {
  /** Ties a new order to the key in use. Throws when it cannot be kept: it is called inside the transaction that keeps the order. */
  tie(orderId: string): void;
  /** Of which account an order is: known by its key, or by the account that the venue told of both keys. */
  isOfThisAccount(orderId: string): IsOfThisAccount;
  /** The venue lists this order for the key in use: whoever placed it, it lies in its account. Throws when it cannot be kept. */
  listed(orderId: string): void;
  /** What the venue told of the account of the key in use; null where it has not. */
  accountId(): string | null;
  /** The venue has told it. What was told of a key first stays: a key never moves to another account. Throws when it cannot be kept. */
  told(accountId: string): void;
}

/**
 * Tables of their own, tied to `orders` by its id only: an order of before this schema has no row in them and is of an unknown key. In
 * paper.db they stay empty.
 */
export const orderKeysMigration: Migration = {
  name: '0004-order-keys',
  sql: `
    CREATE TABLE order_keys (
      order_id TEXT PRIMARY KEY,
      credential_id TEXT NOT NULL,
      key_fingerprint TEXT NOT NULL
    ) STRICT;
    CREATE TABLE key_accounts (
      exchange TEXT NOT NULL,
      key_fingerprint TEXT NOT NULL,
      account_id TEXT NOT NULL,
      PRIMARY KEY (exchange, key_fingerprint)
    ) STRICT;
  `,
};

/** The keys of an open live.db, for one exchange and the key that is in use there. */
export function createOrderKeys(database: Database, exchange: ExchangeName, inUse: OrderKey): OrderKeys {
  const insertKey = database.prepare('INSERT INTO order_keys VALUES (?, ?, ?)');
  const replaceKey = database.prepare('INSERT OR REPLACE INTO order_keys VALUES (?, ?, ?)');
  const selectKey = database.prepare('SELECT key_fingerprint AS mark FROM order_keys WHERE order_id = ?');
  const insertAccount = database.prepare('INSERT OR IGNORE INTO key_accounts VALUES (?, ?, ?)');
  const selectAccount = database.prepare(
    'SELECT account_id AS id FROM key_accounts WHERE exchange = ? AND key_fingerprint = ?',
  );
  const accountOf = (mark: string): string | null =>
    (selectAccount.get(exchange, mark) as { readonly id: string } | undefined)?.id ?? null;

  return {
    tie: (orderId) => void insertKey.run(orderId, inUse.credentialId, inUse.fingerprint),
    isOfThisAccount(orderId) {
      const mark = (selectKey.get(orderId) as { readonly mark: string } | undefined)?.mark;
      if (mark === undefined) return 'unknown';
      if (mark === inUse.fingerprint) return 'yes';
      const [its, ours] = [accountOf(mark), accountOf(inUse.fingerprint)];
      if (its === null || ours === null) return 'unknown';
      return its === ours ? 'yes' : 'no';
    },
    listed: (orderId) => void replaceKey.run(orderId, inUse.credentialId, inUse.fingerprint),
    accountId: () => accountOf(inUse.fingerprint),
    told: (accountId) => void insertAccount.run(exchange, inUse.fingerprint, accountId),
  };
}
