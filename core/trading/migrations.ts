import { chainMigration } from '../chain/chain-migration.ts';
import type { Migration } from '../store/database.ts';
import { orderKeysMigration } from './order-keys.ts';
import { stopOrdersMigration } from './stop-orders-migration.ts';
import { spendsMigration } from './transactions/spends.ts';

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
  {
    // Both tables are made anew: SQLite cannot take NOT NULL off `amount`, nor dropping a table that another one points to.
    name: '0002-order-kinds-and-windows',
    sql: `
      CREATE TABLE orders_next (
        order_id TEXT PRIMARY KEY,
        client_order_id TEXT NOT NULL UNIQUE,
        venue_order_id TEXT,
        exchange TEXT NOT NULL,
        symbol TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
        type TEXT NOT NULL CHECK (type IN ('limit', 'limit-maker', 'market')),
        time_in_force TEXT CHECK (time_in_force IN ('gtc', 'ioc', 'fok')),
        amount TEXT,
        quote_amount TEXT,
        price TEXT,
        filled TEXT NOT NULL,
        average_price TEXT,
        status TEXT NOT NULL,
        reason TEXT,
        replaces TEXT,
        audit_id INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL,
        CHECK (amount IS NOT NULL OR quote_amount IS NOT NULL)
      ) STRICT;
      INSERT INTO orders_next
        SELECT order_id, client_order_id, venue_order_id, exchange, symbol, side, type,
          CASE type WHEN 'limit' THEN 'gtc' END, amount, NULL, price, filled, average_price, status, reason, NULL,
          audit_id, created_at_ms, updated_at_ms
        FROM orders;
      CREATE TABLE fills_next (
        fill_id TEXT PRIMARY KEY,
        order_id TEXT NOT NULL REFERENCES orders_next (order_id),
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
      INSERT INTO fills_next SELECT * FROM fills;
      DROP TABLE fills;
      DROP TABLE orders;
      ALTER TABLE orders_next RENAME TO orders;
      ALTER TABLE fills_next RENAME TO fills;
      CREATE INDEX orders_by_time ON orders (created_at_ms DESC);
      CREATE INDEX orders_open ON orders (status) WHERE status IN ('pending', 'open', 'partially-filled', 'outcome-unknown');
      CREATE INDEX fills_by_time ON fills (at_ms DESC);
      CREATE INDEX fills_by_order ON fills (order_id);
      CREATE TABLE reservations (
        order_id TEXT PRIMARY KEY,
        quote TEXT NOT NULL,
        most_quote TEXT NOT NULL,
        at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX reservations_by_time ON reservations (at_ms);
      CREATE TABLE equity (quote TEXT NOT NULL, at_ms INTEGER NOT NULL, equity TEXT NOT NULL, PRIMARY KEY (quote, at_ms)) STRICT;
    `,
  },
  { name: '0003-transactions', sql: `${chainMigration.sql}\n${spendsMigration.sql}` },
  orderKeysMigration,
  stopOrdersMigration,
];
