import type { Exchange } from '../exchange-port.ts';
import type { MarketFilters, MarketRules } from '../market-source.ts';
import { practiceMarkets, wireAmount, wireLots, wirePrice } from '../market-spec.ts';
import { type PrintedTrade, practiceTypes } from '../practice-order.ts';
import type { Fees } from '../settlement.ts';
import { readLimit, readMarket, selfTradePrevention } from './read-order.ts';
import { refusals } from './venue-error.ts';

/** GET /api/v3/exchangeInfo. A market that cannot be traded in this run is in it all the same: an order may be left on it. */
export function exchangeInfo(rules: MarketRules, nowMs: number) {
  return {
    timezone: 'UTC',
    serverTime: nowMs,
    rateLimits: [],
    exchangeFilters: [],
    symbols: practiceMarkets.map((market) => ({
      symbol: market.venueName,
      status: rules.isListed(market) ? 'TRADING' : 'BREAK',
      baseAsset: market.base,
      baseAssetPrecision: 8,
      quoteAsset: market.quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: practiceTypes,
      icebergAllowed: false,
      ocoAllowed: false,
      otoAllowed: false,
      quoteOrderQtyMarketAllowed: true,
      allowTrailingStop: false,
      cancelReplaceAllowed: true,
      amendAllowed: false,
      pegInstructionsAllowed: false,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      permissions: ['SPOT'],
      permissionSets: [['SPOT']],
      defaultSelfTradePreventionMode: selfTradePrevention,
      allowedSelfTradePreventionModes: [selfTradePrevention],
      filters: filtersOf(rules.filtersOf(market)),
    })),
  };
}

function filtersOf({ tickSize, lotSize, minAmount, minNotional }: MarketFilters) {
  return [
    { filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: '1000000.00', tickSize },
    { filterType: 'LOT_SIZE', minQty: minAmount, maxQty: '1000000000', stepSize: lotSize },
    {
      filterType: 'NOTIONAL',
      minNotional,
      applyMinToMarket: true,
      maxNotional: '1000000000',
      applyMaxToMarket: false,
      avgPriceMins: 0,
    },
  ];
}

/** GET /api/v3/depth. Refused while the market is closed: nobody prices an order by a book that is not known. */
export function depth(exchange: Exchange, rules: MarketRules, parameters: URLSearchParams) {
  const market = readMarket(parameters);
  const why = rules.closed(market);
  if (why !== null) throw refusals.closed(why);
  const limit = parameters.has('limit') ? Math.min(readLimit(parameters), 5000) : 100;
  const side = (name: 'buy' | 'sell') =>
    exchange
      .book(market)
      .levels(name, limit)
      .map(({ ticks, lots }) => [wirePrice(ticks, market), wireLots(lots, market)]);
  return { lastUpdateId: exchange.counters.tradeId + exchange.counters.orderId, bids: side('buy'), asks: side('sell') };
}

/** GET /api/v3/trades, oldest first. */
export function trades(recent: readonly PrintedTrade[], parameters: URLSearchParams) {
  const market = readMarket(parameters);
  return recent
    .filter((trade) => trade.market === market)
    .slice(-readLimit(parameters))
    .map((trade) => ({
      id: trade.tradeId,
      price: wirePrice(trade.ticks, market),
      qty: wireLots(trade.lots, market),
      time: trade.atMs,
      isBuyerMaker: trade.takerSide === 'sell',
      isBestMatch: true,
    }));
}

/** GET /sapi/v1/asset/tradeFee: of one market where `symbol` names it, else of all. */
export function tradeFee(fees: Fees, parameters: URLSearchParams) {
  const rate = (millionths: bigint): string => wireAmount(millionths * 100n);
  const asked = parameters.has('symbol') ? [readMarket(parameters)] : practiceMarkets;
  return asked.map((market) => ({
    symbol: market.venueName,
    makerCommission: rate(fees.maker),
    takerCommission: rate(fees.taker),
  }));
}

/** GET /sapi/v1/account/apiRestrictions: a key that may read and trade spot, and nothing else. */
export function apiRestrictions(createdAtMs: number) {
  return {
    ipRestrict: false,
    createTime: createdAtMs,
    enableReading: true,
    enableSpotAndMarginTrading: true,
    enableWithdrawals: false,
    enableInternalTransfer: false,
    permitsUniversalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    enableVanillaOptions: false,
    enablePortfolioMarginTrading: false,
  };
}
