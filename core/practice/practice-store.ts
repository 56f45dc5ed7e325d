import type { Result } from '../domain/result.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { type Account, holdings } from './accounts.ts';
import type { Change } from './exchange-port.ts';
import { practiceMigrations } from './practice-migrations.ts';
import type { PracticeFill, PracticeOrder } from './practice-order.ts';
import { fillValues, orderValues, type Row, toFill, toOrder } from './practice-rows.ts';

/** Which orders or fills of a market to read; `null` where it does not matter. */
export interface HistoryFilter {
  readonly market: string;
  /** Of this number and above, oldest first; without it, the newest. Both are answered oldest first. */
  readonly fromId: number | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly limit: number;
}

/** The practice exchange's own books of the person's account: orders, fills, holdings, and a few facts by name. */
export interface PracticeStore {
  /** Keeps a change as one transaction: the orders, their fills and the holdings after them, or nothing. Throws when it cannot. */
  keep(change: Change, isStored: (accountId: number) => boolean): void;
  openOrders(accountId: number): readonly PracticeOrder[];
  orderById(orderId: number, accountId: number): PracticeOrder | null;
  /** The newest order with this client id. */
  orderByClientId(clientOrderId: string, accountId: number): PracticeOrder | null;
  orders(filter: HistoryFilter, accountId: number): readonly PracticeOrder[];
  fills(filter: HistoryFilter & { readonly orderId: number | null }): readonly PracticeFill[];
  holdings(): readonly { readonly asset: string; readonly free: bigint; readonly held: bigint }[];
  fact(name: string): string | null;
  setFact(name: string, value: string): void;
  lastNumbers(): { readonly orderId: number; readonly tradeId: number; readonly preventedMatchId: number };
  /** Forgets orders and fills and sets the holdings, in one transaction. */
  reset(account: Account): void;
  close(): void;
}

/** Opens practice.db; `storage-failed` when it cannot be. */
export function openPracticeStore(file: string): Result<PracticeStore> {
  const opened = openDatabase(file, practiceMigrations);
  return opened.ok ? { ok: true, value: createStore(opened.value) } : opened;
}

const places = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

function createStore(database: Database): PracticeStore {
  const putOrder = database.prepare(`INSERT INTO orders VALUES (${places(19)})
    ON CONFLICT (order_id) DO UPDATE SET filled_lots = excluded.filled_lots, quote_units = excluded.quote_units,
      status = excluded.status, updated_at_ms = excluded.updated_at_ms, prevented_match_id = excluded.prevented_match_id,
      triggered_at_ms = excluded.triggered_at_ms, bid_at_arrival = excluded.bid_at_arrival, ask_at_arrival = excluded.ask_at_arrival`);
  const putFill = database.prepare(`INSERT INTO fills VALUES (${places(10)})`);
  const putHolding = database.prepare('INSERT OR REPLACE INTO holdings VALUES (?, ?, ?)');
  const putFact = database.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)');
  const one = (sql: string, ...values: (string | number)[]): Row | undefined =>
    database.prepare(sql).get(...values) as Row | undefined;
  const all = (sql: string, ...values: (string | number)[]): Row[] => database.prepare(sql).all(...values) as Row[];

  function writeHoldings(account: Account): void {
    for (const { asset, free, held } of holdings(account)) putHolding.run(asset, free.toString(), held.toString());
  }

  /** The rows of a table that a filter lets through, oldest first. */
  function history(
    table: 'orders' | 'fills',
    filter: HistoryFilter & { readonly orderId?: number | null },
  ): readonly Row[] {
    const id = table === 'orders' ? 'order_id' : 'trade_id';
    const time = table === 'orders' ? 'created_at_ms' : 'at_ms';
    const conditions: readonly (readonly [string, string | number | null])[] = [
      ['market = ?', filter.market],
      ['order_id = ?', filter.orderId ?? null],
      [`${id} >= ?`, filter.fromId],
      [`${time} >= ?`, filter.fromMs],
      [`${time} <= ?`, filter.toMs],
    ];
    const given = conditions.flatMap(([sql, value]) => (value === null ? [] : [{ sql, value }]));
    const isNewest = filter.fromId === null;
    const rows = all(
      `SELECT * FROM ${table} WHERE ${given.map(({ sql }) => sql).join(' AND ')}
        ORDER BY ${id} ${isNewest ? 'DESC' : 'ASC'} LIMIT ?`,
      ...given.map(({ value }) => value),
      filter.limit,
    );
    return isNewest ? rows.reverse() : rows;
  }

  return {
    keep(change, isStored) {
      database.transaction(() => {
        const kept = new Set<number>();
        for (const order of change.orders) {
          if (!isStored(order.accountId)) continue;
          putOrder.run(...orderValues(order));
          kept.add(order.orderId);
        }
        for (const fill of change.fills) if (kept.has(fill.orderId)) putFill.run(...fillValues(fill));
        for (const account of change.holdings) if (account.isStored) writeHoldings(account);
      })();
    },
    openOrders: (accountId) =>
      all("SELECT * FROM orders WHERE status IN ('NEW', 'PARTIALLY_FILLED') ORDER BY order_id").map((row) =>
        toOrder(row, accountId),
      ),
    orderById(orderId, accountId) {
      const row = one('SELECT * FROM orders WHERE order_id = ?', orderId);
      return row === undefined ? null : toOrder(row, accountId);
    },
    orderByClientId(clientOrderId, accountId) {
      const row = one('SELECT * FROM orders WHERE client_order_id = ? ORDER BY order_id DESC LIMIT 1', clientOrderId);
      return row === undefined ? null : toOrder(row, accountId);
    },
    orders: (filter, accountId) => history('orders', filter).map((row) => toOrder(row, accountId)),
    fills: (filter) => history('fills', filter).map(toFill),
    holdings: () =>
      all('SELECT * FROM holdings').map((row) => ({
        asset: String(row.asset),
        free: BigInt(String(row.free)),
        held: BigInt(String(row.held)),
      })),
    fact: (name) => (one('SELECT value FROM facts WHERE name = ?', name)?.value as string | undefined) ?? null,
    setFact: (name, value) => void putFact.run(name, value),
    lastNumbers() {
      const last = (column: string, table: string): number =>
        (one(`SELECT coalesce(max(${column}), 0) AS n FROM ${table}`)?.n as number | undefined) ?? 0;
      return {
        orderId: last('order_id', 'orders'),
        tradeId: last('trade_id', 'fills'),
        preventedMatchId: last('prevented_match_id', 'orders'),
      };
    },
    reset(account) {
      database.transaction(() => {
        database.exec('DELETE FROM fills; DELETE FROM orders; DELETE FROM holdings;');
        writeHoldings(account);
      })();
    },
    close: () => void database.close(),
  };
}
