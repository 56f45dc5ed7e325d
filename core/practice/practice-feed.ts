import type { MarketFeed } from '../contract/market-feed.ts';
import type { Level, MarketSnapshot, MarketUpdate, PublicTrade, Ticker } from '../contract/shapes.ts';
import { larger, smaller } from '../domain/bigint.ts';
import { decimal, divide, fromUnits, multiply, subtract } from '../domain/money.ts';
import type { Clock } from '../ports.ts';
import { price } from './candles.ts';
import type { Exchange } from './exchange-port.ts';
import type { FeedMarket } from './feed-market.ts';
import { assetScale, type MarketSpec } from './market-spec.ts';
import type { PrintedTrade } from './practice-order.ts';

const bookDepth = 25;
const keptTrades = 100;

/** The feed of the practice exchange's markets, and what keeps it going. */
export interface PracticeFeed extends MarketFeed {
  /** Takes in a trade. */
  printed(trade: PrintedTrade): void;
  /** Tells the listeners of every market that is heard from what has changed since the last time. */
  flush(): void;
}

interface Watched {
  readonly of: FeedMarket;
  readonly trades: PublicTrade[];
  unsent: PublicTrade[];
  /** Null before there is any price. */
  day: { readonly open: bigint; high: bigint; low: bigint; lots: bigint } | null;
  lastTicks: bigint | null;
}

/** A feed over an exchange's books. */
export function createPracticeFeed(exchange: Exchange, markets: readonly FeedMarket[], clock: Clock): PracticeFeed {
  const listeners = new Set<(update: MarketUpdate) => void>();
  const watched = new Map(markets.map((item) => [item.market.symbol, watch(item)]));

  function side(market: MarketSpec, name: 'buy' | 'sell'): Level[] {
    return exchange
      .book(market)
      .levels(name, bookDepth)
      .map(({ ticks, lots }) => [price(ticks, market), amountOf(lots, market)]);
  }

  /** Null before there is any price. */
  function ticker(item: Watched, bids: readonly Level[], asks: readonly Level[]): Ticker | null {
    const { market } = item.of;
    const lastTicks = item.of.priceNow() ?? item.lastTicks;
    if (lastTicks === null) return null;
    const day = reached(item, lastTicks);
    const last = price(lastTicks, market);
    const open = price(day.open, market);
    const change = divide(multiply(subtract(last, open), decimal('100')), open, 2, 'down');
    return {
      symbol: market.symbol,
      last,
      bid: bids[0]?.[0] ?? null,
      ask: asks[0]?.[0] ?? null,
      high: price(day.high, market),
      low: price(day.low, market),
      volume: amountOf(day.lots, market),
      changePercent: change,
      atMs: clock.nowMs(),
    };
  }

  return {
    snapshot(symbol): MarketSnapshot | null {
      const item = watched.get(symbol);
      if (item === undefined) return null;
      const bids = side(item.of.market, 'buy');
      const asks = side(item.of.market, 'sell');
      const now = ticker(item, bids, asks);
      return now === null ? null : { symbol, ticker: now, bids, asks, trades: [...item.trades] };
    },
    candles(symbol, interval, limit) {
      return watched.get(symbol)?.of.candles.last(interval, limit, clock.nowMs()) ?? null;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    printed(trade) {
      const item = watched.get(trade.market.symbol);
      if (item === undefined) return;
      const shown: PublicTrade = {
        tradeId: String(trade.tradeId),
        price: price(trade.ticks, trade.market),
        amount: amountOf(trade.lots, trade.market),
        takerSide: trade.takerSide,
        atMs: trade.atMs,
      };
      item.of.candles.add(trade);
      item.lastTicks = trade.ticks;
      const day = reached(item, trade.ticks);
      if (item.of.past === null) day.lots += trade.lots;
      item.trades.unshift(shown);
      item.trades.length = Math.min(item.trades.length, keptTrades);
      item.unsent.unshift(shown);
    },
    flush() {
      if (listeners.size === 0) return;
      for (const [symbol, item] of watched) {
        if (!item.of.isLive()) continue;
        const bids = side(item.of.market, 'buy');
        const asks = side(item.of.market, 'sell');
        const now = ticker(item, bids, asks);
        if (now === null) continue;
        const newTrades = item.unsent;
        item.unsent = [];
        const candle = item.of.candles.current(clock.nowMs());
        const update = { symbol, ticker: now, bids, asks, newTrades, candle };
        for (const listener of listeners) listener(update);
      }
    },
  };
}

function watch(of: FeedMarket): Watched {
  const { past } = of;
  return { of, trades: [], unsent: [], day: past === null ? null : { ...past }, lastTicks: past?.last ?? null };
}

/** The figures of the day, the price of now among them. */
function reached(item: Watched, ticks: bigint): NonNullable<Watched['day']> {
  item.day ??= { open: ticks, high: ticks, low: ticks, lots: 0n };
  item.day.high = larger(item.day.high, ticks);
  item.day.low = smaller(item.day.low, ticks);
  return item.day;
}

function amountOf(lots: bigint, market: MarketSpec) {
  return fromUnits(lots * market.lotUnits, assetScale);
}
