import { assetScale, wirePrice } from '../../../core/practice/market-spec.ts';
import type { Kept, KeptTrade } from './kraken-book.ts';
import { cut } from './kraken-listing.ts';

const statuses = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'closed',
  CANCELED: 'canceled',
  EXPIRED: 'canceled',
  EXPIRED_IN_MATCH: 'canceled',
} as const;

/** The sentence that repeats an order: 'buy 0.02100000 ETHUSD @ limit 330.00', 'sell … @ stop loss 300.00 -> limit 299.00'. */
export function sentence({ listing, order }: Kept): string {
  const amount = cut(order.quoteTarget ?? order.lots * listing.spec.lotUnits, 8);
  const limit = order.ticks === null ? null : `limit ${price(order.ticks, listing)}`;
  const stop = order.stopTicks === null ? null : `stop loss ${price(order.stopTicks, listing)}`;
  const kind = stop === null ? (limit ?? 'market') : limit === null ? stop : `${stop} -> ${limit}`;
  return `${order.side} ${amount} ${listing.altname} @ ${kind}`;
}

/** An order as OpenOrders, ClosedOrders and QueryOrders tell it. */
export function wireOrder(kept: Kept, trades: readonly KeptTrade[], withTrades: boolean): Record<string, unknown> {
  const { clOrdId, flags, listing, order } = kept;
  const { spec } = listing;
  const status = statuses[order.status];
  const done = order.filledLots * spec.lotUnits;
  const fee = trades.reduce((sum, { feeUnits }) => sum + feeUnits, 0n);
  const average = done === 0n ? 0n : (order.quoteUnits * 10n ** BigInt(assetScale)) / done;
  return {
    refid: null,
    userref: 0,
    ...(clOrdId === null ? {} : { cl_ord_id: clOrdId }),
    status,
    opentm: order.createdAtMs / 1_000,
    starttm: 0,
    expiretm: 0,
    descr: {
      pair: listing.altname,
      type: order.side,
      ordertype: orderType(order),
      price: price(order.stopTicks ?? order.ticks ?? 0n, listing),
      price2: order.stopTicks === null ? '0' : price(order.ticks ?? 0n, listing),
      leverage: 'none',
      order: sentence(kept),
      close: '',
    },
    vol: cut(order.quoteTarget ?? order.lots * spec.lotUnits, 8),
    vol_exec: cut(order.quoteTarget === null ? done : order.quoteUnits, 8),
    cost: cut(order.quoteUnits, 5),
    fee: cut(fee, 5),
    price: cut(average, listing.priceDecimals),
    stopprice: price(order.stopTicks ?? 0n, listing),
    limitprice: '0.00000',
    ...(order.stopTicks === null ? {} : { trigger: 'last' }),
    misc: '',
    oflags: flags.join(','),
    ...(status === 'open' ? {} : { closetm: order.updatedAtMs / 1_000, reason: null }),
    ...(withTrades && kept.trades.length > 0 ? { trades: kept.trades } : {}),
  };
}

/** A trade as QueryTrades and TradesHistory tell it. */
export function wireTrade({ feeUnits, fill, of }: KeptTrade): Record<string, unknown> {
  const { listing, order } = of;
  return {
    ordertxid: of.txid,
    postxid: 'TKH2SE-M7IF5-CFI7LT',
    pair: listing.id,
    time: fill.atMs / 1_000,
    type: order.side,
    ordertype: orderType(order),
    price: wirePrice(fill.ticks, listing.spec),
    cost: cut(fill.ticks * fill.lots * listing.spec.quoteUnitsPerTickLot, 8),
    fee: cut(feeUnits, 8),
    vol: cut(fill.lots * listing.spec.lotUnits, 8),
    margin: '0.00000',
    leverage: '0',
    misc: '',
    trade_id: fill.tradeId,
    maker: fill.isMaker,
  };
}

function orderType({ stopTicks, ticks }: Kept['order']): string {
  if (stopTicks === null) return ticks === null ? 'market' : 'limit';
  return ticks === null ? 'stop-loss' : 'stop-loss-limit';
}

function price(ticks: bigint, { priceDecimals, spec }: Kept['listing']): string {
  return wirePrice(ticks, spec).slice(0, priceDecimals - assetScale || undefined);
}
