import { compare, type DecimalText, isMultiple, readDecimal, toUnits } from '../../domain/money.ts';
import type { Exchange } from '../exchange-port.ts';
import type { MarketFilters, MarketRules } from '../market-source.ts';
import { assetScale, type MarketSpec, marketNamed, quoteUnits, toLots, toTicks } from '../market-spec.ts';
import type { OrderRequest } from '../order-request.ts';
import { type PracticeType, practiceTypes } from '../practice-order.ts';
import type { HistoryFilter } from '../practice-store.ts';
import { wholeNumber } from './signature.ts';
import { refusals } from './venue-error.ts';

const mostLots = 10n ** 15n;
/** The one way of keeping an account from trading with itself here; Binance's default. */
export const selfTradePrevention = 'EXPIRE_MAKER';
/** What would make another kind of order of it; ignoring one of these would place something that was not asked for. */
const notOffered = ['icebergQty', 'trailingDelta', 'pegPriceType', 'pegOffsetType', 'pegOffsetValue'];

/** The market that `symbol` names; throws the refusal. */
export function readMarket(parameters: URLSearchParams): MarketSpec {
  const name = parameters.get('symbol');
  if (name === null || name === '') throw refusals.missing('symbol');
  const market = marketNamed(name);
  if (market === null) throw refusals.badSymbol();
  return market;
}

/** `limit`, 500 where it is not given and 1000 at the most. */
export function readLimit(parameters: URLSearchParams): number {
  const limit = parameters.get('limit');
  return limit === null ? 500 : Math.min(Math.max(1, wholeNumber(limit, 'limit')), 1000);
}

/** Which part of a history is asked for; `idName` is the parameter that names the first of it. */
export function readHistory(parameters: URLSearchParams, idName: 'orderId' | 'fromId'): HistoryFilter {
  const given = (name: string): number | null =>
    parameters.has(name) ? wholeNumber(parameters.get(name), name) : null;
  return {
    market: readMarket(parameters).venueName,
    fromId: given(idName),
    fromMs: given('startTime'),
    toMs: given('endTime'),
    limit: readLimit(parameters),
  };
}

/** The order that the parameters ask for, checked against the market's filters; throws the refusal. The book decides nothing here. */
export function readRequest(parameters: URLSearchParams, ownClientId: string, rules: MarketRules): OrderRequest {
  const market = readMarket(parameters);
  const why = rules.closed(market);
  if (why !== null) throw refusals.closed(why);
  const filters = rules.filtersOf(market);
  const wireSide = parameters.get('side');
  if (wireSide !== 'BUY' && wireSide !== 'SELL') throw refusals.badSide();
  const side = wireSide === 'BUY' ? 'buy' : 'sell';
  const type = parameters.get('type');
  if (!isOffered(type)) throw refusals.badType();
  const isStop = type === 'STOP_LOSS' || type === 'STOP_LOSS_LIMIT';
  const clientOrderId = parameters.get('newClientOrderId') ?? ownClientId;
  if (!/^[a-zA-Z0-9\-_.:/]{1,36}$/.test(clientOrderId)) throw refusals.illegal('newClientOrderId');
  for (const name of notOffered) if (parameters.has(name)) throw refusals.superfluous(name);
  if ((parameters.get('selfTradePreventionMode') ?? selfTradePrevention) !== selfTradePrevention) {
    throw refusals.selfTradePrevention();
  }
  if (!isStop && parameters.has('stopPrice')) throw refusals.superfluous('stopPrice');
  const stopTicks = isStop ? readTicks(parameters, 'stopPrice', market, filters) : null;
  const common = { clientOrderId, market, side, stopTicks } as const;
  const hasTime = type === 'LIMIT' || type === 'STOP_LOSS_LIMIT';
  if (!hasTime && parameters.has('timeInForce')) throw refusals.superfluous('timeInForce');
  if (type === 'MARKET' || type === 'STOP_LOSS') {
    if (parameters.has('price')) throw refusals.superfluous('price');
    if (isStop && parameters.has('quoteOrderQty')) throw refusals.superfluous('quoteOrderQty');
    return { ...common, ...readSize(parameters, market, filters), type, timeInForce: 'GTC', ticks: null };
  }
  if (parameters.has('quoteOrderQty')) throw refusals.superfluous('quoteOrderQty');
  const timeInForce = hasTime ? parameters.get('timeInForce') : 'GTC';
  if (timeInForce === null || timeInForce === '') throw refusals.missing('timeInForce');
  if (timeInForce !== 'GTC' && timeInForce !== 'IOC' && timeInForce !== 'FOK') throw refusals.badTimeInForce();
  const lots = readLots(parameters, market, filters);
  const ticks = readTicks(parameters, 'price', market, filters);
  return { ...common, type, timeInForce, ticks, lots, quoteTarget: null };
}

function isOffered(type: string | null): type is PracticeType {
  return practiceTypes.some((offered) => offered === type);
}

/** A price or stop price: the same filter is kept by both. */
function readTicks(
  parameters: URLSearchParams,
  name: 'price' | 'stopPrice',
  market: MarketSpec,
  filters: MarketFilters,
): bigint {
  const price = readAmount(parameters, name);
  const ticks = toTicks(price, market);
  if (ticks === null || !isMultiple(price, filters.tickSize) || ticks <= 0n || ticks > mostLots)
    throw refusals.filter('PRICE_FILTER');
  return ticks;
}

/** A market order's amount: in base, or in quote. */
function readSize(
  parameters: URLSearchParams,
  market: MarketSpec,
  filters: MarketFilters,
): Pick<OrderRequest, 'lots' | 'quoteTarget'> {
  if (!parameters.has('quoteOrderQty')) {
    if (!parameters.has('quantity')) throw refusals.missingSize();
    return { lots: readLots(parameters, market, filters), quoteTarget: null };
  }
  if (parameters.has('quantity')) throw refusals.superfluous('quantity');
  const quoteTarget = toUnits(readAmount(parameters, 'quoteOrderQty'), assetScale);
  if (quoteTarget === null) throw refusals.tooPrecise('quoteOrderQty');
  if (quoteTarget <= 0n) throw refusals.illegal('quoteOrderQty');
  return { lots: null, quoteTarget };
}

function readLots(parameters: URLSearchParams, market: MarketSpec, filters: MarketFilters): bigint {
  const amount = readAmount(parameters, 'quantity');
  const lots = toLots(amount, market);
  if (!isMultiple(amount, filters.lotSize) || compare(amount, filters.minAmount) < 0) throw refusals.filter('LOT_SIZE');
  if (lots === null || lots <= 0n || lots > mostLots) throw refusals.filter('LOT_SIZE');
  return lots;
}

function readAmount(parameters: URLSearchParams, name: string): DecimalText {
  const text = parameters.get(name);
  if (text === null || text === '') throw refusals.missing(name);
  const value = readDecimal(text);
  if (value === null) throw refusals.illegal(name);
  return value;
}

/**
 * Throws when an order is worth less than its market takes; a market order in base is worth what the touch asks now, and one that waits
 * for a stop price without a limit what it costs there.
 */
export function checkNotional(request: OrderRequest, exchange: Exchange, rules: MarketRules): void {
  const { market, ticks, lots, side, stopTicks, quoteTarget } = request;
  const price = ticks ?? stopTicks ?? exchange.book(market).best(side === 'buy' ? 'sell' : 'buy');
  const worth = lots === null ? quoteTarget : price === null ? null : quoteUnits(price, lots, market);
  const minimum = toUnits(rules.filtersOf(market).minNotional, assetScale) ?? 0n;
  if (worth !== null && worth < minimum) throw refusals.filter('NOTIONAL');
}
