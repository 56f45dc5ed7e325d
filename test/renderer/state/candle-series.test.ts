import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { bucketStart, foldMinute, type RunningCandle } from '../../../renderer/state/candle-series.ts';

function candle(
  atMs: number,
  [open, high, low, close, volume]: readonly [string, string, string, string, string],
): Candle {
  return {
    atMs,
    open: decimal(open),
    high: decimal(high),
    low: decimal(low),
    close: decimal(close),
    volume: decimal(volume),
  };
}

const minuteMs = 60_000;

describe('the running candle', () => {
  it('begins at whole multiples of its length', () => {
    expect(bucketStart(7 * minuteMs, '5m')).toBe(5 * minuteMs);
    expect(bucketStart(59 * minuteMs, '1h')).toBe(0);
  });

  it('is the minute itself at one minute', () => {
    const minute = candle(0, ['1', '2', '0.5', '1.5', '9']);
    expect(foldMinute({ candle: candle(0, ['1', '1', '1', '1', '1']), minute: null }, minute, '1m').candle).toEqual(
      minute,
    );
  });

  it('counts the growth of each minute once and keeps the extremes', () => {
    const history: RunningCandle = { candle: candle(0, ['10', '12', '9', '11', '100']), minute: null };
    const heard = foldMinute(history, candle(minuteMs, ['11', '11', '10', '10', '5']), '5m');
    expect(heard.candle).toEqual(candle(0, ['10', '12', '9', '10', '100']));
    const grown = foldMinute(heard, candle(minuteMs, ['11', '13', '10', '13', '7.5']), '5m');
    expect(grown.candle).toEqual(candle(0, ['10', '13', '9', '13', '102.5']));
    const next = foldMinute(grown, candle(2 * minuteMs, ['13', '13', '8', '8', '1']), '5m');
    expect(next.candle).toEqual(candle(0, ['10', '13', '8', '8', '103.5']));
  });

  it('gives way to a new one when its time is over, and ignores a minute of an earlier one', () => {
    const running: RunningCandle = { candle: candle(0, ['10', '12', '9', '11', '100']), minute: null };
    const next = foldMinute(running, candle(6 * minuteMs, ['11', '11', '11', '11', '2']), '5m');
    expect(next.candle).toEqual(candle(5 * minuteMs, ['11', '11', '11', '11', '2']));
    expect(foldMinute(next, candle(minuteMs, ['1', '1', '1', '1', '1']), '5m')).toBe(next);
  });
});
