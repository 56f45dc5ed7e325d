import { err, ok, type Result } from '../../domain/result.ts';
import { classifyRead, isCancelRejected, isUnknownOrder } from '../classify.ts';
import { malformed } from '../read-answer.ts';
import { type Canceller, isFinished, type VenueOrder } from '../venue.ts';
import { askedKrakenId } from './client-order-id.ts';
import { findOrder, unknownMarket } from './find-order.ts';
import { Cancelled, TxId } from './kraken-answers.ts';
import { type KrakenDeps, pause } from './kraken-deps.ts';
import { createKrakenInspector } from './kraken-inspector.ts';

/** Kraken may cancel a moment after it said so: how often, and how long apart, it is asked whether it has. */
const looks = 4;
const betweenLooksMs = 300;

/** The reading side of Kraken, and cancelling. Cancelling twice does no harm: the second time it answers how the order ended. */
export function createKrakenCanceller(deps: KrakenDeps): Canceller {
  const inspector = createKrakenInspector(deps);
  const { client, clock, exchange, names } = deps;

  /** How the order ended; `otherwise` where it has not. */
  async function lookAtEnd(
    symbol: string,
    clientOrderId: string,
    otherwise: Result<never>,
  ): Promise<Result<VenueOrder>> {
    for (let look = 1; look <= looks; look += 1) {
      const found = await findOrder(deps, symbol, clientOrderId);
      if (!found.ok) return found;
      if (found.value === null) return err({ code: 'not-found', retry: 'never', what: `order ${clientOrderId}` });
      if (isFinished(found.value)) return ok(found.value);
      if (look < looks) await pause(clock, betweenLooksMs);
    }
    return otherwise;
  }

  return {
    ...inspector,
    async cancel(symbol, clientOrderId) {
      if (names.pair(symbol) === null) return unknownMarket(exchange, symbol);
      const krakenId = askedKrakenId(clientOrderId);
      if (krakenId === null) return err({ code: 'not-found', retry: 'never', what: `order ${clientOrderId}` });
      let raw: unknown;
      try {
        raw = await client.cancelOrder({ cl_ord_id: krakenId });
      } catch (cause) {
        const refused = err(classifyRead(exchange, 'CancelOrder', cause));
        const mayHaveEnded = isUnknownOrder(cause) || isCancelRejected(cause);
        return mayHaveEnded ? lookAtEnd(symbol, clientOrderId, refused) : refused;
      }
      if (!Cancelled.safeParse(raw).success) return malformed(exchange, 'CancelOrder');
      // How many were cancelled may be none, of an order that ends by itself just now: only the order tells.
      return lookAtEnd(symbol, clientOrderId, malformed(exchange, 'CancelOrder'));
    },
    async cancelAtVenue({ venueOrderId }) {
      // What looks like a plain number would be a user reference, which may stand for many orders.
      if (!TxId.safeParse(venueOrderId).success) {
        return err({ code: 'not-found', retry: 'never', what: `order ${venueOrderId}` });
      }
      try {
        const answer = Cancelled.safeParse(await client.cancelOrder({ txid: venueOrderId }));
        return answer.success ? ok(undefined) : malformed(exchange, 'CancelOrder');
      } catch (cause) {
        const isGone = isUnknownOrder(cause) || isCancelRejected(cause);
        return isGone ? ok(undefined) : err(classifyRead(exchange, 'CancelOrder', cause));
      }
    },
  };
}
