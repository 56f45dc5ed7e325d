import type { PublicTrade } from '../../contract/shapes.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import type { Exchange } from '../exchange-port.ts';
import type { FeedMarket } from '../feed-market.ts';
import type { MarketSpec } from '../market-spec.ts';
import { createMirrorBook } from './mirror-book.ts';
import { createMirrorCandles } from './mirror-candles.ts';
import type { MirroredVenue } from './mirrored-venue.ts';
import { createPrintQueue, type Print } from './print-queue.ts';
import { steps, toGrid } from './to-grid.ts';

/** How many levels a side are mirrored. */
export const mirrorDepth = 100;
/** A book that was not read for so long is not known any more. */
const staleAfterMs = 15_000;

/** One mirrored market. */
export interface MirroredMarket {
  readonly market: MarketSpec;
  readonly feed: FeedMarket;
  /** Whether its book was read at the last try, and not long ago. */
  isLive(): boolean;
  /** Reads its trades, then its book, and lets them act while `mayAct`; the error where the book could not be read. */
  read(mayAct: () => boolean): Promise<Result<void>>;
}

/** What it stands on. */
export interface MirrorDeps {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly venue: MirroredVenue;
}

/** One, of which nothing is known yet. */
export function createMirroredMarket({ clock, exchange, venue }: MirrorDeps, market: MarketSpec): MirroredMarket {
  const book = createMirrorBook(exchange, market, mirrorDepth);
  const queue = createPrintQueue(exchange, market, book);
  const candles = createMirrorCandles(market);
  let readAtMs: number | null = null;
  let lastTicks: bigint | null = null;
  /** The trades of the answer before this one; null before the first. */
  let known: ReadonlySet<string> | null = null;

  /** A trade on the grid; its price moves away from resting orders, its amount down. */
  function toPrint({ amount, atMs, price, takerSide }: PublicTrade): Print {
    const ticks = steps(price, market.tickSize, takerSide === 'sell' ? 'up' : 'down');
    return { takerSide, atMs, ticks, lots: steps(amount, market.lotSize, 'down') };
  }

  async function readTrades(mayAct: () => boolean): Promise<void> {
    const asked = queue.asking();
    const answer = await venue.trades(market.symbol);
    if (!answer.ok || !mayAct()) return;
    const before = known;
    const news = answer.value.filter(({ tradeId }) => before?.has(tradeId) !== true).map(toPrint);
    known = new Set(answer.value.map(({ tradeId }) => tradeId));
    lastTicks = news.at(-1)?.ticks ?? lastTicks;
    const prints = news.filter(({ lots, ticks }) => lots > 0n && ticks > 0n);
    queue.heard(prints, asked);
  }

  const isLive = (): boolean => readAtMs !== null && clock.monotonicMs() - readAtMs <= staleAfterMs;

  return {
    market,
    feed: {
      market,
      candles,
      past: null,
      isLive,
      priceNow: () => lastTicks ?? book.middle(),
    },
    isLive,
    async read(mayAct) {
      const askedAtMs = clock.monotonicMs();
      await readTrades(mayAct);
      const answer = await venue.book(market.symbol, mirrorDepth);
      if (!answer.ok) {
        readAtMs = null;
        return answer;
      }
      if (!mayAct()) return ok(undefined);
      book.show(toGrid(answer.value.bids, 'buy', market), toGrid(answer.value.asks, 'sell', market));
      readAtMs = askedAtMs;
      const middle = book.middle();
      if (lastTicks === null && middle !== null) candles.mark(middle, clock.nowMs());
      return ok(undefined);
    },
  };
}
