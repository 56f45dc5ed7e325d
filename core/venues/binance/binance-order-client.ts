import type { Market } from '../../contract/shapes.ts';
import type { OrderIntent } from '../../domain/intent.ts';
import { decimalsOf, isPositive } from '../../domain/money.ts';
import { err, ok } from '../../domain/result.ts';
import { classifySubmit } from '../classify.ts';
import { fitsMarket, type TakenByVenue } from '../fits-market.ts';
import type { OrderClient } from '../venue.ts';
import type { BinanceClient } from './binance-client.ts';
import { joinedName, wireTypes } from './binance-map.ts';
import { readPlaced } from './read-placed.ts';

/** What placing orders stands on; its client can do nothing else. */
export interface OrderClientDeps {
  readonly exchange: string;
  readonly client: BinanceClient;
  readonly markets: readonly Market[];
}

/** Places orders on Binance: each once, exactly as approved, and believes only an answer that repeats what was asked. */
export function createOrderClient({ client, exchange, markets }: OrderClientDeps): OrderClient {
  return {
    async submit(intent) {
      const market = markets.find((candidate) => candidate.symbol === intent.symbol);
      if (market === undefined || intent.exchange !== exchange) {
        return err({ code: 'not-found', retry: 'never', what: `market ${intent.symbol} on ${intent.exchange}` });
      }
      const fits = fitsMarket(intent, market, takes);
      if (!fits.ok) return fits;
      let raw: unknown;
      try {
        raw = await client.placeOrder(parametersOf(intent));
      } catch (cause) {
        return err(classifySubmit(exchange, intent, cause));
      }
      const order = readPlaced(raw, intent);
      if (order === null) {
        return err({ code: 'outcome-unknown', retry: 'after-checking', clientOrderId: intent.clientOrderId });
      }
      return ok(order);
    },
  };
}

/** Binance takes quote amounts at eight decimals. https://developers.binance.com/docs/binance-spot-api-docs/rest-api */
const quoteScale = 8;

/**
 * Every value is sent as text, exactly as approved. A market order never carries a price: Binance would read it as a cost to spend. A
 * stop-limit order must say how long it works, and never carries `trailingDelta`, which would move its stop price.
 */
function parametersOf(intent: OrderIntent): Readonly<Record<string, string>> {
  return {
    symbol: joinedName(intent.symbol),
    side: intent.side.toUpperCase(),
    type: wireTypes[intent.type],
    ...(intent.amount === null ? {} : { quantity: intent.amount }),
    ...(intent.quoteAmount === null ? {} : { quoteOrderQty: intent.quoteAmount }),
    ...(intent.price === null ? {} : { price: intent.price }),
    ...(intent.stopPrice === null ? {} : { stopPrice: intent.stopPrice }),
    ...(intent.timeInForce === null ? {} : { timeInForce: intent.timeInForce.toUpperCase() }),
    ...(intent.type === 'stop-limit' ? { timeInForce: 'GTC' } : {}),
    newClientOrderId: intent.clientOrderId,
    newOrderRespType: 'FULL',
  };
}

const takes: TakenByVenue = {
  quoteAmount: (quoteAmount) => isPositive(quoteAmount) && decimalsOf(quoteAmount) <= quoteScale,
  clientOrderId: /^[0-9a-zA-Z_-]{1,36}$/,
};
