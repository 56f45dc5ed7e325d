import type { Migration } from '../store/database.ts';

/** The schema of practice.db, step by step; only ever added to. Amounts are whole ticks, lots and units of 10^-8 as text. */
export const practiceMigrations: readonly Migration[] = [
  {
    name: '0001-practice',
    sql: `
      CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
      CREATE TABLE holdings (asset TEXT PRIMARY KEY, free TEXT NOT NULL, held TEXT NOT NULL) STRICT;
      CREATE TABLE orders (
        order_id INTEGER PRIMARY KEY,
        client_order_id TEXT NOT NULL,
        market TEXT NOT NULL,
        side TEXT NOT NULL,
        type TEXT NOT NULL,
        ticks TEXT,
        lots TEXT NOT NULL,
        filled_lots TEXT NOT NULL,
        quote_units TEXT NOT NULL,
        status TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX orders_by_client ON orders (client_order_id);
      CREATE INDEX orders_open ON orders (status) WHERE status IN ('NEW', 'PARTIALLY_FILLED');
      CREATE TABLE fills (
        trade_id INTEGER NOT NULL,
        order_id INTEGER NOT NULL REFERENCES orders (order_id),
        market TEXT NOT NULL,
        ticks TEXT NOT NULL,
        lots TEXT NOT NULL,
        fee_units TEXT NOT NULL,
        fee_asset TEXT NOT NULL,
        is_maker INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (trade_id, order_id)
      ) STRICT;
      CREATE INDEX fills_by_order ON fills (order_id);
    `,
  },
  {
    name: '0002-order-kinds',
    sql: `
      ALTER TABLE orders ADD COLUMN time_in_force TEXT NOT NULL DEFAULT 'GTC';
      ALTER TABLE orders ADD COLUMN quote_target TEXT;
    `,
  },
  {
    // What says why an order filled as it did. Best prices are '' where a side was empty, NULL where they were not kept.
    name: '0003-reasons',
    sql: `
      ALTER TABLE orders ADD COLUMN bid_at_arrival TEXT;
      ALTER TABLE orders ADD COLUMN ask_at_arrival TEXT;
      ALTER TABLE orders ADD COLUMN prevented_match_id INTEGER;
      ALTER TABLE fills ADD COLUMN fee_rate_millionths TEXT;
    `,
  },
  {
    // The account's key and secret were kept here once; they are drawn anew at each start since, so what is left of them opens nothing.
    name: '0004-no-keys',
    sql: "DELETE FROM facts WHERE name IN ('api-key', 'api-secret');",
  },
  {
    name: '0005-stop-orders',
    sql: `
      ALTER TABLE orders ADD COLUMN stop_ticks TEXT;
      ALTER TABLE orders ADD COLUMN triggered_at_ms INTEGER;
    `,
  },
];
