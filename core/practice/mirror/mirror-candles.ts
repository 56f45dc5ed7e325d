import type { Candle } from '../../contract/shapes.ts';
import { larger, smaller } from '../../domain/bigint.ts';
import { fromUnits } from '../../domain/money.ts';
import { type Candles, intervals, price } from '../candles.ts';
import { assetScale, type MarketSpec } from '../market-spec.ts';

const minuteMs = intervals['1m'];
/** A week. */
const mostMinutes = 7 * 24 * 60;

interface Bar {
  open: bigint;
  high: bigint;
  low: bigint;
  close: bigint;
  lots: bigint;
}

/** The candles of a mirrored market: of the trades that were heard in this run. Nothing is made up for the time before. */
export interface MirrorCandles extends Candles {
  /** What it is worth where no trade says it. */
  mark(ticks: bigint, atMs: number): void;
}

/** None yet. */
export function createMirrorCandles(market: MarketSpec): MirrorCandles {
  /** One after the other by minute, without a gap. */
  const bars: Bar[] = [];
  let firstMs = 0;
  const startOf = (atMs: number, lengthMs: number): number => Math.floor(atMs / lengthMs) * lengthMs;

  /** The bar of a minute; minutes in which nothing happened stand at the close before. Null for what is older than the first. */
  function barAt(atMs: number, ticks: bigint): Bar | null {
    const start = startOf(atMs, minuteMs);
    if (bars.length === 0) firstMs = start;
    if (start < firstMs) return null;
    for (let missing = (start - firstMs) / minuteMs + 1 - bars.length; missing > 0; missing -= 1) {
      const at = bars.at(-1)?.close ?? ticks;
      bars.push({ open: at, high: at, low: at, close: at, lots: 0n });
    }
    const bar = bars[(start - firstMs) / minuteMs] ?? null;
    const tooMany = bars.length - mostMinutes;
    if (tooMany > 0) {
      bars.splice(0, tooMany);
      firstMs += tooMany * minuteMs;
    }
    return bar;
  }

  function reach(bar: Bar, ticks: bigint): void {
    bar.high = larger(bar.high, ticks);
    bar.low = smaller(bar.low, ticks);
    bar.close = ticks;
  }

  function candle(start: number, lengthMs: number): Candle | null {
    const from = Math.max(0, (start - firstMs) / minuteMs);
    const within = bars.slice(from, Math.max(0, (start + lengthMs - firstMs) / minuteMs));
    const [first] = within;
    if (first === undefined) return null;
    return {
      atMs: start,
      open: price(first.open, market),
      high: price(within.map(({ high }) => high).reduce(larger), market),
      low: price(within.map(({ low }) => low).reduce(smaller), market),
      close: price((within.at(-1) ?? first).close, market),
      volume: fromUnits(within.reduce((sum, bar) => sum + bar.lots, 0n) * market.lotUnits, assetScale),
    };
  }

  /** Lets the minutes go on to this one. */
  function goOn(nowMs: number): void {
    const last = bars.at(-1);
    if (last !== undefined) barAt(nowMs, last.close);
  }

  return {
    add({ atMs, lots, ticks }) {
      const bar = barAt(atMs, ticks);
      if (bar === null) return;
      reach(bar, ticks);
      bar.lots += lots;
    },
    mark(ticks, atMs) {
      const bar = barAt(atMs, ticks);
      if (bar !== null) reach(bar, ticks);
    },
    last(interval, limit, nowMs) {
      goOn(nowMs);
      const lengthMs = intervals[interval];
      const end = startOf(nowMs, lengthMs);
      return Array.from({ length: limit }, (_, index) =>
        candle(end - (limit - 1 - index) * lengthMs, lengthMs),
      ).flatMap((found) => found ?? []);
    },
    current(nowMs) {
      goOn(nowMs);
      return candle(startOf(nowMs, minuteMs), minuteMs);
    },
  };
}
