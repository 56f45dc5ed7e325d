import type { Migration } from '../store/database.ts';

/** The schema of paper.db and live.db: what the console itself knows of its orders and fills. Money is canonical decimal text. */
export const tradingMigrations: readonly Migration[] = [
  {
    name: '0001-orders-and-fills',
    sql: `
      CREATE TABLE orders (
        order_id TEXT PRIMARY KEY,
        client_order_id TEXT NOT NULL UNIQUE,
        venue_order_id TEXT,
        exchange TEXT NOT NULL,
        symbol TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
        type TEXT NOT NULL CHECK (type IN ('limit', 'market')),
        amount TEXT NOT NULL,
        price TEXT,
        filled TEXT NOT NULL,
        average_price TEXT,
        status TEXT NOT NULL,
        reason TEXT,
        audit_id INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX orders_by_time ON orders (created_at_ms DESC);
      CREATE INDEX orders_open ON orders (status) WHERE status IN ('pending', 'open', 'partially-filled', 'outcome-unknown');
      CREATE TABLE fills (
        fill_id TEXT PRIMARY KEY,
        order_id TEXT NOT NULL REFERENCES orders (order_id),
        exchange TEXT NOT NULL,
        symbol TEXT NOT NULL,
        side TEXT NOT NULL,
        price TEXT NOT NULL,
        amount TEXT NOT NULL,
        notional TEXT NOT NULL,
        fee_amount TEXT NOT NULL,
        fee_asset TEXT NOT NULL,
        role TEXT NOT NULL,
        at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX fills_by_time ON fills (at_ms DESC);
      CREATE INDEX fills_by_order ON fills (order_id);
    `,
  },
];
