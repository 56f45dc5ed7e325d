import type { Order } from '../contract/shapes.ts';
import { csvLine } from '../domain/csv.ts';
import { createAverageCost } from './average-cost.ts';
import type { Journal } from './journal.ts';

const columns = [
  'time_utc',
  'exchange',
  'market',
  'side',
  'amount',
  'price',
  'notional',
  'fee',
  'fee_asset',
  'role',
  'cost_basis',
  'realised',
  'order_id',
  'client_order_id',
  'venue_order_id',
  'fill_id',
] as const;

/**
 * Every fill of a calendar year (UTC) as CSV, oldest first, with the cost basis by average cost over everything before: empty where
 * the cost of what was sold is not known. Lines end with CR LF.
 */
export function fillsCsv(journal: Journal, year: number): { csv: string; rows: number } {
  const costs = createAverageCost();
  const orders = new Map<string, Order | null>();
  const orderOf = (orderId: string): Order | null => {
    const known = orders.get(orderId) ?? journal.get(orderId);
    orders.set(orderId, known);
    return known;
  };
  const lines = journal.fillsInOrder().flatMap((fill) => {
    const { costBasis, realised } = costs.take(fill);
    const time = new Date(fill.atMs).toISOString();
    if (!time.startsWith(`${year}-`)) return [];
    const order = orderOf(fill.orderId);
    return [
      csvLine([
        time,
        fill.exchange,
        fill.symbol,
        fill.side,
        fill.amount,
        fill.price,
        fill.notional,
        fill.fee.amount,
        fill.fee.asset,
        fill.role,
        costBasis ?? '',
        realised ?? '',
        fill.orderId,
        order?.clientOrderId ?? '',
        order?.venueOrderId ?? '',
        fill.fillId,
      ]),
    ];
  });
  const csv = [csvLine(columns), ...lines].map((line) => `${line}\r\n`).join('');
  return { csv, rows: lines.length };
}
