import type { Fill, Order, OrderStatus } from '../contract/shapes.ts';
import { type DecimalText, decimal, multiply, subtract } from '../domain/money.ts';
import type { VenueFill } from '../venues/venue.ts';

type Row = Record<string, string | number | null>;

/** A venue's fill of one of our orders, with its value in quote. */
export function toFill(order: Order, fill: VenueFill): Fill {
  return {
    fillId: `${order.exchange}:${order.symbol}:${fill.tradeId}`,
    orderId: order.orderId,
    exchange: order.exchange,
    symbol: order.symbol,
    side: order.side,
    price: fill.price,
    amount: fill.amount,
    notional: multiply(fill.price, fill.amount),
    fee: fill.fee,
    role: fill.role,
    atMs: fill.atMs,
  };
}

/** An order out of its row; null when there is no row. */
export function toOrder(value: unknown): Order | null {
  if (value === undefined) return null;
  const row = value as Row;
  const amount = textOrNull(row.amount);
  const filled = decimal(String(row.filled));
  return {
    orderId: String(row.order_id),
    clientOrderId: String(row.client_order_id),
    venueOrderId: row.venue_order_id === null ? null : String(row.venue_order_id),
    exchange: String(row.exchange),
    symbol: String(row.symbol),
    side: row.side as Order['side'],
    type: row.type as Order['type'],
    timeInForce: row.time_in_force as Order['timeInForce'],
    amount,
    quoteAmount: textOrNull(row.quote_amount),
    price: textOrNull(row.price),
    stopPrice: textOrNull(row.stop_price),
    filled,
    remaining: amount === null ? null : subtract(amount, filled),
    averagePrice: textOrNull(row.average_price),
    status: row.status as OrderStatus,
    createdAtMs: row.created_at_ms as number,
    updatedAtMs: row.updated_at_ms as number,
    reason: row.reason === null ? null : String(row.reason),
    replaces: row.replaces === null ? null : String(row.replaces),
  };
}

/** A fill out of its row. */
export function fromFillRow(value: unknown): Fill {
  const row = value as Row;
  return {
    fillId: String(row.fill_id),
    orderId: String(row.order_id),
    exchange: String(row.exchange),
    symbol: String(row.symbol),
    side: row.side as Fill['side'],
    price: decimal(String(row.price)),
    amount: decimal(String(row.amount)),
    notional: decimal(String(row.notional)),
    fee: {
      amount: decimal(String(row.fee_amount)),
      asset: String(row.fee_asset),
    },
    role: row.role as Fill['role'],
    atMs: row.at_ms as number,
  };
}

function textOrNull(value: string | number | null | undefined): DecimalText | null {
  return value === null || value === undefined ? null : decimal(String(value));
}
