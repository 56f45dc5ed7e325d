import type { Exchange } from '../exchange-port.ts';
import type { MarketSpec } from '../market-spec.ts';
import type { BookSide } from '../matching/order-book.ts';
import type { GridLevel } from './to-grid.ts';

/** The levels of another exchange's book in a book of the practice exchange: what was taken there is not offered again. */
export interface MirrorBook {
  /** Takes in what is shown now. What crosses an account's resting order trades with it, at its price, up to what is shown. */
  show(bids: readonly GridLevel[], asks: readonly GridLevel[]): void;
  /** What was last shown at a price, taken or not; null where the book has not been seen that deep. */
  shownAt(side: BookSide, ticks: bigint): bigint | null;
  /** The middle of the best prices that were last shown, rounded down; null before both sides were. */
  middle(): bigint | null;
}

/** What is known of one price. `consumed` counts since the venue's book last changed there. */
interface Price {
  shown: bigint;
  consumed: bigint;
  /** The resting order that offers the rest, null when there is none. */
  id: number | null;
  /** How much of it was put there. */
  rested: bigint;
}

interface Side {
  readonly side: BookSide;
  readonly prices: Map<bigint, Price>;
  best: bigint | null;
  /** The worst price that was shown; null where the whole side was. */
  horizon: bigint | null;
}

/** An empty one. `depth` is how many levels a side are asked for: a side of so many may go on behind them. */
export function createMirrorBook(exchange: Exchange, market: MarketSpec, depth: number): MirrorBook {
  const bids: Side = { side: 'buy', prices: new Map(), best: null, horizon: null };
  const asks: Side = { side: 'sell', prices: new Map(), best: null, horizon: null };
  let wasShown = false;
  const book = exchange.book(market);

  /** Whether a price lies behind everything that is shown of its side. */
  function isBehind({ side, horizon }: Side, ticks: bigint): boolean {
    return horizon !== null && (side === 'buy' ? ticks < horizon : ticks > horizon);
  }

  /** Counts what was taken since the last time. */
  function count(price: Price): void {
    const left = price.id === null ? 0n : (book.get(price.id)?.lots ?? 0n);
    price.consumed += price.rested - left;
    price.rested = left;
  }

  function takeBack(price: Price): void {
    if (price.id !== null) book.remove(price.id);
    price.id = null;
    price.rested = 0n;
  }

  /** Takes back what is not shown any more, or otherwise. */
  function withdraw(half: Side, levels: readonly GridLevel[]): void {
    const shown = new Map(levels.map(({ ticks, lots }) => [ticks, lots]));
    half.best = levels[0]?.ticks ?? null;
    half.horizon = levels.length < depth ? null : (levels.at(-1)?.ticks ?? null);
    for (const [ticks, price] of half.prices) {
      count(price);
      const now = shown.get(ticks);
      if (now === price.shown) continue;
      takeBack(price);
      if (now !== undefined) {
        price.shown = now;
        price.consumed = 0n;
        // What lies out of sight has not changed as far as is known: what was taken there stays taken.
      } else if (price.consumed === 0n || !isBehind(half, ticks)) half.prices.delete(ticks);
    }
  }

  function offer(half: Side, levels: readonly GridLevel[]): void {
    for (const { ticks, lots } of levels) {
      const price = half.prices.get(ticks) ?? { shown: lots, consumed: 0n, id: null, rested: 0n };
      half.prices.set(ticks, price);
      const rest = price.shown - price.consumed;
      if (price.id !== null || rest <= 0n) continue;
      price.id = exchange.quote(market, half.side, ticks, rest);
      price.rested = rest;
      count(price);
    }
  }

  return {
    show(bidLevels, askLevels) {
      wasShown = true;
      withdraw(bids, bidLevels);
      withdraw(asks, askLevels);
      offer(bids, bidLevels);
      offer(asks, askLevels);
    },
    shownAt(side, ticks) {
      const half = side === 'buy' ? bids : asks;
      if (!wasShown || isBehind(half, ticks)) return null;
      return half.prices.get(ticks)?.shown ?? 0n;
    },
    middle: () => (bids.best === null || asks.best === null ? null : (bids.best + asks.best) / 2n),
  };
}
