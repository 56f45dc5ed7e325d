import type { Market } from '../../contract/shapes.ts';
import type { OrderIntent } from '../../domain/intent.ts';
import type { DecimalText } from '../../domain/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { classifySubmit } from '../classify.ts';
import { readAnswer } from '../read-answer.ts';
import type { OrderClient, VenueOrder } from '../venue.ts';
import { checkOrder } from './check-order.ts';
import { toKrakenId } from './client-order-id.ts';
import { inOurWords } from './find-order.ts';
import { Added, type OrderFields, QueriedOrders } from './kraken-answers.ts';
import { isNonceRefused, type KrakenClient } from './kraken-client.ts';
import { type KrakenDeps, pause } from './kraken-deps.ts';
import type { PairName } from './kraken-names.ts';
import { isWhatWasAsked, saysWhatWasAsked, wireTypes } from './placed-echo.ts';

/** What placing orders stands on: a client that can place, and an inspector's to read what became of it. */
export interface KrakenOrderDeps {
  readonly placing: KrakenClient;
  readonly reading: KrakenDeps;
  readonly markets: readonly Market[];
}

/** An order that was just taken may not be told of at once: how often, and how long apart, it is asked for. */
const looks = 3;
const betweenLooksMs = 300;

/**
 * Places orders on Kraken: each once, exactly as approved. Kraken answers with the order's number and a sentence only; the order itself is
 * read after it, and believed only when both repeat what was asked. Until then its outcome is unknown, though it has a number.
 */
export function createKrakenOrderClient({ placing, reading, markets }: KrakenOrderDeps): OrderClient {
  const { exchange, names, client, clock } = reading;

  async function readPlaced(venueOrderId: string): Promise<OrderFields | null> {
    for (let look = 1; look <= looks; look += 1) {
      const parameters = { txid: venueOrderId, trades: 'true', consolidate_taker: 'false' };
      const answer = await readAnswer(exchange, 'QueryOrders', QueriedOrders, () => client.queryOrders(parameters));
      const order = answer.ok ? answer.value.result[venueOrderId] : undefined;
      if (order !== undefined) return order;
      if (look < looks) await pause(clock, betweenLooksMs);
    }
    return null;
  }

  return {
    async submit(intent): Promise<Result<VenueOrder>> {
      const unknown = err({
        code: 'outcome-unknown',
        retry: 'after-checking',
        clientOrderId: intent.clientOrderId,
      } as const);
      const market = markets.find((candidate) => candidate.symbol === intent.symbol);
      const pair = names.pair(intent.symbol);
      if (market === undefined || pair === null || intent.exchange !== exchange) {
        return err({ code: 'not-found', retry: 'never', what: `market ${intent.symbol} on ${intent.exchange}` });
      }
      const fits = checkOrder(intent, market);
      if (!fits.ok) return fits;
      let raw: unknown;
      try {
        raw = await placing.addOrder(parametersOf(intent, pair));
      } catch (cause) {
        // Something on the way may have sent it twice: the second is refused for its nonce, and says nothing of the first.
        return isNonceRefused(cause) ? unknown : err(classifySubmit(exchange, intent, cause));
      }
      const added = Added.safeParse(raw).data;
      if (added === undefined || !saysWhatWasAsked(added.result.descr.order, intent, names)) return unknown;
      const [venueOrderId] = added.result.txid;
      const info = await readPlaced(venueOrderId);
      if (info === null) return unknown;
      const order = await inOurWords(reading, intent.symbol, intent.clientOrderId, venueOrderId, info);
      if (!order.ok || !isWhatWasAsked(order.value, info, intent)) return unknown;
      // How long it works is not told again; an order that should have ended at once is still looked at by its owner.
      return ok({ ...order.value, timeInForce: intent.timeInForce });
    },
  };
}

/** Kraken's first price is the trigger where there is one; the limit is then the second. What triggers is the last trade, unless told otherwise. */
function pricesOf(price: DecimalText | null, stopPrice: DecimalText | null): Readonly<Record<string, string>> {
  if (stopPrice === null) return price === null ? {} : { price };
  return { price: stopPrice, ...(price === null ? {} : { price2: price }), trigger: 'last' };
}

/**
 * Every value is sent as text, exactly as approved; never `validate`, which would only pretend, no leverage, no user reference. Fees are
 * asked for in the quote currency, which is what Kraken's lists of trades tell them in.
 * https://docs.kraken.com/api-reference/trading/add-order
 */
function parametersOf(intent: OrderIntent, pair: PairName): Readonly<Record<string, string>> {
  const { amount, price, quoteAmount, side, stopPrice, timeInForce, type } = intent;
  const flags = ['fciq', ...(type === 'limit-maker' ? ['post'] : []), ...(quoteAmount === null ? [] : ['viqc'])];
  return {
    pair: pair.altname,
    type: side,
    ordertype: wireTypes[type],
    volume: amount ?? quoteAmount ?? '',
    ...pricesOf(price, stopPrice),
    ...(timeInForce === null ? {} : { timeinforce: timeInForce.toUpperCase() }),
    oflags: flags.join(','),
    cl_ord_id: toKrakenId(intent.clientOrderId) ?? '',
  };
}
