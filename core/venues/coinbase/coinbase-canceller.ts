import { err, ok, type Result } from '../../domain/result.ts';
import { classifyRead, isUnknownOrder } from '../classify.ts';
import { plainVenueText } from '../hostile-text.ts';
import { malformed } from '../read-answer.ts';
import { type Canceller, isFinished } from '../venue.ts';
import { createInspector, type InspectorDeps } from './coinbase-inspector.ts';
import { toOrder } from './coinbase-map.ts';
import { CancelAnswer } from './order-answers.ts';
import { readOrderUntil } from './order-reader.ts';

/** Reasons for not cancelling that say that there is nothing (left) to cancel, or that it is being done. */
const alreadyGone: readonly string[] = ['UNKNOWN_CANCEL_ORDER', 'ORDER_IS_FULLY_FILLED', 'DUPLICATE_CANCEL_REQUEST'];

/** The reading side of Coinbase, and cancelling. Cancelling twice does no harm: the second time it answers how the order ended. */
export function createCanceller(deps: InspectorDeps): Canceller {
  const inspector = createInspector(deps);
  const { client, exchange } = deps;

  /** Asks Coinbase to cancel; null when it will, else its reason. */
  async function askToCancel(venueOrderId: string): Promise<Result<string | null>> {
    let raw: unknown;
    try {
      raw = await client.cancelOrders({ order_ids: [venueOrderId] });
    } catch (cause) {
      return isUnknownOrder(cause) ? ok('UNKNOWN_CANCEL_ORDER') : err(classifyRead(exchange, 'cancel', cause));
    }
    const [result] = CancelAnswer.safeParse(raw).data?.results ?? [];
    if (result?.order_id !== venueOrderId) return malformed(exchange, 'cancel');
    return ok(result.success ? null : result.failure_reason);
  }

  function refused(reason: string): Result<never> {
    const venueCode = plainVenueText(reason);
    return err({ code: 'venue-rejected', retry: 'never', venue: exchange, venueCode, reason: venueCode });
  }

  return {
    ...inspector,
    async cancelAtVenue({ venueOrderId }) {
      const asked = await askToCancel(venueOrderId);
      if (!asked.ok) return asked;
      return asked.value === null || alreadyGone.includes(asked.value) ? ok(undefined) : refused(asked.value);
    },
    async cancel(symbol, clientOrderId) {
      const found = await inspector.orderByClientId(symbol, clientOrderId);
      if (!found.ok) return found;
      if (found.value === null) return err({ code: 'not-found', retry: 'never', what: `order ${clientOrderId}` });
      if (isFinished(found.value)) return ok(found.value);
      const { venueOrderId } = found.value;
      const asked = await askToCancel(venueOrderId);
      if (!asked.ok) return asked;
      // Taking a cancel is not yet cancelling: only the order itself tells.
      const read = await readOrderUntil(deps, symbol, venueOrderId, (order) => isFinished(toOrder(order, symbol)));
      if (!read.ok) return read.error.code === 'not-found' ? malformed(exchange, 'cancel') : read;
      const order = toOrder(read.value, symbol);
      if (order.clientOrderId !== clientOrderId) return malformed(exchange, 'cancel');
      if (isFinished(order)) return ok(order);
      if (asked.value !== null) return refused(asked.value);
      return err({
        code: 'venue-unreachable',
        retry: 'safe',
        venue: exchange,
        why: 'took the cancel, and has not done it yet',
      });
    },
  };
}
