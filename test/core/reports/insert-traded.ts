import type { Database } from '../../../core/store/database.ts';

/** Puts a filled market order of 0.01 BTC, and its one fill at 20000, into a journal, as a venue's answer would have. */
export function insertTraded(
  database: Database,
  { atMs, orderId }: { readonly orderId: string; readonly atMs: number },
): void {
  database
    .prepare(
      `INSERT INTO orders (order_id, client_order_id, venue_order_id, exchange, symbol, side, type, amount, filled, average_price,
         status, audit_id, created_at_ms, updated_at_ms)
       VALUES (?, ?, '1', 'binance', 'BTC/USDT', 'buy', 'market', '0.01', '0.01', '20000', 'filled', 1, ?, ?)`,
    )
    .run(orderId, `pc-${orderId}`, atMs, atMs);
  database
    .prepare(
      `INSERT INTO fills (fill_id, order_id, exchange, symbol, side, price, amount, notional, fee_amount, fee_asset, role, at_ms)
       VALUES (?, ?, 'binance', 'BTC/USDT', 'buy', '20000', '0.01', '200', '0.00001', 'BTC', 'taker', ?)`,
    )
    .run(`f-${orderId}`, orderId, atMs);
}
