import type { Migration } from '../store/database.ts';

/** Where the halt control is kept: one row that is there from the first day, so that its absence is a fault and not a first start. */
export const haltMigration: Migration = {
  name: '0001-halt',
  sql: `
      CREATE TABLE halt (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        state TEXT NOT NULL,
        since_ms INTEGER,
        reasons TEXT NOT NULL
      ) STRICT;
      INSERT INTO halt VALUES (1, 'active', NULL, '[]');
    `,
};
