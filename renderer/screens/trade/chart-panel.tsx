import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import type { Candle, Market } from '../../../core/contract/shapes.ts';
import { decimal, divide, isPositive, multiply, subtract, zero } from '../../../core/domain/money.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf, signed } from '../../format/amount.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { setText } from '../../parts/set-text.ts';
import { foldMinute, type Interval, intervals, type RunningCandle } from '../../state/candle-series.ts';
import { recalled, remember, useConsole } from '../../state/console-store.ts';
import { drawnIn, marketFeed } from '../../state/frame-feed.ts';
import { createCandleChart } from './candle-chart.ts';

const history = 500;
const intervalOptions = intervals.map((interval) => ({ value: interval, text: interval }));

/** Candles with volume of one market, moving; the candle under the pointer (else the running one) is spelled out above. */
export function ChartPanel({ market }: { readonly market: Market }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const generation = useConsole((state) => state.generation);
  const [interval, setInterval] = useState<Interval>(
    () => intervals.find((known) => known === recalled('interval')) ?? '1m',
  );
  const spell = useCallback((candle: Candle | null) => spellCandle(legend.current, candle, market), [market]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation means that the core was restarted and is asked anew
  useEffect(() => {
    if (place.current === null) return;
    let pointed: Candle | null = null;
    let running: RunningCandle | null = null;
    let isGone = false;
    const chart = createCandleChart(place.current, {
      tickSize: market.tickSize,
      onPoint(candle) {
        pointed = candle;
        spell(candle ?? running?.candle ?? null);
      },
    });

    async function ask(): Promise<void> {
      const answer = await bridge().ask['markets.candles']({ symbol: market.symbol, interval, limit: history });
      if (isGone || !answer.ok) return;
      const last = answer.value.at(-1);
      running = last === undefined ? null : { candle: last, minute: null };
      chart.show(answer.value);
      spell(last ?? null);
    }

    void ask();
    const stop = marketFeed.watch(
      market.symbol,
      ({ minutes }) => {
        for (const minute of minutes) {
          if (running === null) continue;
          const before: number = running.candle.atMs;
          running = foldMinute(running, minute, interval);
          chart.update(running.candle);
          if (running.candle.atMs > before && interval !== '1m') void ask();
        }
        if (minutes.length > 0 && pointed === null) spell(running?.candle ?? null);
      },
      drawnIn.chart,
    );
    return () => {
      isGone = true;
      stop();
      chart.destroy();
    };
  }, [market.symbol, market.tickSize, interval, generation, spell]);

  return (
    <section className="panel chart-panel" aria-label={`${shownText(market.symbol)} candles`}>
      <header className="panel-head">
        <div className="legend" ref={legend} />
        <Segmented
          label="Length of a candle"
          className="quiet"
          value={interval}
          options={intervalOptions}
          onChange={(chosen) => {
            setInterval(chosen);
            remember('interval', chosen);
          }}
        />
      </header>
      <div
        className="chart-place"
        ref={place}
        role="img"
        aria-label={`Candles of ${shownText(market.symbol)} with volume`}
      />
      <p className="credit">Charts: TradingView Lightweight Charts™, © 2025 TradingView, Inc., tradingview.com</p>
    </section>
  );
}

const legendNames = ['O', 'H', 'L', 'C', '', 'Vol'];

/** Spells a candle in the legend, whose parts are made once: it moves with every drawing of the chart. */
function spellCandle(place: HTMLElement | null, candle: Candle | null, market: Market): void {
  if (place === null) return;
  if (candle === null) {
    place.replaceChildren();
    return;
  }
  const scale = scaleOf(market.tickSize);
  const change = subtract(candle.close, candle.open);
  const percent = isPositive(candle.open) ? divide(multiply(change, decimal('100')), candle.open, 2, 'down') : change;
  const tone = percent === zero ? '' : percent.startsWith('-') ? 'sell' : 'buy';
  const figures: readonly (readonly [text: string, className: string])[] = [
    [grouped(candle.open, scale), ''],
    [grouped(candle.high, scale), ''],
    [grouped(candle.low, scale), ''],
    [grouped(candle.close, scale), ''],
    [`${signed(percent, 2)} %`, tone],
    [grouped(candle.volume, scaleOf(market.lotSize)), ''],
  ];
  if (place.firstChild === null) place.append(...legendNames.map(legendItem));
  for (const [index, item] of [...place.children].entries()) {
    const [text, className] = figures[index] ?? ['', ''];
    setText(item.lastChild, text);
    if (item.className !== className) item.className = className;
  }
}

function legendItem(name: string): HTMLElement {
  const item = document.createElement('span');
  const label = document.createElement('span');
  label.className = 'legend-name';
  label.textContent = name;
  item.append(label, document.createElement('span'));
  return item;
}
