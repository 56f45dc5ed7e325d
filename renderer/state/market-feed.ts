import type { Candle, Level, MarketSnapshot, MarketUpdate, PublicTrade, Ticker } from '../../core/contract/shapes.ts';

/** How many public trades of a market are kept for the screen. */
export const keptTrades = 60;

/** A market as it is to be drawn now. `trades` are newest first; `candles` are the running minute's states since the last frame. */
export interface MarketView {
  readonly symbol: string;
  readonly ticker: Ticker;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly trades: readonly PublicTrade[];
  /** The minutes that moved since the last frame, oldest first; each only in its last state. */
  readonly minutes: readonly Candle[];
}

/** Hears a market at most once a frame. */
export type MarketWatcher = (view: MarketView) => void;

/** The markets outside React: a thousand updates a second become one drawing a frame. */
export interface MarketFeed {
  /** Begins a market, or begins it anew after the core was restarted. */
  seed(snapshot: MarketSnapshot): void;
  take(update: MarketUpdate): void;
  latest(symbol: string): MarketView | null;
  /** Hears one market from now on, its present state first; the answer ends it. */
  watch(symbol: string, watcher: MarketWatcher): () => void;
}

/** No markets yet. `onNextFrame` runs a task once, before the next drawing. */
export function createMarketFeed(onNextFrame: (task: () => void) => void): MarketFeed {
  const views = new Map<string, MarketView>();
  const watchers = new Map<string, Set<MarketWatcher>>();
  const changed = new Set<string>();
  let isScheduled = false;

  function change(view: MarketView): void {
    views.set(view.symbol, view);
    changed.add(view.symbol);
    if (isScheduled) return;
    isScheduled = true;
    onNextFrame(draw);
  }

  function draw(): void {
    isScheduled = false;
    const symbols = [...changed];
    changed.clear();
    for (const symbol of symbols) {
      const view = views.get(symbol);
      if (view === undefined) continue;
      for (const watcher of watchers.get(symbol) ?? []) watcher(view);
      views.set(symbol, { ...view, minutes: [] });
    }
  }

  return {
    seed({ symbol, ticker, bids, asks, trades }) {
      change({ symbol, ticker, bids, asks, trades: trades.slice(0, keptTrades), minutes: [] });
    },
    take({ symbol, ticker, bids, asks, newTrades, candle }) {
      const known = views.get(symbol);
      const trades = newTrades.length === 0 ? (known?.trades ?? []) : joinTrades(newTrades, known?.trades ?? []);
      const minutes = candle === null ? (known?.minutes ?? []) : joinMinutes(known?.minutes ?? [], candle);
      change({ symbol, ticker, bids, asks, trades, minutes });
    },
    latest: (symbol) => views.get(symbol) ?? null,
    watch(symbol, watcher) {
      const set = watchers.get(symbol) ?? new Set();
      watchers.set(symbol, set.add(watcher));
      const view = views.get(symbol);
      if (view !== undefined) watcher(view);
      return () => void set.delete(watcher);
    },
  };
}

function joinTrades(newer: readonly PublicTrade[], older: readonly PublicTrade[]): readonly PublicTrade[] {
  const seen = new Set(newer.map((trade) => trade.tradeId));
  return [...newer, ...older.filter((trade) => !seen.has(trade.tradeId))].slice(0, keptTrades);
}

function joinMinutes(minutes: readonly Candle[], candle: Candle): readonly Candle[] {
  const last = minutes.at(-1);
  return last?.atMs === candle.atMs ? [...minutes.slice(0, -1), candle] : [...minutes, candle];
}
