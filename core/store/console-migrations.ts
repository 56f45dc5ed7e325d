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
  {
    // Nothing secret is in these: a fingerprint is of a key's public part or keyed. `slot` is of what was found and not entered here.
    name: '0004-credentials',
    sql: `
      CREATE TABLE credentials (
        credential_id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        slot TEXT UNIQUE,
        subject TEXT,
        label TEXT NOT NULL,
        place TEXT NOT NULL,
        fingerprint TEXT,
        state TEXT NOT NULL CHECK (state IN ('active', 'standby', 'retired', 'missing')),
        created_at_ms INTEGER,
        entered_at_ms INTEGER NOT NULL,
        last_rotated_at_ms INTEGER,
        not_after_ms INTEGER,
        interval_days INTEGER NOT NULL CHECK (interval_days > 0),
        interval_reason TEXT,
        attested TEXT
      ) STRICT;
      CREATE UNIQUE INDEX credentials_one_active ON credentials (subject)
        WHERE kind = 'cex-key' AND place = 'vault' AND state = 'active';
      CREATE TABLE credential_evidence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        credential_id TEXT NOT NULL REFERENCES credentials (credential_id),
        at_ms INTEGER NOT NULL,
        what TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX credential_evidence_of ON credential_evidence (credential_id, id);
      CREATE TABLE key_passports (
        credential_id TEXT PRIMARY KEY REFERENCES credentials (credential_id),
        fingerprint TEXT NOT NULL,
        read_at_ms INTEGER,
        answer_hash TEXT,
        rights TEXT,
        known TEXT,
        widened TEXT NOT NULL,
        failure TEXT,
        is_stale INTEGER NOT NULL
      ) STRICT;
    `,
  },
];
