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
  {
    // What was reminded of stays, so that nothing is raised twice whatever the clock says; a snooze is of one due date.
    name: '0005-reminders',
    sql: `
      CREATE TABLE reminders (
        credential_id TEXT NOT NULL,
        due_at_ms INTEGER NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('in-30-days', 'in-14-days', 'in-3-days', 'overdue')),
        raised_at_ms INTEGER NOT NULL,
        PRIMARY KEY (credential_id, due_at_ms, level)
      ) STRICT;
      CREATE TABLE snoozes (
        credential_id TEXT PRIMARY KEY,
        due_at_ms INTEGER NOT NULL,
        until_ms INTEGER NOT NULL,
        reason TEXT NOT NULL
      ) STRICT;
      CREATE TABLE maintenance_windows (
        window_id TEXT PRIMARY KEY,
        starts_at_ms INTEGER NOT NULL,
        minutes INTEGER NOT NULL CHECK (minutes > 0),
        note TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    // Where a webhook goes lies in the vault: here is what may be shown of it, and what waits to be sent, fit to leave the machine.
    name: '0006-webhooks',
    sql: `
      CREATE TABLE webhooks (
        webhook_id TEXT PRIMARY KEY,
        label TEXT NOT NULL,
        format TEXT NOT NULL CHECK (format IN ('generic', 'discord', 'telegram')),
        host TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        notices TEXT NOT NULL,
        is_enabled INTEGER NOT NULL,
        has_old_secret INTEGER NOT NULL,
        dropped INTEGER NOT NULL,
        last_at_ms INTEGER,
        last_state TEXT,
        last_text TEXT
      ) STRICT;
      CREATE TABLE webhook_queue (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        webhook_id TEXT NOT NULL REFERENCES webhooks (webhook_id) ON DELETE CASCADE,
        notice TEXT NOT NULL,
        importance INTEGER NOT NULL,
        queued_at_ms INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        next_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX webhook_queue_of ON webhook_queue (webhook_id, id);
    `,
  },
  {
    // Only one may be under way. Nothing secret is in its facts.
    name: '0007-procedures',
    sql: `
      CREATE TABLE procedures (
        procedure_id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        credential_id TEXT NOT NULL,
        label TEXT NOT NULL,
        facts TEXT NOT NULL,
        step_id TEXT NOT NULL,
        is_doing INTEGER NOT NULL CHECK (is_doing IN (0, 1)),
        again_at_ms INTEGER,
        started_at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER,
        outcome TEXT NOT NULL CHECK (outcome IN ('open', 'completed', 'left')),
        reason TEXT
      ) STRICT;
      CREATE UNIQUE INDEX procedures_one_open ON procedures (outcome) WHERE outcome = 'open';
      CREATE TABLE procedure_proofs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        procedure_id TEXT NOT NULL REFERENCES procedures (procedure_id),
        step_id TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        strength TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX procedure_proofs_of ON procedure_proofs (procedure_id, id);
    `,
  },
  {
    // What a person says of backups, and when each was last known to help. Nothing secret is in it.
    name: '0008-backups',
    sql: `
      CREATE TABLE backups (
        backup_id TEXT PRIMARY KEY,
        component TEXT NOT NULL,
        place TEXT NOT NULL,
        encryption TEXT NOT NULL,
        access TEXT NOT NULL,
        two_person TEXT NOT NULL CHECK (two_person IN ('yes', 'no', 'unknown')),
        geographic_split TEXT NOT NULL CHECK (geographic_split IN ('yes', 'no', 'unknown')),
        digest TEXT,
        set_id TEXT,
        recorded_at_ms INTEGER NOT NULL,
        retired_at_ms INTEGER,
        retired_reason TEXT
      ) STRICT;
      CREATE TABLE backup_checks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        backup_id TEXT NOT NULL REFERENCES backups (backup_id),
        at_ms INTEGER NOT NULL,
        by_what TEXT NOT NULL CHECK (by_what IN ('opened', 'attested', 'rehearsed')),
        result TEXT NOT NULL CHECK (result IN ('ok', 'failed')),
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX backup_checks_of ON backup_checks (backup_id, id);
    `,
  },
  {
    // Whom to reach when something went wrong, and who looked through all of them: `digest` is of what they were then.
    name: '0009-contacts',
    sql: `
      CREATE TABLE contacts (
        contact_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        reach TEXT NOT NULL,
        changed_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE contact_reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at_ms INTEGER NOT NULL,
        reviewed_by TEXT NOT NULL,
        digest TEXT NOT NULL
      ) STRICT;
    `,
  },
];
