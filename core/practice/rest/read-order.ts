import { type DecimalText, readDecimal, toUnits } from '../../domain/money.ts';
import type { Account } from '../accounts.ts';
import type { Exchange } from '../exchange.ts';
import { assetScale, type MarketSpec, marketNamed, quoteUnits, toLots, toTicks } from '../market-spec.ts';
import type { OrderRequest } from '../order-request.ts';
import { wholeNumber } from './signature.ts';
import { refusals } from './venue-error.ts';

const mostLots = 10n ** 15n;

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

/** The order that the parameters ask for, checked against the market's filters; throws the refusal. */
export function readRequest(parameters: URLSearchParams, exchange: Exchange, account: Account): OrderRequest {
  const market = readMarket(parameters);
  const wireSide = parameters.get('side');
  if (wireSide !== 'BUY' && wireSide !== 'SELL') throw refusals.badSide();
  const side = wireSide === 'BUY' ? 'buy' : 'sell';
  const type = parameters.get('type');
  if (type !== 'LIMIT' && type !== 'LIMIT_MAKER' && type !== 'MARKET') throw refusals.badType();
  const clientOrderId = parameters.get('newClientOrderId') ?? `practice-${exchange.counters.orderId + 1}`;
  if (!/^[a-zA-Z0-9\-_.:/]{1,36}$/.test(clientOrderId)) throw refusals.illegal('newClientOrderId');
  const common = { clientOrderId, market, side } as const;
  if (type !== 'LIMIT' && parameters.has('timeInForce')) throw refusals.superfluous('timeInForce');
  if (type === 'MARKET') {
    if (parameters.has('price')) throw refusals.superfluous('price');
    const sized = parameters.has('quoteOrderQty')
      ? sizeByQuote(parameters, market, exchange, side, account)
      : { lots: readLots(parameters, market), quoteTarget: null };
    return { ...common, ...sized, type, timeInForce: 'GTC', ticks: null };
  }
  if (parameters.has('quoteOrderQty')) throw refusals.superfluous('quoteOrderQty');
  const timeInForce = type === 'LIMIT' ? parameters.get('timeInForce') : 'GTC';
  if (timeInForce !== 'GTC' && timeInForce !== 'IOC' && timeInForce !== 'FOK') throw refusals.badTimeInForce();
  const lots = readLots(parameters, market);
  const ticks = toTicks(readAmount(parameters, 'price'), market);
  if (ticks === null || ticks <= 0n || ticks > mostLots) throw refusals.filter('PRICE_FILTER');
  const best = exchange.book(market).best(side === 'buy' ? 'sell' : 'buy');
  const wouldTake = best !== null && (side === 'buy' ? best <= ticks : best >= ticks);
  if (type === 'LIMIT_MAKER' && wouldTake) throw refusals.wouldTake();
  return { ...common, type, timeInForce, ticks, lots, quoteTarget: null };
}

function readLots(parameters: URLSearchParams, market: MarketSpec): bigint {
  const lots = toLots(readAmount(parameters, 'quantity'), market);
  if (lots === null || lots <= 0n || lots > mostLots) throw refusals.filter('LOT_SIZE');
  return lots;
}

/** A market order by quote amount takes as many whole lots as that buys, or as few as fetch no more than it, by the book of this moment. */
function sizeByQuote(
  parameters: URLSearchParams,
  market: MarketSpec,
  exchange: Exchange,
  side: 'buy' | 'sell',
  account: Account,
): Pick<OrderRequest, 'lots' | 'quoteTarget'> {
  if (parameters.has('quantity')) throw refusals.superfluous('quantity');
  const quoteTarget = toUnits(readAmount(parameters, 'quoteOrderQty'), assetScale);
  if (quoteTarget === null || quoteTarget <= 0n) throw refusals.illegal('quoteOrderQty');
  if (quoteTarget < (toUnits(market.minNotional, assetScale) ?? 0n)) throw refusals.filter('NOTIONAL');
  const lots = exchange.book(market).lotsFor(side, quoteTarget / market.quoteUnitsPerTickLot, account.id);
  if (lots === 0n) throw refusals.filter('MARKET_LOT_SIZE');
  return { lots, quoteTarget };
}

function readAmount(parameters: URLSearchParams, name: string): DecimalText {
  const text = parameters.get(name);
  if (text === null || text === '') throw refusals.missing(name);
  const value = readDecimal(text);
  if (value === null) throw refusals.illegal(name);
  return value;
}

/** Throws when an order is worth less than its market takes. */
export function checkNotional({ market, ticks, lots, side, quoteTarget }: OrderRequest, exchange: Exchange): void {
  if (quoteTarget !== null) return;
  const price = ticks ?? exchange.book(market).best(side === 'buy' ? 'sell' : 'buy');
  const minimum = toUnits(market.minNotional, 8) ?? 0n;
  if (price !== null && quoteUnits(price, lots, market) < minimum) throw refusals.filter('NOTIONAL');
}
