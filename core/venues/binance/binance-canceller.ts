import { err, ok, type Result } from '../../domain/result.ts';
import { classifyRead, isCancelRejected } from '../classify.ts';
import { malformed, noMarket } from '../read-answer.ts';
import { type Canceller, isFinished, type VenueOrder } from '../venue.ts';
import { CancelAnswer } from './binance-answers.ts';
import { createInspector, type InspectorDeps } from './binance-inspector.ts';
import { toOrder } from './binance-map.ts';

/** The reading side of Binance, and cancelling. Cancelling twice does no harm: the second time it answers how the order ended. */
export function createCanceller(deps: InspectorDeps): Canceller {
  const inspector = createInspector(deps);
  const { client, exchange, names } = deps;

  /** The venue would not cancel: only the order itself tells whether that is because it has ended. */
  async function lookAtEnd(symbol: string, clientOrderId: string, cause: unknown): Promise<Result<VenueOrder>> {
    const found = await inspector.orderByClientId(symbol, clientOrderId);
    if (!found.ok) return found;
    if (found.value === null) return err({ code: 'not-found', retry: 'never', what: `order ${clientOrderId}` });
    return isFinished(found.value) ? ok(found.value) : err(classifyRead(exchange, 'cancel', cause));
  }

  return {
    ...inspector,
    async cancelAtVenue({ symbol, venueOrderId }) {
      const venueName = names.toVenue(symbol);
      if (venueName === null) return noMarket(exchange, symbol);
      try {
        await client.cancelOrder({ symbol: venueName, orderId: venueOrderId });
        return ok(undefined);
      } catch (cause) {
        return isCancelRejected(cause) ? ok(undefined) : err(classifyRead(exchange, 'cancel', cause));
      }
    },
    async cancel(symbol, clientOrderId) {
      const venueName = names.toVenue(symbol);
      if (venueName === null) return noMarket(exchange, symbol);
      let raw: unknown;
      try {
        raw = await client.cancelOrder({ symbol: venueName, origClientOrderId: clientOrderId });
      } catch (cause) {
        if (isCancelRejected(cause)) return lookAtEnd(symbol, clientOrderId, cause);
        return err(classifyRead(exchange, 'cancel', cause));
      }
      const answer = CancelAnswer.safeParse(raw).data;
      if (answer?.symbol !== venueName || answer.origClientOrderId !== clientOrderId) {
        return malformed(exchange, 'cancel');
      }
      const order = toOrder(answer, symbol, clientOrderId, answer.transactTime);
      return isFinished(order) ? ok(order) : malformed(exchange, 'cancel');
    },
  };
}
