import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  HistogramSeries,
  type ISeriesApi,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Candle } from '../../../core/contract/shapes.ts';
import { scaleOf } from '../../format/amount.ts';
import { axisLabel, plottedNumber } from '../../format/plotted-number.ts';
import { localDate, localTime, timeOfDay } from '../../format/time.ts';
import { colours, watchTheme } from '../../state/theme.ts';

/** A drawn series of candles with their volume. */
export interface CandleChart {
  /** Draws a history, oldest first, and shows its newest part. */
  show(candles: readonly Candle[]): void;
  /** Draws the running candle; one older than the last drawn is not allowed. */
  update(candle: Candle): void;
  destroy(): void;
}

interface ChartOptions {
  readonly tickSize: string;
  /** Hears the candle under the pointer, null when there is none. */
  readonly onPoint: (candle: Candle | null) => void;
}

const shownCandles = 120;
const seconds = (atMs: number) => (atMs / 1000) as UTCTimestamp;
const milliseconds = (time: Time) => (time as UTCTimestamp) * 1000;

/** Draws candles in `place`, filling it, in the present theme and every later one. */
export function createCandleChart(place: HTMLElement, options: ChartOptions): CandleChart {
  const drawn = new Map<number, Candle>();
  const chart = createChart(place, {
    autoSize: true,
    layout: { attributionLogo: false, fontFamily: "'Inter Variable', system-ui, sans-serif", fontSize: 11 },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.26 }, minimumWidth: 72 },
    timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false, rightOffset: 4, tickMarkFormatter },
    localization: {
      timeFormatter: (time: Time) => localTime(milliseconds(time)),
      priceFormatter: (plotted: number) => axisLabel(plotted, scaleOf(options.tickSize)),
    },
  });
  const price = chart.addSeries(CandlestickSeries, {
    borderVisible: false,
    priceFormat: { type: 'price', precision: scaleOf(options.tickSize), minMove: plottedNumber(options.tickSize) },
  });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  chart.subscribeCrosshairMove(({ time }) => {
    options.onPoint(time === undefined ? null : (drawn.get(milliseconds(time)) ?? null));
  });
  let bars = paint(chart, price);
  const stopWatching = watchTheme(() => {
    bars = paint(chart, price);
    volume.setData([...drawn.values()].map((candle) => volumeBar(candle, bars)));
  });

  return {
    show(candles) {
      drawn.clear();
      for (const candle of candles) drawn.set(candle.atMs, candle);
      price.setData(candles.map(priceBar));
      volume.setData(candles.map((candle) => volumeBar(candle, bars)));
      chart.timeScale().setVisibleLogicalRange({ from: candles.length - shownCandles, to: candles.length + 4 });
    },
    update(candle) {
      drawn.set(candle.atMs, candle);
      price.update(priceBar(candle));
      volume.update(volumeBar(candle, bars));
    },
    destroy() {
      stopWatching();
      chart.remove();
    },
  };
}

interface BarColours {
  readonly up: string;
  readonly down: string;
}

function paint(chart: ReturnType<typeof createChart>, price: ISeriesApi<'Candlestick'>): BarColours {
  const names = [
    'surface',
    'ink-soft',
    'ink',
    'line',
    'line-faint',
    'candle-up',
    'candle-down',
    'volume-up',
    'volume-down',
  ] as const;
  const colour = colours([...names, 'raised']);
  chart.applyOptions({
    layout: { background: { type: ColorType.Solid, color: colour.surface }, textColor: colour['ink-soft'] },
    grid: { vertLines: { color: colour['line-faint'] }, horzLines: { color: colour['line-faint'] } },
    crosshair: {
      vertLine: { color: colour['ink-soft'], width: 1, labelBackgroundColor: colour.ink },
      horzLine: { color: colour['ink-soft'], width: 1, labelBackgroundColor: colour.ink },
    },
  });
  const up = colour['candle-up'];
  const down = colour['candle-down'];
  price.applyOptions({ upColor: up, wickUpColor: up, downColor: down, wickDownColor: down });
  return { up: colour['volume-up'], down: colour['volume-down'] };
}

function priceBar({ atMs, open, high, low, close }: Candle) {
  return {
    time: seconds(atMs),
    open: plottedNumber(open),
    high: plottedNumber(high),
    low: plottedNumber(low),
    close: plottedNumber(close),
  };
}

function volumeBar(candle: Candle, bars: BarColours) {
  const isUp = plottedNumber(candle.close) >= plottedNumber(candle.open);
  return { time: seconds(candle.atMs), value: plottedNumber(candle.volume), color: isUp ? bars.up : bars.down };
}

function tickMarkFormatter(time: Time, type: TickMarkType): string {
  const atMs = milliseconds(time);
  if (type === TickMarkType.Time) return timeOfDay(atMs).slice(0, 5);
  return type === TickMarkType.TimeWithSeconds ? timeOfDay(atMs) : localDate(atMs).slice(5);
}
