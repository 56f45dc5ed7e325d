import type { Exchange } from '../exchange-port.ts';
import { practiceMarkets, wireAmount, wireLots, wirePrice } from '../market-spec.ts';
import type { PrintedTrade } from '../practice-order.ts';
import type { Fees } from '../settlement.ts';
import { readLimit, readMarket, selfTradePrevention } from './read-order.ts';

/** GET /api/v3/exchangeInfo. */
export function exchangeInfo(nowMs: number) {
  return {
    timezone: 'UTC',
    serverTime: nowMs,
    rateLimits: [],
    exchangeFilters: [],
    symbols: practiceMarkets.map((market) => ({
      symbol: market.venueName,
      status: 'TRADING',
      baseAsset: market.base,
      baseAssetPrecision: 8,
      quoteAsset: market.quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'],
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
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: market.tickSize, maxPrice: '1000000.00', tickSize: market.tickSize },
        { filterType: 'LOT_SIZE', minQty: market.lotSize, maxQty: '1000000000', stepSize: market.lotSize },
        {
          filterType: 'NOTIONAL',
          minNotional: market.minNotional,
          applyMinToMarket: true,
          maxNotional: '1000000000',
          applyMaxToMarket: false,
          avgPriceMins: 0,
        },
      ],
    })),
  };
}

/** GET /api/v3/depth. */
export function depth(exchange: Exchange, parameters: URLSearchParams) {
  const market = readMarket(parameters);
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

/** GET /sapi/v1/asset/tradeFee. */
export function tradeFee(fees: Fees) {
  const rate = (millionths: bigint): string => wireAmount(millionths * 100n);
  return practiceMarkets.map((market) => ({
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
