import type { Result } from '../domain/result.ts';
import { type Database, type Migration, openDatabase } from '../store/database.ts';
import type { Account } from './accounts.ts';
import { holdings } from './accounts.ts';
import type { Change } from './exchange.ts';
import { marketNamed } from './market-spec.ts';
import type { PracticeFill, PracticeOrder } from './practice-order.ts';

const migrations: readonly Migration[] = [
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
];

/** The practice exchange's own books of the person's account: orders, fills, holdings, and a few facts by name. */
export interface PracticeStore {
  /** Keeps a change as one transaction: the orders, their fills and the holdings after them, or nothing. Throws when it cannot. */
  keep(change: Change, isStored: (accountId: number) => boolean): void;
  openOrders(accountId: number): readonly PracticeOrder[];
  orderById(orderId: number, accountId: number): PracticeOrder | null;
  /** The newest order with this client id. */
  orderByClientId(clientOrderId: string, accountId: number): PracticeOrder | null;
  orders(market: string, accountId: number, limit: number): readonly PracticeOrder[];
  fills(filter: {
    readonly market: string;
    readonly orderId: number | null;
    readonly fromId: number;
    readonly limit: number;
  }): readonly PracticeFill[];
  holdings(): readonly { readonly asset: string; readonly free: bigint; readonly held: bigint }[];
  fact(name: string): string | null;
  setFact(name: string, value: string): void;
  lastNumbers(): { readonly orderId: number; readonly tradeId: number };
  /** Forgets orders and fills and sets the holdings, in one transaction. */
  reset(account: Account): void;
  close(): void;
}

type Row = Record<string, string | number | null>;

/** Opens practice.db; `storage-failed` when it cannot be. */
export function openPracticeStore(file: string): Result<PracticeStore> {
  const opened = openDatabase(file, migrations);
  return opened.ok ? { ok: true, value: createStore(opened.value) } : opened;
}

function createStore(database: Database): PracticeStore {
  const putOrder = database.prepare(`INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (order_id) DO UPDATE SET filled_lots = excluded.filled_lots, quote_units = excluded.quote_units,
      status = excluded.status, updated_at_ms = excluded.updated_at_ms`);
  const putFill = database.prepare('INSERT INTO fills VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const putHolding = database.prepare('INSERT OR REPLACE INTO holdings VALUES (?, ?, ?)');
  const putFact = database.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)');
  const one = (sql: string, ...values: (string | number)[]): Row | undefined =>
    database.prepare(sql).get(...values) as Row | undefined;
  const all = (sql: string, ...values: (string | number)[]): Row[] => database.prepare(sql).all(...values) as Row[];

  function writeOrder(order: PracticeOrder): void {
    putOrder.run(
      order.orderId,
      order.clientOrderId,
      order.market.venueName,
      order.side,
      order.type,
      order.ticks?.toString() ?? null,
      order.lots.toString(),
      order.filledLots.toString(),
      order.quoteUnits.toString(),
      order.status,
      order.createdAtMs,
      order.updatedAtMs,
      order.timeInForce,
      order.quoteTarget?.toString() ?? null,
    );
  }
  function writeHoldings(account: Account): void {
    for (const { asset, free, held } of holdings(account)) putHolding.run(asset, free.toString(), held.toString());
  }

  return {
    keep(change, isStored) {
      database.transaction(() => {
        const kept = new Set<number>();
        for (const order of change.orders) {
          if (!isStored(order.accountId)) continue;
          writeOrder(order);
          kept.add(order.orderId);
        }
        for (const fill of change.fills) {
          if (!kept.has(fill.orderId)) continue;
          putFill.run(
            fill.tradeId,
            fill.orderId,
            fill.market.venueName,
            fill.ticks.toString(),
            fill.lots.toString(),
            fill.feeUnits.toString(),
            fill.feeAsset,
            fill.isMaker ? 1 : 0,
            fill.atMs,
          );
        }
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
    orders: (market, accountId, limit) =>
      all('SELECT * FROM orders WHERE market = ? ORDER BY order_id DESC LIMIT ?', market, limit)
        .reverse()
        .map((row) => toOrder(row, accountId)),
    fills: ({ market, orderId, fromId, limit }) =>
      (orderId === null
        ? all('SELECT * FROM fills WHERE market = ? AND trade_id >= ? ORDER BY trade_id LIMIT ?', market, fromId, limit)
        : all(
            'SELECT * FROM fills WHERE market = ? AND order_id = ? AND trade_id >= ? ORDER BY trade_id LIMIT ?',
            market,
            orderId,
            fromId,
            limit,
          )
      ).map(toFill),
    holdings: () =>
      all('SELECT * FROM holdings').map((row) => ({
        asset: String(row.asset),
        free: BigInt(String(row.free)),
        held: BigInt(String(row.held)),
      })),
    fact: (name) => (one('SELECT value FROM facts WHERE name = ?', name)?.value as string | undefined) ?? null,
    setFact: (name, value) => void putFact.run(name, value),
    lastNumbers: () => ({
      orderId: (one('SELECT coalesce(max(order_id), 0) AS n FROM orders')?.n as number) ?? 0,
      tradeId: (one('SELECT coalesce(max(trade_id), 0) AS n FROM fills')?.n as number) ?? 0,
    }),
    reset(account) {
      database.transaction(() => {
        database.exec('DELETE FROM fills; DELETE FROM orders; DELETE FROM holdings;');
        writeHoldings(account);
      })();
    },
    close: () => void database.close(),
  };
}

function marketOf(row: Row) {
  const market = marketNamed(String(row.market));
  if (market === null) throw new Error(`practice.db names an unknown market ${row.market}`);
  return market;
}

function toOrder(row: Row, accountId: number): PracticeOrder {
  return {
    orderId: row.order_id as number,
    accountId,
    clientOrderId: String(row.client_order_id),
    market: marketOf(row),
    side: row.side as PracticeOrder['side'],
    type: row.type as PracticeOrder['type'],
    timeInForce: row.time_in_force as PracticeOrder['timeInForce'],
    quoteTarget: row.quote_target === null ? null : BigInt(String(row.quote_target)),
    ticks: row.ticks === null ? null : BigInt(String(row.ticks)),
    lots: BigInt(String(row.lots)),
    filledLots: BigInt(String(row.filled_lots)),
    quoteUnits: BigInt(String(row.quote_units)),
    status: row.status as PracticeOrder['status'],
    createdAtMs: row.created_at_ms as number,
    updatedAtMs: row.updated_at_ms as number,
  };
}

function toFill(row: Row): PracticeFill {
  return {
    tradeId: row.trade_id as number,
    orderId: row.order_id as number,
    market: marketOf(row),
    ticks: BigInt(String(row.ticks)),
    lots: BigInt(String(row.lots)),
    feeUnits: BigInt(String(row.fee_units)),
    feeAsset: String(row.fee_asset),
    isMaker: row.is_maker === 1,
    atMs: row.at_ms as number,
  };
}
