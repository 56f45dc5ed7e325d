import type { Order, Sweep } from '../contract/shapes.ts';
import type { Json } from '../domain/canonical.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { Record } from '../trading/record.ts';
import { type SweepReport, sweepOpenOrders } from '../venues/sweep.ts';
import type { Canceller, OpenAtVenue } from '../venues/venue.ts';

/** What a sweep stands on. */
export interface SweepParts {
  readonly exchange: ExchangeName;
  readonly canceller: Canceller;
  readonly record: Record;
  readonly isOurs: (order: OpenAtVenue) => boolean;
  /** Orders of ours that may be open in another account, where this sweep does not reach. */
  readonly unreached: () => readonly Order[];
  /** Told of every list that the venue gave. */
  readonly listed: (orders: readonly OpenAtVenue[]) => void;
}

/**
 * Cancels everything that is open in an account at an exchange, whoever placed it, and reports; see `sweepOpenOrders`. Never stopped by a halt, a mode or
 * a store that fails: it acts, and its rows go to the emergency file if need be.
 */
export async function sweepExchange(parts: SweepParts, actor: string): Promise<Sweep> {
  const { canceller, exchange } = parts;
  note(parts, 'requested', exchange, actor, { sweep: true });
  const report = await sweepOpenOrders({
    async openOrders() {
      const first = await canceller.openOrders();
      // One lost answer must not leave orders open.
      const orders = first.ok || first.error.retry !== 'safe' ? first : await canceller.openOrders();
      if (orders.ok) parts.listed(orders.value);
      return orders;
    },
    async cancelAtVenue(order) {
      const subject = `${exchange} ${order.venueOrderId}`;
      note(parts, 'requested', subject, actor, { symbol: order.symbol, clientOrderId: order.clientOrderId });
      const canceled = await canceller.cancelAtVenue(order);
      const body = canceled.ok ? {} : { error: { ...canceled.error } as Json };
      note(parts, canceled.ok ? 'ok' : 'failed', subject, actor, body);
      return canceled;
    },
  });
  const sweep: Sweep = {
    exchange,
    listed: report.ok ? report.value.listed.length : 0,
    canceled: report.ok ? report.value.gone.length : 0,
    left: report.ok ? report.value.left.map((order) => ({ exchange, isOurs: parts.isOurs(order), ...order })) : [],
    unreached: [...parts.unreached()],
    failure: failureOf(exchange, report),
  };
  const { canceled, failure, left, listed, unreached } = sweep;
  note(parts, failure === null ? 'ok' : 'failed', exchange, actor, {
    sweep: true,
    listed,
    canceled,
    left: left.map(({ venueOrderId }) => venueOrderId),
    unreached: unreached.map(({ orderId }) => orderId),
    failure,
  });
  return sweep;
}

/** What a person must know of a sweep that has not proved that nothing is open; null when it has. */
function failureOf(exchange: ExchangeName, report: Result<SweepReport>): string | null {
  const { title } = exchanges[exchange];
  if (!report.ok) {
    return `What is open at ${title} could not be listed (${report.error.code}). Nothing was cancelled.`;
  }
  const { failure, left } = report.value;
  if (left.length === 0) return null;
  const why = failure === null ? '' : ` (${failure.code})`;
  const orders = left.length === 1 ? '1 order may' : `${left.length} orders may`;
  return `${orders} still be open at ${title}${why}. Sweep again.`;
}

function note(
  { record }: SweepParts,
  status: 'requested' | 'ok' | 'failed',
  subject: string,
  actor: string,
  body: Json,
): void {
  const level = status === 'failed' ? 'warn' : 'info';
  record.always({ eventType: 'cancel', level, status, actor, subject, body });
}
