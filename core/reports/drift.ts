import * as z from 'zod';
import type { AuditRow, Drift, DriftedOrder, DriftLine, Order, ReportBook } from '../contract/shapes.ts';
import {
  add,
  compare,
  type DecimalText,
  decimal,
  divide,
  isPositive,
  multiply,
  readDecimal,
  subtract,
  zero,
} from '../domain/money.ts';
import { readJson } from '../domain/read-json.ts';

const basisPoints = decimal('10000');
const scale = 2;

/** An order of one of the books. */
export interface BookedOrder {
  readonly book: ReportBook;
  readonly order: Order;
}

const Asked = z.object({ estimatedPrice: z.string().nullable() });

/**
 * How far orders traded from what their previews had estimated. `asked` are the rows of their requests, which hold the estimate; what traded
 * and has none, as in rows of before estimates were written, is counted as unknown. What never traded does not count, nor does an order
 * whose estimate was only its own limit: that says what it may cost at most, not what the market would have asked.
 */
export function driftOf(asked: readonly AuditRow[], orderOf: (orderId: string) => BookedOrder | null): Drift {
  const drifted: DriftedOrder[] = [];
  let unknown = 0;
  for (const row of asked) {
    const booked = orderOf(row.subject);
    if (booked === null || !isPositive(booked.order.filled)) continue;
    const estimate = estimateIn(row);
    if (isOwnLimit(booked.order, estimate)) continue;
    const found = driftedOrder(booked, estimate);
    if (found === null) unknown += 1;
    else drifted.push(found);
  }
  return { lines: linesOf(drifted), orders: drifted.filter(({ book }) => book === 'live'), unknown };
}

function estimateIn({ body }: AuditRow): DecimalText | null {
  const read = Asked.safeParse(readJson(body ?? ''));
  return read.success && read.data.estimatedPrice !== null ? readDecimal(read.data.estimatedPrice) : null;
}

function isOwnLimit({ price }: Order, estimate: DecimalText | null): boolean {
  return price !== null && estimate !== null && compare(price, estimate) === 0;
}

function driftedOrder({ book, order }: BookedOrder, estimatedPrice: DecimalText | null): DriftedOrder | null {
  const { averagePrice, createdAtMs, exchange, filled, orderId, side, symbol, type } = order;
  if (averagePrice === null || estimatedPrice === null || !isPositive(estimatedPrice)) return null;
  const worse = worseBy(side, estimatedPrice, averagePrice);
  return {
    ...{ orderId, book, exchange, symbol, side, type, createdAtMs, estimatedPrice, averagePrice, filled },
    basisPoints: divide(multiply(worse, basisPoints), estimatedPrice, scale, 'up'),
  };
}

/** Above zero where the price is worse than was estimated. */
function worseBy(side: Order['side'], estimated: DecimalText, price: DecimalText): DecimalText {
  return side === 'buy' ? subtract(price, estimated) : subtract(estimated, price);
}

/** Each market weighed by the value that was estimated. */
function linesOf(drifted: readonly DriftedOrder[]): DriftLine[] {
  const byMarket = Map.groupBy(drifted, ({ book, exchange, symbol }) => JSON.stringify([book, exchange, symbol]));
  return [...byMarket.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { book, exchange, symbol } = first;
    let [worse, estimated] = [zero, zero];
    for (const { averagePrice, estimatedPrice, filled, side } of own) {
      worse = add(worse, multiply(worseBy(side, estimatedPrice, averagePrice), filled));
      estimated = add(estimated, multiply(estimatedPrice, filled));
    }
    const worst = own.reduce(
      (most, one) => (compare(one.basisPoints, most) > 0 ? one.basisPoints : most),
      first.basisPoints,
    );
    const weighed = divide(multiply(worse, basisPoints), estimated, scale, 'up');
    return [{ book, exchange, symbol, orders: own.length, basisPoints: weighed, worst }];
  });
}
