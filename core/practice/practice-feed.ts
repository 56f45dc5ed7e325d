import type { MarketFeed } from '../contract/market-feed.ts';
import type { Level, MarketSnapshot, MarketUpdate, PublicTrade, Ticker } from '../contract/shapes.ts';
import { larger, smaller } from '../domain/bigint.ts';
import { decimal, divide, fromUnits, multiply, subtract } from '../domain/money.ts';
import type { Clock } from '../ports.ts';
import { type Candles, createCandles, price } from './candles.ts';
import type { Exchange } from './exchange-port.ts';
import { assetScale, type MarketSpec } from './market-spec.ts';
import type { PrintedTrade } from './practice-order.ts';

const bookDepth = 25;
const keptTrades = 100;
const dayMinutes = 24 * 60;

/** The feed of the practice exchange's markets, and what keeps it going. */
export interface PracticeFeed extends MarketFeed {
  /** Takes in a trade. */
  printed(trade: PrintedTrade): void;
  /** Tells the listeners of every market what has changed since the last time. */
  flush(): void;
}

/** How one market's past looks where no trade of this run tells. */
export interface FeedMarket {
  readonly market: MarketSpec;
  /** The price in ticks at a wall time. */
  readonly pathAt: (atMs: number) => number;
  readonly usualLotsPerMinute: number;
  readonly seed: number;
}

interface Watched {
  readonly market: MarketSpec;
  readonly candles: Candles;
  readonly trades: PublicTrade[];
  unsent: PublicTrade[];
  readonly day: { open: bigint; high: bigint; low: bigint; volume: string };
  lastTicks: bigint;
}

/** A feed over an exchange's books. */
export function createPracticeFeed(exchange: Exchange, markets: readonly FeedMarket[], clock: Clock): PracticeFeed {
  const listeners = new Set<(update: MarketUpdate) => void>();
  const watched = new Map(markets.map((item) => [item.market.symbol, watch(item, clock.nowMs())]));

  function side(market: MarketSpec, name: 'buy' | 'sell'): Level[] {
    return exchange
      .book(market)
      .levels(name, bookDepth)
      .map(({ ticks, lots }) => [price(ticks, market), amountOf(lots, market)]);
  }

  function ticker(item: Watched, bids: readonly Level[], asks: readonly Level[]): Ticker {
    const { market, day, lastTicks } = item;
    const last = price(lastTicks, market);
    const open = price(day.open, market);
    const change = divide(multiply(subtract(last, open), decimal('100')), open, 2, 'down');
    return {
      symbol: market.symbol,
      last,
      bid: bids[0]?.[0] ?? null,
      ask: asks[0]?.[0] ?? null,
      high: price(larger(lastTicks, day.high), market),
      low: price(smaller(lastTicks, day.low), market),
      volume: decimal(day.volume),
      changePercent: change,
      atMs: clock.nowMs(),
    };
  }

  return {
    snapshot(symbol): MarketSnapshot | null {
      const item = watched.get(symbol);
      if (item === undefined) return null;
      const bids = side(item.market, 'buy');
      const asks = side(item.market, 'sell');
      return { symbol, ticker: ticker(item, bids, asks), bids, asks, trades: [...item.trades] };
    },
    candles(symbol, interval, limit) {
      return watched.get(symbol)?.candles.last(interval, limit, clock.nowMs()) ?? null;
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
      item.candles.add(trade);
      item.lastTicks = trade.ticks;
      if (trade.ticks > item.day.high) item.day.high = trade.ticks;
      if (trade.ticks < item.day.low) item.day.low = trade.ticks;
      item.trades.unshift(shown);
      item.trades.length = Math.min(item.trades.length, keptTrades);
      item.unsent.unshift(shown);
    },
    flush() {
      if (listeners.size === 0) return;
      for (const [symbol, item] of watched) {
        const bids = side(item.market, 'buy');
        const asks = side(item.market, 'sell');
        const newTrades = item.unsent;
        item.unsent = [];
        const update = {
          symbol,
          ticker: ticker(item, bids, asks),
          bids,
          asks,
          newTrades,
          candle: item.candles.current(clock.nowMs()),
        };
        for (const listener of listeners) listener(update);
      }
    },
  };
}

function watch({ market, pathAt, usualLotsPerMinute, seed }: FeedMarket, nowMs: number): Watched {
  const candles = createCandles(market, pathAt, usualLotsPerMinute, seed);
  const samples = Array.from({ length: 289 }, (_, index) =>
    BigInt(Math.round(pathAt(nowMs - (288 - index) * 300_000))),
  );
  const open = samples[0] ?? 1n;
  return {
    market,
    candles,
    trades: [],
    unsent: [],
    day: {
      open,
      high: samples.reduce((a, b) => larger(a, b), open),
      low: samples.reduce((a, b) => smaller(a, b), open),
      volume: amountOf(BigInt(Math.floor(usualLotsPerMinute * dayMinutes)), market),
    },
    lastTicks: samples.at(-1) ?? open,
  };
}

function amountOf(lots: bigint, market: MarketSpec) {
  return fromUnits(lots * market.lotUnits, assetScale);
}
