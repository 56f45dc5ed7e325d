import type { Market } from '../../contract/shapes.ts';
import type { InputIssue } from '../../domain/errors.ts';
import type { OrderIntent } from '../../domain/intent.ts';
import { type DecimalText, decimalsOf, isPositive, toUnits } from '../../domain/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { classifySubmit } from '../classify.ts';
import type { OrderClient } from '../venue.ts';
import type { CoinbaseClient } from './coinbase-client.ts';
import { toOrder } from './coinbase-map.ts';
import { type CoinbaseProducts, productIdOf } from './coinbase-products.ts';
import { type OrderFields, PlacedAnswer } from './order-answers.ts';
import { configurationFor } from './order-configuration.ts';
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
      const fits = checkFilters(intent, market, products.quoteIncrement(productIdOf(symbol)));
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
  const { baseSize, price, quoteSize, timeInForce, type } = order.order_configuration;
  return (
    order.client_order_id === intent.clientOrderId &&
    order.side === intent.side.toUpperCase() &&
    type === intent.type &&
    timeInForce === intent.timeInForce &&
    price === intent.price &&
    baseSize === intent.amount &&
    quoteSize === intent.quoteAmount
  );
}

/** Nothing between here and the venue may round: what is not a multiple of the increments is refused. */
function checkFilters(intent: OrderIntent, market: Market, quoteStep: DecimalText | null): Result<void> {
  const { amount, clientOrderId, price, quoteAmount, timeInForce, type } = intent;
  const issues: InputIssue[] = [];
  if (amount !== null && !isMultiple(amount, market.lotSize)) {
    issues.push({ path: 'amount', problem: 'is not a multiple of the lot size' });
  }
  if ((amount === null) === (quoteAmount === null) || (quoteAmount !== null && type !== 'market')) {
    issues.push({ path: 'quoteAmount', problem: 'does not fit the order type' });
  }
  if (quoteAmount !== null && (quoteStep === null || !isMultiple(quoteAmount, quoteStep))) {
    issues.push({ path: 'quoteAmount', problem: 'is not an amount that the venue takes' });
  }
  if ((type === 'market') !== (price === null)) {
    issues.push({ path: 'price', problem: 'does not fit the order type' });
  }
  if ((type === 'limit') !== (timeInForce !== null)) {
    issues.push({ path: 'timeInForce', problem: 'does not fit the order type' });
  }
  if (price !== null && !isMultiple(price, market.tickSize)) {
    issues.push({ path: 'price', problem: 'is not a multiple of the tick size' });
  }
  if (!/^[0-9a-zA-Z_-]{1,64}$/.test(clientOrderId)) {
    issues.push({ path: 'clientOrderId', problem: 'is not an id that the venue takes' });
  }
  return issues.length === 0 ? ok(undefined) : err({ code: 'invalid-input', retry: 'never', issues });
}

function isMultiple(amount: DecimalText, step: DecimalText): boolean {
  const scale = Math.max(decimalsOf(amount), decimalsOf(step));
  const units = toUnits(amount, scale);
  const stepUnits = toUnits(step, scale);
  return isPositive(amount) && units !== null && stepUnits !== null && units % stepUnits === 0n;
}
