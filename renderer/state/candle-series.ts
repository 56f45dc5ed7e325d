import type { Candle } from '../../core/contract/shapes.ts';
import { add, compare, subtract } from '../../core/domain/money.ts';

/** The lengths of candle on offer. */
export const intervals = ['1m', '5m', '15m', '1h'] as const;
export type Interval = (typeof intervals)[number];

const lengthMs: Readonly<Record<Interval, number>> = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 };

/** The running candle of an interval together with the minute it last took in. */
export interface RunningCandle {
  readonly candle: Candle;
  /** The running minute as last heard, so that its volume is counted once; null before the first is heard. */
  readonly minute: Candle | null;
}

/** When the candle of `interval` that holds `atMs` begins; candles begin at whole multiples since the epoch. */
export function bucketStart(atMs: number, interval: Interval): number {
  return atMs - (atMs % lengthMs[interval]);
}

/**
 * The running candle after the running minute changed. A minute of an earlier candle changes nothing. The first minute heard after the
 * history was asked is already in it, so only its growth from then on adds volume; the history is asked again when a candle ends.
 */
export function foldMinute(running: RunningCandle | null, minute: Candle, interval: Interval): RunningCandle {
  const startMs = bucketStart(minute.atMs, interval);
  if (running === null || startMs > running.candle.atMs) return { candle: { ...minute, atMs: startMs }, minute };
  if (startMs < running.candle.atMs) return running;
  if (interval === '1m') return { candle: minute, minute };
  const { candle } = running;
  const grown = growth(running.minute, minute);
  return {
    candle: {
      ...candle,
      high: compare(minute.high, candle.high) > 0 ? minute.high : candle.high,
      low: compare(minute.low, candle.low) < 0 ? minute.low : candle.low,
      close: minute.close,
      volume: grown === null ? candle.volume : add(candle.volume, grown),
    },
    minute,
  };
}

function growth(known: Candle | null, minute: Candle): Candle['volume'] | null {
  if (known === null) return null;
  return known.atMs === minute.atMs ? subtract(minute.volume, known.volume) : minute.volume;
}
