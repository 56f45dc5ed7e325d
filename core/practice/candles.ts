import type { Candle } from '../contract/shapes.ts';
import { larger, smaller } from '../domain/bigint.ts';
import { fromUnits } from '../domain/money.ts';
import { assetScale, type MarketSpec } from './market-spec.ts';
import type { PrintedTrade } from './practice-order.ts';
import { uniform } from './simulation/noise.ts';

/** The lengths of a candle. */
export const intervals = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 } as const;
export type Interval = keyof typeof intervals;

const minuteMs = intervals['1m'];
const samplesPerMinute = 6;

interface Bar {
  open: bigint;
  high: bigint;
  low: bigint;
  close: bigint;
  lots: bigint;
}

/** The candles of one market: of trades since this run began, of the price path before. */
export interface Candles {
  add(trade: PrintedTrade): void;
  /** The last `limit` candles up to `nowMs`, oldest first. */
  last(interval: Interval, limit: number, nowMs: number): readonly Candle[];
  /** The running minute, or null before anything is known of it. */
  current(nowMs: number): Candle | null;
}

/** Candles over a path that knows the price in ticks at any wall time; `usualLots` is traded in a usual minute. */
export function createCandles(
  market: MarketSpec,
  pathAt: (atMs: number) => number,
  usualLots: number,
  seed: number,
): Candles {
  const traded = new Map<number, Bar>();
  const drawn = new Map<number, Bar>();
  const startOf = (atMs: number, lengthMs: number): number => Math.floor(atMs / lengthMs) * lengthMs;

  /** What the path did in a minute that nobody watched. */
  function draw(minute: number): Bar {
    const found = drawn.get(minute);
    if (found !== undefined) return found;
    const prices = Array.from({ length: samplesPerMinute + 1 }, (_, sample) =>
      BigInt(Math.round(pathAt(minute + (sample * minuteMs) / samplesPerMinute))),
    );
    const open = prices[0] ?? 0n;
    const close = prices.at(-1) ?? open;
    const high = prices.reduce((a, b) => larger(a, b), open);
    const low = prices.reduce((a, b) => smaller(a, b), open);
    const mood = uniform(seed, minute / minuteMs, 21);
    const bar = { open, high, low, close, lots: BigInt(Math.floor(usualLots * (0.3 + mood * mood * 2.2))) };
    drawn.set(minute, bar);
    return bar;
  }

  function minute(start: number, nowMs: number): Bar {
    const bar = traded.get(start);
    if (bar !== undefined) return bar;
    if (startOf(nowMs, minuteMs) > start) return draw(start);
    const price = BigInt(Math.round(pathAt(start)));
    return { open: price, high: price, low: price, close: price, lots: 0n };
  }

  function candle(start: number, lengthMs: number, nowMs: number): Candle {
    const bars: Bar[] = [];
    for (let at = start; at < start + lengthMs && at <= nowMs; at += minuteMs) bars.push(minute(at, nowMs));
    const first = bars[0] ?? minute(start, nowMs);
    return {
      atMs: start,
      open: price(first.open, market),
      high: price(
        bars.reduce((high, bar) => larger(bar.high, high), first.high),
        market,
      ),
      low: price(
        bars.reduce((low, bar) => smaller(bar.low, low), first.low),
        market,
      ),
      close: price((bars.at(-1) ?? first).close, market),
      volume: fromUnits(bars.reduce((sum, bar) => sum + bar.lots, 0n) * market.lotUnits, assetScale),
    };
  }

  return {
    add({ ticks, lots, atMs }) {
      const start = startOf(atMs, minuteMs);
      const bar = traded.get(start);
      if (bar === undefined) {
        const open = traded.get(start - minuteMs)?.close ?? BigInt(Math.round(pathAt(start)));
        traded.set(start, {
          open,
          high: ticks > open ? ticks : open,
          low: ticks < open ? ticks : open,
          close: ticks,
          lots,
        });
        return;
      }
      if (ticks > bar.high) bar.high = ticks;
      if (ticks < bar.low) bar.low = ticks;
      bar.close = ticks;
      bar.lots += lots;
    },
    last(interval, limit, nowMs) {
      const lengthMs = intervals[interval];
      const end = startOf(nowMs, lengthMs);
      return Array.from({ length: limit }, (_, index) => candle(end - (limit - 1 - index) * lengthMs, lengthMs, nowMs));
    },
    current: (nowMs) => candle(startOf(nowMs, minuteMs), minuteMs, nowMs),
  };
}

/** Ticks as a canonical price. */
export function price(ticks: bigint, market: MarketSpec) {
  const dot = market.tickSize.indexOf('.');
  return fromUnits(ticks, Math.min(assetScale, market.tickSize.length - dot - 1));
}
