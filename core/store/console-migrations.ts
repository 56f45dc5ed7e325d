import { vaultMigration } from '../custody/vault-migration.ts';
import { haltMigration } from '../halt/migrations.ts';
import type { Migration } from './database.ts';

/** The schema of console.db, in order. A new step goes to the end, whatever part it belongs to; none is ever edited or moved. */
export const consoleMigrations: readonly Migration[] = [
  haltMigration,
  vaultMigration,
  {
    name: '0003-documents',
    sql: 'CREATE TABLE documents (name TEXT PRIMARY KEY, body TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;',
  },
];
