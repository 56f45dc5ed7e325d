import { add, compare, decimal, multiply, subtract, zero } from '../../domain/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import type { VenueOrder } from '../venue.ts';
import { askedKrakenId } from './client-order-id.ts';
import { ClosedOrders, OpenOrders, type OrderFields } from './kraken-answers.ts';
import { type KrakenDeps, pause } from './kraken-deps.ts';
import { readFillsOf } from './kraken-fills.ts';
import { hasFlag, type KrakenFill, toOrder } from './kraken-map.ts';

/** How long an order may take from one of Kraken's lists to the other. */
const settleMs = 1_000;

/**
 * The order with this client id. Kraken keeps open and closed orders apart, and an order that just closed may for a moment be in neither:
 * that there is none is believed only after both lists were asked twice. An answer that holds orders of other ids has not been narrowed
 * down, and proves nothing.
 */
export async function findOrder(
  deps: KrakenDeps,
  symbol: string,
  clientOrderId: string,
): Promise<Result<VenueOrder | null>> {
  const krakenId = askedKrakenId(clientOrderId);
  if (krakenId === null) return ok(null);
  for (const isLast of [false, true]) {
    const found = await lookOnce(deps, krakenId);
    if (!found.ok) return found;
    if (found.value !== null) {
      const [venueOrderId, info] = found.value;
      return inOurWords(deps, symbol, clientOrderId, venueOrderId, info);
    }
    if (!isLast) await pause(deps.clock, settleMs);
  }
  return ok(null);
}

/** An order of the market `symbol` in our words; an order by quote amount with the fills that tell its amounts. */
export async function inOurWords(
  deps: KrakenDeps,
  symbol: string,
  clientOrderId: string,
  venueOrderId: string,
  info: OrderFields,
): Promise<Result<VenueOrder>> {
  const { exchange, names } = deps;
  if (names.symbolOf(info.descr.pair) !== symbol) return malformed(exchange, 'orders');
  let fills: readonly KrakenFill[] | null = null;
  if (hasFlag(info, 'viqc')) {
    const read = info.vol_exec === zero ? ok([]) : await readFillsOf(deps, symbol, venueOrderId);
    if (!read.ok) return read;
    // The list of trades lags behind the order: half of it would become a wrong position.
    if (!costs(info, read.value)) return malformed(exchange, 'QueryTrades');
    fills = read.value;
  }
  const order = toOrder(venueOrderId, info, symbol, clientOrderId, fills);
  return order === null ? malformed(exchange, 'orders') : ok(order);
}

type Found = readonly [venueOrderId: string, info: OrderFields];

/** Open orders first: one that closes meanwhile is then among the closed. */
async function lookOnce({ client, exchange }: KrakenDeps, krakenId: string): Promise<Result<Found | null>> {
  const open = await readAnswer(exchange, 'OpenOrders', OpenOrders, () => client.openOrders({ cl_ord_id: krakenId }));
  if (!open.ok) return open;
  const opened = only(open.value.result.open, krakenId);
  if (opened === 'unclear') return malformed(exchange, 'OpenOrders');
  if (opened !== null) return ok(opened);
  const closed = await readAnswer(exchange, 'ClosedOrders', ClosedOrders, () =>
    client.closedOrders({ cl_ord_id: krakenId, without_count: 'true' }),
  );
  if (!closed.ok) return closed;
  const ended = only(closed.value.result.closed, krakenId);
  return ended === 'unclear' ? malformed(exchange, 'ClosedOrders') : ok(ended);
}

/** The one order of this id; 'unclear' where there are several, or any of another id. */
function only(orders: Readonly<Record<string, OrderFields>>, krakenId: string): Found | null | 'unclear' {
  const entries = Object.entries(orders);
  if (entries.some(([, { cl_ord_id }]) => cl_ord_id?.toLowerCase() !== krakenId.toLowerCase())) return 'unclear';
  const [first] = entries;
  if (first === undefined) return null;
  return entries.length === 1 ? first : 'unclear';
}

/** Whether the fills cost what the order says, but for what Kraken cuts off its figures. */
function costs({ cost }: OrderFields, fills: readonly KrakenFill[]): boolean {
  const told = fills.reduce((sum, fill) => add(sum, fill.cost), zero);
  const off = compare(told, cost) < 0 ? subtract(cost, told) : subtract(told, cost);
  return compare(multiply(off, decimal('1000')), cost) <= 0;
}

/** That Kraken knows no such market: nothing was asked. */
export function unknownMarket(exchange: string, symbol: string): Result<never> {
  return err({ code: 'not-found', retry: 'never', what: `market ${symbol} on ${exchange}` });
}
