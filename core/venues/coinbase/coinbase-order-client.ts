import type { Market } from '../../contract/shapes.ts';
import type { OrderIntent } from '../../domain/intent.ts';
import { err, ok } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { classifySubmit } from '../classify.ts';
import { fitsMarket, isPositiveMultiple } from '../fits-market.ts';
import type { OrderClient } from '../venue.ts';
import type { CoinbaseClient } from './coinbase-client.ts';
import { toOrder } from './coinbase-map.ts';
import { type CoinbaseProducts, productIdOf } from './coinbase-products.ts';
import { type OrderFields, PlacedAnswer } from './order-answers.ts';
import { configurationFor, stopDirections } from './order-configuration.ts';
import type { OrderIds } from './order-finder.ts';
import { readOrderUntil } from './order-reader.ts';

/** What placing orders stands on; its client can do nothing else. */
export interface OrderClientDeps {
  readonly exchange: string;
  readonly client: CoinbaseClient;
  readonly clock: Clock;
  readonly markets: readonly Market[];
  readonly products: CoinbaseProducts;
  readonly ids: OrderIds;
}

/**
 * Places orders on Coinbase: each once, exactly as approved. The answer to placing tells the order's id and nothing else that is sure,
 * so the order is read, and believed only where it is what was asked for.
 */
export function createOrderClient(deps: OrderClientDeps): OrderClient {
  const { client, exchange, ids, markets, products } = deps;
  return {
    async submit(intent) {
      const { clientOrderId, symbol } = intent;
      const market = markets.find((candidate) => candidate.symbol === symbol);
      if (market === undefined || intent.exchange !== exchange) {
        return err({ code: 'not-found', retry: 'never', what: `market ${symbol} on ${intent.exchange}` });
      }
      const quoteStep = products.quoteIncrement(productIdOf(symbol));
      const fits = fitsMarket(intent, market, {
        quoteAmount: (quoteAmount) => quoteStep !== null && isPositiveMultiple(quoteAmount, quoteStep),
        clientOrderId: /^[0-9a-zA-Z_-]{1,64}$/,
      });
      if (!fits.ok) return fits;
      let raw: unknown;
      try {
        raw = await client.placeOrder({
          client_order_id: clientOrderId,
          product_id: productIdOf(symbol),
          side: intent.side.toUpperCase(),
          order_configuration: configurationFor(intent),
        });
      } catch (cause) {
        return err(classifySubmit(exchange, intent, cause));
      }
      const venueOrderId = readPlacedId(raw, intent);
      const read = venueOrderId === null ? null : await readOrderUntil(deps, symbol, venueOrderId, () => true);
      if (venueOrderId === null || read?.ok !== true || !isWhatWasAsked(read.value, intent)) {
        return err({ code: 'outcome-unknown', retry: 'after-checking', clientOrderId });
      }
      ids.set(clientOrderId, venueOrderId);
      return ok(toOrder(read.value, symbol));
    },
  };
}

/** The id of the order that was taken, or null when the answer is not whole or not about what was sent. */
function readPlacedId(raw: unknown, { clientOrderId, side, symbol }: OrderIntent): string | null {
  const placed = PlacedAnswer.safeParse(raw).data?.success_response;
  const isOurs =
    placed?.client_order_id === clientOrderId &&
    placed.product_id === productIdOf(symbol) &&
    placed.side === side.toUpperCase();
  return placed !== undefined && isOurs ? placed.order_id : null;
}

function isWhatWasAsked(order: OrderFields, intent: OrderIntent): boolean {
  const { baseSize, price, quoteSize, stopDirection, stopPrice, timeInForce, type } = order.order_configuration;
  return (
    order.client_order_id === intent.clientOrderId &&
    order.side === intent.side.toUpperCase() &&
    type === intent.type &&
    timeInForce === intent.timeInForce &&
    price === intent.price &&
    stopPrice === intent.stopPrice &&
    stopDirection === (intent.stopPrice === null ? null : stopDirections[intent.side]) &&
    baseSize === intent.amount &&
    quoteSize === intent.quoteAmount
  );
}
