import type { Migration } from '../store/database.ts';

/**
 * Orders that wait for a stop price. Both tables are made anew: SQLite cannot change a CHECK, nor drop a table that another one points to.
 */
export const stopOrdersMigration: Migration = {
  name: '0005-stop-orders',
  sql: `
    CREATE TABLE orders_next (
      order_id TEXT PRIMARY KEY,
      client_order_id TEXT NOT NULL UNIQUE,
      venue_order_id TEXT,
      exchange TEXT NOT NULL,
      symbol TEXT NOT NULL,
      side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
      type TEXT NOT NULL CHECK (type IN ('limit', 'limit-maker', 'market', 'stop-limit', 'stop-market')),
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
      stop_price TEXT,
      CHECK (amount IS NOT NULL OR quote_amount IS NOT NULL),
      CHECK ((stop_price IS NOT NULL) = (type IN ('stop-limit', 'stop-market')))
    ) STRICT;
    INSERT INTO orders_next
      SELECT order_id, client_order_id, venue_order_id, exchange, symbol, side, type, time_in_force, amount, quote_amount, price,
        filled, average_price, status, reason, replaces, audit_id, created_at_ms, updated_at_ms, NULL
      FROM orders ORDER BY rowid;
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
    INSERT INTO fills_next SELECT * FROM fills ORDER BY rowid;
    DROP TABLE fills;
    DROP TABLE orders;
    ALTER TABLE orders_next RENAME TO orders;
    ALTER TABLE fills_next RENAME TO fills;
    CREATE INDEX orders_by_time ON orders (created_at_ms DESC);
    CREATE INDEX orders_open ON orders (status) WHERE status IN ('pending', 'open', 'partially-filled', 'outcome-unknown');
    CREATE INDEX fills_by_time ON fills (at_ms DESC);
    CREATE INDEX fills_by_order ON fills (order_id);
  `,
};
