import * as z from 'zod';
import type { Market } from '../../contract/shapes.ts';
import { isStop, isWithoutPrice, type OrderType, orderTypes } from '../../domain/intent.ts';
import { compare, type DecimalText, decimal, divide, zero } from '../../domain/money.ts';
import { plainVenueText } from '../hostile-text.ts';
import type { OpenAtVenue, VenueFill, VenueOrder } from '../venue.ts';
import {
  type ExchangeInfo,
  type kinds,
  LotSize,
  NamedEntry,
  Notional,
  type OpenFields,
  type OrderFields,
  type PlacedAnswer,
  PriceFilter,
  SymbolEntry,
  type Trades,
} from './binance-answers.ts';

/** Binance's public rate for an account without discounts: what costs an account that no key can ask about. https://www.binance.com/en/fee/trading */
const publicFee = decimal('0.001');

/** Our kinds of order in Binance's words. */
export const wireTypes = {
  limit: 'LIMIT',
  'limit-maker': 'LIMIT_MAKER',
  market: 'MARKET',
  'stop-limit': 'STOP_LOSS_LIMIT',
  'stop-market': 'STOP_LOSS',
} as const satisfies Readonly<Record<OrderType, keyof typeof kinds>>;

/** What a market's assets are called together. Only `VenueNames` knows whether that is the name of that market, and not of another. */
export function joinedName(symbol: string): string {
  return symbol.replace('/', '');
}

/**
 * Our name for each market that the venue knows, tradable or not: an order may be left on one that no longer trades. One whose name is
 * not its two assets, or whose assets we could not write, goes by the venue's own name, which no market of ours can have.
 */
export function toNames(info: z.output<typeof ExchangeInfo>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const raw of info.symbols) {
    const { data } = NamedEntry.safeParse(raw);
    if (data === undefined) continue;
    const { baseAsset, quoteAsset, symbol } = data;
    const isPlain = symbol === `${baseAsset}${quoteAsset}` && plainAsset.test(baseAsset) && plainAsset.test(quoteAsset);
    names.set(symbol, isPlain ? `${baseAsset}/${quoteAsset}` : symbol);
  }
  return names;
}

const plainAsset = /^[A-Z0-9]{1,20}$/;

/**
 * The markets that trade, with their filters and the public fee. One without the filters we need is left out, because we could not size
 * orders for it.
 */
export function toMarkets(exchange: string, info: z.output<typeof ExchangeInfo>): readonly Market[] {
  return readEntries(info).flatMap((entry): Market[] => {
    if (entry.status !== 'TRADING' || !entry.isSpotTradingAllowed) return [];
    const filter = (...types: readonly string[]): readonly unknown[] =>
      entry.filters.filter(({ filterType }) => types.includes(filterType));
    const price = PriceFilter.safeParse(filter('PRICE_FILTER')[0]).data;
    const lot = LotSize.safeParse(filter('LOT_SIZE')[0]).data;
    // The newer filter replaced the older, market by market; one that had both would mean both.
    const notionals = z.array(Notional).min(1).safeParse(filter('NOTIONAL', 'MIN_NOTIONAL')).data;
    if (price === undefined || lot === undefined || notionals === undefined) return [];
    return [
      {
        exchange,
        symbol: `${entry.baseAsset}/${entry.quoteAsset}`,
        base: entry.baseAsset,
        quote: entry.quoteAsset,
        tickSize: price.tickSize,
        lotSize: lot.stepSize,
        minAmount: lot.minQty,
        minNotional: notionals.map(({ minNotional }) => minNotional).reduce(largest),
        makerFee: publicFee,
        takerFee: publicFee,
        orderTypes: orderTypes.filter((type) => entry.orderTypes.includes(wireTypes[type])),
      },
    ];
  });
}

function largest(a: DecimalText, b: DecimalText): DecimalText {
  return compare(a, b) >= 0 ? a : b;
}

/** The entries that are whole and whose name is their two assets: only then does 'BASE/QUOTE' lead back to the same market. */
function readEntries(info: z.output<typeof ExchangeInfo>): readonly z.output<typeof SymbolEntry>[] {
  return info.symbols.flatMap((raw) => {
    const entry = SymbolEntry.safeParse(raw);
    return entry.success && entry.data.symbol === `${entry.data.baseAsset}${entry.data.quoteAsset}` ? [entry.data] : [];
  });
}

/** An order in our words, of the market `symbol`. */
export function toOrder(answer: OrderFields, symbol: string, clientOrderId: string, updatedAtMs: number): VenueOrder {
  const filled = answer.executedQty;
  return {
    clientOrderId,
    venueOrderId: answer.orderId,
    symbol,
    side: answer.side === 'BUY' ? 'buy' : 'sell',
    type: answer.type,
    timeInForce: answer.type === 'limit' ? answer.timeInForce : null,
    amount: answer.origQty,
    price: isWithoutPrice(answer.type) ? null : answer.price,
    stopPrice: isStop(answer.type) ? answer.stopPrice : null,
    filled,
    averagePrice: filled === zero ? null : divide(answer.cummulativeQuoteQty, filled, 8, 'down'),
    cumulativeQuote: answer.cummulativeQuoteQty,
    status: statusOf(answer.status, filled),
    updatedAtMs,
  };
}

/** An open order as a person sees it. */
export function toOpen(answer: OpenFields, symbol: string): OpenAtVenue {
  const { clientOrderId, price, stopPrice } = answer;
  return {
    venueOrderId: answer.orderId,
    clientOrderId: clientOrderId === '' ? null : plainVenueText(clientOrderId),
    symbol,
    side: answer.side === 'BUY' ? 'buy' : 'sell',
    type: answer.type,
    amount: answer.origQty,
    filled: answer.executedQty,
    price: price === zero ? null : price,
    stopPrice: stopPrice === undefined || stopPrice === zero ? null : stopPrice,
  };
}

/** The fills that came with a placed order: the taker's part. */
export function toPlacedFills(answer: z.output<typeof PlacedAnswer>): readonly VenueFill[] {
  return answer.fills.map((fill) => ({
    tradeId: fill.tradeId,
    venueOrderId: answer.orderId,
    price: fill.price,
    amount: fill.qty,
    fee: { amount: fill.commission, asset: fill.commissionAsset },
    role: 'taker',
    atMs: answer.transactTime,
  }));
}

/** The account's own trades as fills. */
export function toFills(trades: z.output<typeof Trades>): readonly VenueFill[] {
  return trades.map((trade) => ({
    tradeId: trade.id,
    venueOrderId: trade.orderId,
    price: trade.price,
    amount: trade.qty,
    fee: { amount: trade.commission, asset: trade.commissionAsset },
    role: trade.isMaker ? 'maker' : 'taker',
    atMs: trade.time,
  }));
}

function statusOf(status: OrderFields['status'], filled: DecimalText): VenueOrder['status'] {
  switch (status) {
    case 'NEW':
    case 'PENDING_NEW':
      return 'open';
    case 'PARTIALLY_FILLED':
      return 'partially-filled';
    case 'PENDING_CANCEL':
      return filled === zero ? 'open' : 'partially-filled';
    case 'FILLED':
      return 'filled';
    case 'CANCELED':
      return 'canceled';
    case 'REJECTED':
      return 'rejected';
    case 'EXPIRED':
    case 'EXPIRED_IN_MATCH':
      return 'expired';
  }
}
