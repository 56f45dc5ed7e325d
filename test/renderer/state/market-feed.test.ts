import { describe, expect, it } from 'vitest';
import type { MarketUpdate } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { createMarketFeed, keptTrades, type MarketView } from '../../../renderer/state/market-feed.ts';

function update(at: number, symbol = 'BTC/USDT', atMs = 0): MarketUpdate {
  const price = decimal(String(at));
  return {
    symbol,
    ticker: {
      symbol,
      last: price,
      bid: null,
      ask: null,
      high: price,
      low: price,
      volume: price,
      changePercent: decimal('0'),
      atMs,
    },
    bids: [],
    asks: [],
    newTrades: [{ tradeId: String(at), price, amount: decimal('1'), takerSide: 'buy', atMs }],
    candle: { atMs, open: price, high: price, low: price, close: price, volume: price },
  };
}

function stage() {
  const frames: (() => void)[] = [];
  const feed = createMarketFeed((task) => void frames.push(task));
  const seen: MarketView[] = [];
  return { feed, seen, frames, frame: () => frames.shift()?.() };
}

describe('the market feed', () => {
  it('draws once a frame however many updates came, and the last state', () => {
    const { feed, seen, frames, frame } = stage();
    feed.watch('BTC/USDT', (view) => void seen.push(view));
    for (let at = 1; at <= 1_000; at += 1) feed.take(update(at));
    expect(frames).toHaveLength(1);
    frame();
    expect(seen).toHaveLength(1);
    expect(seen[0]?.ticker.last).toBe('1000');
    frame();
    expect(seen).toHaveLength(1);
  });

  it('loses no trade between frames up to what is kept, newest first, each once', () => {
    const { feed, seen, frame } = stage();
    feed.watch('BTC/USDT', (view) => void seen.push(view));
    for (let at = 1; at <= keptTrades + 5; at += 1) feed.take(update(at));
    feed.take(update(keptTrades + 5));
    frame();
    const ids = seen[0]?.trades.map((trade) => trade.tradeId) ?? [];
    expect(ids).toHaveLength(keptTrades);
    expect(ids[0]).toBe(String(keptTrades + 5));
    expect(new Set(ids).size).toBe(keptTrades);
  });

  it('keeps every minute that ended between frames, and hands each over once', () => {
    const { feed, seen, frame } = stage();
    feed.watch('BTC/USDT', (view) => void seen.push(view));
    feed.take(update(1, 'BTC/USDT', 0));
    feed.take(update(2, 'BTC/USDT', 0));
    feed.take(update(3, 'BTC/USDT', 60_000));
    frame();
    expect(seen[0]?.minutes.map(({ atMs, close }) => [atMs, close])).toEqual([
      [0, '2'],
      [60_000, '3'],
    ]);
    feed.take({ ...update(4), candle: null });
    frame();
    expect(seen[1]?.minutes).toEqual([]);
  });

  it('tells a watcher only of its own market, at once of the present state, and nothing after it left', () => {
    const { feed, seen, frame } = stage();
    feed.take(update(1));
    feed.take(update(2, 'ETH/USDT'));
    frame();
    const stop = feed.watch('ETH/USDT', (view) => void seen.push(view));
    expect(seen.map((view) => view.ticker.last)).toEqual(['2']);
    feed.take(update(3));
    frame();
    expect(seen).toHaveLength(1);
    stop();
    feed.take(update(4, 'ETH/USDT'));
    frame();
    expect(seen).toHaveLength(1);
    expect(feed.latest('ETH/USDT')?.ticker.last).toBe('4');
    expect(feed.latest('SOL/USDT')).toBeNull();
  });

  it('lets watchers take turns over the frames, each with all that moved since its own last turn', () => {
    const frames: (() => void)[] = [];
    const feed = createMarketFeed((task) => void frames.push(task), 2);
    const drawn: [number, string, number][] = [];
    const watch = (number: number) =>
      feed.watch('BTC/USDT', ({ ticker, minutes }) => void drawn.push([number, ticker.last, minutes.length]), number);
    watch(0);
    watch(1);
    feed.take(update(1, 'BTC/USDT', 0));
    frames.shift()?.();
    expect(drawn).toEqual([[1, '1', 1]]);
    feed.take(update(2, 'BTC/USDT', 60_000));
    frames.shift()?.();
    frames.shift()?.();
    expect(drawn.slice(1)).toEqual([
      [0, '2', 2],
      [1, '2', 1],
    ]);
    expect(frames).toHaveLength(0);
  });
});
