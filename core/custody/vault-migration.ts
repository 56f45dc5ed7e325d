import type { Migration } from '../store/database.ts';

/** Where sealed records are kept. `sealed` is the ciphertext followed by its 16-byte tag. */
export const vaultMigration: Migration = {
  name: '0002-vault-records',
  sql: `
      CREATE TABLE vault_records (
        identity TEXT PRIMARY KEY,
        format INTEGER NOT NULL,
        nonce BLOB NOT NULL,
        sealed BLOB NOT NULL,
        updated_at TEXT NOT NULL
      ) STRICT;
    `,
};
