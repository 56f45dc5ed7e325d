import type { Migration } from '../store/database.ts';

/** The table of events under a name, with the conditions on two of its columns. The order of the columns is that of docs/audit-format.md. */
const eventsTable = (name: string, level: string, status: string): string => `CREATE TABLE ${name} (
        v INTEGER NOT NULL,
        id INTEGER PRIMARY KEY,
        timestamp TEXT NOT NULL,
        event_type TEXT NOT NULL,
        level TEXT NOT NULL CHECK (${level}),
        status TEXT NOT NULL CHECK (${status}),
        actor TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT,
        body_hash TEXT NOT NULL,
        prev_hash TEXT NOT NULL,
        hash TEXT NOT NULL,
        mac TEXT,
        retain_until TEXT
      ) STRICT;`;

/** What stands on the table of events, and goes with it when it is made anew. */
const indexes = `CREATE INDEX events_by_type ON events (event_type, status, level);
      CREATE INDEX events_by_status ON events (status, level);`;
const guards = `CREATE TRIGGER events_at_the_end BEFORE INSERT ON events
      WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM events)
      BEGIN SELECT RAISE(ABORT, 'audit rows are added at the end'); END;

      CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
      BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;

      CREATE TRIGGER events_never_changed BEFORE UPDATE ON events
      WHEN (
        OLD.body IS NOT NULL AND NEW.body IS NULL
        AND OLD.retain_until <= (SELECT started_at FROM retention_pass)
        AND NEW.v IS OLD.v AND NEW.id IS OLD.id AND NEW.timestamp IS OLD.timestamp
        AND NEW.event_type IS OLD.event_type AND NEW.level IS OLD.level AND NEW.status IS OLD.status
        AND NEW.actor IS OLD.actor AND NEW.subject IS OLD.subject AND NEW.body_hash IS OLD.body_hash
        AND NEW.prev_hash IS OLD.prev_hash AND NEW.hash IS OLD.hash AND NEW.mac IS OLD.mac
        AND NEW.retain_until IS OLD.retain_until
      ) IS NOT TRUE
      BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;`;

/**
 * The schema of audit.db. Rows are added at the end only, and neither changed nor removed, with one exception: while a retention pass
 * is open, the body of a row whose time is up can be cleared.
 */
export const auditMigrations: readonly Migration[] = [
  {
    name: '0001-events',
    sql: `
      ${eventsTable(
        'events',
        "level IN ('info', 'warn', 'error')",
        "status IN ('requested', 'ok', 'failed', 'unknown', 'recovered')",
      )}
      ${indexes}

      CREATE TABLE chain (only INTEGER PRIMARY KEY CHECK (only = 1), generation TEXT NOT NULL) STRICT;
      CREATE TABLE emergency_records (record_id TEXT PRIMARY KEY, event_id INTEGER NOT NULL) STRICT;
      CREATE TABLE retention_pass (only INTEGER PRIMARY KEY CHECK (only = 1), started_at TEXT NOT NULL) STRICT;

      ${guards}

      CREATE TRIGGER chain_never_changed BEFORE UPDATE ON chain
      BEGIN SELECT RAISE(ABORT, 'the generation is never changed'); END;
      CREATE TRIGGER chain_never_deleted BEFORE DELETE ON chain
      BEGIN SELECT RAISE(ABORT, 'the generation is never deleted'); END;
    `,
  },
  {
    // Rows of format 2: their mac also covers the sealed row before them. The table is made anew because a CHECK with IN costs every
    // insert a temporary index; a program that knows format 1 only is kept from writing by the number of the schema.
    name: '0002-linked-seals',
    sql: `
      ${eventsTable(
        'events_made_anew',
        "level = 'info' OR level = 'warn' OR level = 'error'",
        `
          status = 'ok' OR status = 'failed' OR status = 'requested' OR status = 'unknown' OR status = 'recovered'
        `,
      )}
      INSERT INTO events_made_anew SELECT v, id, timestamp, event_type, level, status, actor, subject, body, body_hash, prev_hash,
        hash, mac, retain_until FROM events ORDER BY id;
      DROP TABLE events;
      ALTER TABLE events_made_anew RENAME TO events;
      ${indexes}

      ${guards}
    `,
  },
];
