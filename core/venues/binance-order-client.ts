import type { Market } from '../contract/shapes.ts';
import type { InputIssue } from '../domain/errors.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { add, type DecimalText, decimalsOf, isPositive, toUnits, zero } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { PlacedAnswer } from './binance-answers.ts';
import type { BinanceClient } from './binance-client.ts';
import { toOrder, toPlacedFills, venueSymbol } from './binance-map.ts';
import { classifySubmit } from './classify.ts';
import type { OrderClient, VenueOrder } from './venue.ts';

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
      const fits = checkFilters(intent, market);
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

/** Every value is sent as text, exactly as approved. A market order never carries a price: Binance would read it as a cost to spend. */
function parametersOf(intent: OrderIntent): Readonly<Record<string, string>> {
  const common = {
    symbol: venueSymbol(intent.symbol),
    side: intent.side.toUpperCase(),
    quantity: intent.amount,
    newClientOrderId: intent.clientOrderId,
    newOrderRespType: 'FULL',
  };
  if (intent.price === null) return { ...common, type: 'MARKET' };
  return { ...common, type: 'LIMIT', timeInForce: 'GTC', price: intent.price };
}

/** Nothing between here and the venue may round: what is not a multiple of the filters is refused. */
function checkFilters({ amount, price, type, clientOrderId }: OrderIntent, market: Market): Result<void> {
  const issues: InputIssue[] = [];
  if (!isMultiple(amount, market.lotSize)) {
    issues.push({ path: 'amount', problem: 'is not a multiple of the lot size' });
  }
  if ((type === 'limit') !== (price !== null)) {
    issues.push({ path: 'price', problem: 'does not fit the order type' });
  }
  if (price !== null && !isMultiple(price, market.tickSize)) {
    issues.push({ path: 'price', problem: 'is not a multiple of the tick size' });
  }
  if (!/^[0-9a-zA-Z_-]{1,36}$/.test(clientOrderId)) {
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

/** The placed order, or null when the answer is not whole, not ours, or its fills do not add up. */
function readPlaced(raw: unknown, intent: OrderIntent): VenueOrder | null {
  const answer = PlacedAnswer.safeParse(raw).data;
  if (answer?.symbol !== venueSymbol(intent.symbol)) return null;
  const order = toOrder(answer, intent.symbol, answer.clientOrderId, answer.transactTime);
  const isOurs =
    order.clientOrderId === intent.clientOrderId &&
    order.side === intent.side &&
    order.type === intent.type &&
    order.amount === intent.amount &&
    order.price === intent.price;
  const fills = toPlacedFills(answer);
  const filled = fills.reduce<DecimalText>((sum, fill) => add(sum, fill.amount), zero);
  return isOurs && filled === order.filled ? { ...order, fills } : null;
}
