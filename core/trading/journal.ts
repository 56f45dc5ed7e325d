import type { Fill, Order, OrderStatus } from '../contract/shapes.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { add, compare, type DecimalText, decimal, isPositive, subtract, zero } from '../domain/money.ts';
import { err, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import type { VenueFill, VenueOrder } from '../venues/venue.ts';
import { inJournal } from './in-journal.ts';
import { fromFillRow, toFill, toOrder } from './journal-rows.ts';

/** The statuses from which an order can still change. */
export const openStatuses: readonly OrderStatus[] = ['pending', 'open', 'partially-filled', 'outcome-unknown'];

/** Which orders to read, newest first. */
export interface OrderFilter {
  readonly open?: boolean | undefined;
  readonly symbol?: string | undefined;
  readonly limit: number;
}

/** Which fills to read, newest first. */
export interface FillFilter {
  readonly orderId?: string | undefined;
  readonly symbol?: string | undefined;
  readonly limit: number;
}

/** What the console itself knows of its orders: written before anything is sent, corrected by what the venue says. */
export interface Journal {
  /**
   * Stores a new order as 'pending', tied to the audit row of its request, and runs `alongside` in the same transaction: both are kept
   * or neither. `storage-failed` when they cannot be.
   */
  begin(
    orderId: string,
    intent: OrderIntent,
    tie: { readonly auditId: number; readonly replaces: string | null },
    nowMs: number,
    alongside: () => void,
  ): Result<Order>;
  /** Sets an order's status and reason without word from the venue. A finished order is left as it is. */
  mark(orderId: string, status: OrderStatus, reason: string | null, nowMs: number): Result<Order>;
  /**
   * Takes in what the venue says of an order together with its fills, in one transaction. Filled amounts never shrink and a
   * finished order never reopens. Answers the order and the fills that were new.
   */
  absorb(order: VenueOrder, fills: readonly VenueFill[], nowMs: number): Result<Absorbed>;
  get(orderId: string): Order | null;
  byClientOrderId(clientOrderId: string): Order | null;
  orders(filter: OrderFilter): readonly Order[];
  fills(filter: FillFilter): readonly Fill[];
  /** The sum of the fills kept for an order, in base units. */
  filledOf(orderId: string): DecimalText;
  openCount(): number;
  /** The open orders that may still buy this asset. */
  openBuysOf(asset: string): readonly Order[];
  /** How much of this asset buy orders were seen to get since this journal was opened, in base units before fees. Only ever rises. */
  boughtOf(asset: string): DecimalText;
  /** The client ids of finished orders whose fills are not all kept. */
  lackingFills(): readonly string[];
  /** Every fill, oldest first. */
  fillsInOrder(): readonly Fill[];
  /** Forgets every order and fill; for `practice.reset` only. */
  clear(): Result<void>;
}

/** What `absorb` changed. */
export interface Absorbed {
  readonly order: Order;
  readonly newFills: readonly Fill[];
}

/** The journal over an open paper.db or live.db; of one exchange's orders only, where it is named: the others do not exist for it. */
export function createJournal(database: Database, exchange: ExchangeName | null = null): Journal {
  const own = exchange === null ? '1' : `exchange = '${exchange}'`;
  const insertOrder =
    database.prepare(`INSERT INTO orders VALUES (@order_id, @client_order_id, NULL, @exchange, @symbol, @side,
    @type, @time_in_force, @amount, @quote_amount, @price, '0', NULL, 'pending', NULL, @replaces, @audit_id, @now, @now, @stop_price)`);
  const selectOrder = database.prepare(`SELECT * FROM orders WHERE order_id = ? AND ${own}`);
  const selectByClient = database.prepare(`SELECT * FROM orders WHERE client_order_id = ? AND ${own}`);
  const updateStatus = database.prepare(
    'UPDATE orders SET status = ?, reason = ?, updated_at_ms = ? WHERE order_id = ?',
  );
  const updateOrder = database.prepare(
    'UPDATE orders SET venue_order_id = ?, amount = ?, filled = ?, average_price = ?, status = ?, updated_at_ms = ? WHERE order_id = ?',
  );
  const insertFill = database.prepare('INSERT OR IGNORE INTO fills VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const amountsOf = database.prepare('SELECT amount FROM fills WHERE order_id = ?');
  const isOpen = `status IN ('pending', 'open', 'partially-filled', 'outcome-unknown')`;
  const selectOpenBuys = database.prepare(
    `SELECT * FROM orders WHERE ${own} AND ${isOpen} AND side = 'buy' AND substr(symbol, 1, length(@base)) = @base`,
  );
  const selectFillsInOrder = database.prepare(`SELECT * FROM fills WHERE ${own} ORDER BY at_ms, rowid`);
  const countOpen = database.prepare(`SELECT count(*) AS n FROM orders WHERE ${own} AND ${isOpen}`);

  const selectFinished = database.prepare(
    `SELECT o.client_order_id, o.filled, f.amount FROM orders o LEFT JOIN fills f USING (order_id, exchange)
     WHERE ${own} AND o.filled <> '0' AND NOT ${isOpen} ORDER BY o.rowid`,
  );
  const bought = new Map<string, DecimalText>();

  const get = (orderId: string): Order | null => toOrder(selectOrder.get(orderId));

  const beginAll = database.transaction((alongside: () => void, row: { readonly [column: string]: unknown }) => {
    insertOrder.run(row);
    alongside();
  });
  const absorbAll = database.transaction(
    (known: Order, order: VenueOrder, fills: readonly VenueFill[], nowMs: number) => {
      const newFills: Fill[] = [];
      for (const fill of fills) {
        const kept = toFill(known, fill);
        const fee = kept.fee;
        const changes = insertFill.run(
          kept.fillId,
          kept.orderId,
          kept.exchange,
          kept.symbol,
          kept.side,
          kept.price,
          kept.amount,
          kept.notional,
          fee.amount,
          fee.asset,
          kept.role,
          kept.atMs,
        ).changes;
        if (changes > 0) newFills.push(kept);
      }
      const grew = compare(order.filled, known.filled) >= 0;
      const finished = !openStatuses.includes(known.status);
      if (grew && !(finished && openStatuses.includes(order.status))) {
        updateOrder.run(
          order.venueOrderId,
          known.amount ?? order.amount,
          order.filled,
          order.averagePrice,
          order.status,
          nowMs,
          known.orderId,
        );
      }
      return newFills;
    },
  );

  return {
    begin(orderId, intent, { auditId, replaces }, nowMs, alongside) {
      return inJournal(() => {
        beginAll(alongside, {
          order_id: orderId,
          client_order_id: intent.clientOrderId,
          exchange: intent.exchange,
          symbol: intent.symbol,
          side: intent.side,
          type: intent.type,
          time_in_force: intent.timeInForce,
          amount: intent.amount,
          quote_amount: intent.quoteAmount,
          price: intent.price,
          stop_price: intent.stopPrice,
          replaces,
          audit_id: auditId,
          now: nowMs,
        });
        return existing(get(orderId));
      });
    },
    mark(orderId, status, reason, nowMs) {
      return inJournal(() => {
        const known = existing(get(orderId));
        if (openStatuses.includes(known.status)) updateStatus.run(status, reason, nowMs, orderId);
        return existing(get(orderId));
      });
    },
    absorb(order, fills, nowMs) {
      const known = toOrder(selectByClient.get(order.clientOrderId));
      if (known === null)
        return err({
          code: 'not-found',
          retry: 'never',
          what: `order ${order.clientOrderId}`,
        });
      return inJournal(() => {
        const newFills = absorbAll(known, order, fills, nowMs);
        const after = existing(get(known.orderId));
        const growth = subtract(after.filled, known.filled);
        const [base = ''] = known.symbol.split('/');
        if (known.side === 'buy') bought.set(base, add(bought.get(base) ?? zero, growth));
        return { order: after, newFills };
      });
    },
    get,
    byClientOrderId: (clientOrderId) => toOrder(selectByClient.get(clientOrderId)),
    orders({ open, symbol, limit }) {
      const where = [
        own,
        open === undefined ? '1' : open ? isOpen : `NOT ${isOpen}`,
        symbol === undefined ? '1' : 'symbol = @symbol',
      ];
      const rows = database
        .prepare(
          `SELECT * FROM orders WHERE ${where.join(' AND ')} ORDER BY created_at_ms DESC, rowid DESC LIMIT @limit`,
        )
        .all(symbol === undefined ? { limit } : { limit, symbol });
      return rows.map((row) => existing(toOrder(row)));
    },
    fills({ orderId, symbol, limit }) {
      const where = [
        own,
        orderId === undefined ? '1' : 'order_id = @orderId',
        symbol === undefined ? '1' : 'symbol = @symbol',
      ];
      const rows = database
        .prepare(`SELECT * FROM fills WHERE ${where.join(' AND ')} ORDER BY at_ms DESC, rowid DESC LIMIT @limit`)
        .all({
          limit,
          ...(orderId === undefined ? {} : { orderId }),
          ...(symbol === undefined ? {} : { symbol }),
        });
      return rows.map(fromFillRow);
    },
    filledOf: (orderId) =>
      (amountsOf.all(orderId) as { amount: string }[]).reduce<DecimalText>(
        (sum, row) => add(sum, decimal(row.amount)),
        zero,
      ),
    openCount: () => (countOpen.get() as { n: number }).n,
    openBuysOf: (asset) => selectOpenBuys.all({ base: `${asset}/` }).map((row) => existing(toOrder(row))),
    boughtOf: (asset) => bought.get(asset) ?? zero,
    lackingFills() {
      const lacking = new Map<string, DecimalText>();
      for (const row of selectFinished.iterate() as Iterable<Record<string, string | null>>) {
        const id = String(row.client_order_id);
        lacking.set(id, subtract(lacking.get(id) ?? decimal(String(row.filled)), decimal(row.amount ?? '0')));
      }
      return [...lacking].filter(([, amount]) => isPositive(amount)).map(([id]) => id);
    },
    fillsInOrder: () => selectFillsInOrder.all().map(fromFillRow),
    clear: () =>
      inJournal(() => {
        database.transaction(() => database.exec('DELETE FROM fills; DELETE FROM orders; DELETE FROM equity;'))();
      }),
  };
}

function existing<T>(value: T | null): T {
  if (value === null) throw new Error('a journal row that was just written is gone');
  return value;
}
