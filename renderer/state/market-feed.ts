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

/** Hears a market at most once a frame, in its turn. */
export type MarketWatcher = (view: MarketView) => void;

/** The markets outside React: a thousand updates a second become one drawing a frame. */
export interface MarketFeed {
  /** Begins a market, or begins it anew after the core was restarted. */
  seed(snapshot: MarketSnapshot): void;
  take(update: MarketUpdate): void;
  latest(symbol: string): MarketView | null;
  /** Hears one market from now on, its present state first; the answer ends it. Watchers of one lane are told in the same frame. */
  watch(symbol: string, watcher: MarketWatcher, lane?: number): () => void;
}

interface Watching {
  readonly watcher: MarketWatcher;
  /** Which frames are this one's. */
  readonly lane: number;
  isDue: boolean;
  /** The minutes that this watcher has not heard of yet. */
  minutes: readonly Candle[];
}

/**
 * No markets yet. `onNextFrame` runs a task once, before the next drawing. Watchers take turns over `lanes` frames, so that no frame draws
 * everything: at 60 frames a second and four lanes each is drawn fifteen times, faster than anyone reads.
 */
export function createMarketFeed(onNextFrame: (task: () => void) => void, lanes = 1): MarketFeed {
  const views = new Map<string, Omit<MarketView, 'minutes'>>();
  const watchings = new Map<string, Set<Watching>>();
  let lane = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    onNextFrame(draw);
  }

  function change(view: Omit<MarketView, 'minutes'>, candle: Candle | null): void {
    views.set(view.symbol, view);
    for (const watching of watchings.get(view.symbol) ?? []) {
      watching.isDue = true;
      if (candle !== null) watching.minutes = joinMinutes(watching.minutes, candle);
    }
    schedule();
  }

  function draw(): void {
    isScheduled = false;
    lane = (lane + 1) % lanes;
    let isMoreDue = false;
    for (const [symbol, set] of watchings) {
      const view = views.get(symbol);
      if (view === undefined) continue;
      for (const watching of set) {
        if (!watching.isDue) continue;
        if (watching.lane !== lane) {
          isMoreDue = true;
          continue;
        }
        const { minutes } = watching;
        watching.isDue = false;
        watching.minutes = [];
        watching.watcher({ ...view, minutes });
      }
    }
    if (isMoreDue) schedule();
  }

  return {
    seed({ symbol, ticker, bids, asks, trades }) {
      change({ symbol, ticker, bids, asks, trades: trades.slice(0, keptTrades) }, null);
    },
    take({ symbol, ticker, bids, asks, newTrades, candle }) {
      const known = views.get(symbol)?.trades ?? [];
      const trades = newTrades.length === 0 ? known : joinTrades(newTrades, known);
      change({ symbol, ticker, bids, asks, trades }, candle);
    },
    latest(symbol) {
      const view = views.get(symbol);
      return view === undefined ? null : { ...view, minutes: [] };
    },
    watch(symbol, watcher, wantedLane = 0) {
      const set = watchings.get(symbol) ?? new Set();
      const watching: Watching = { watcher, lane: wantedLane % lanes, isDue: false, minutes: [] };
      watchings.set(symbol, set.add(watching));
      const view = views.get(symbol);
      if (view !== undefined) watcher({ ...view, minutes: [] });
      return () => void set.delete(watching);
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
