import { ToggleGroup } from 'radix-ui';
import { type ReactElement, useEffect, useRef } from 'react';
import type { Market, Ticker } from '../../../core/contract/shapes.ts';
import { compare } from '../../../core/domain/money.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf, signed } from '../../format/amount.ts';
import { setText } from '../../parts/set-text.ts';
import { chooseMarket, useConsole } from '../../state/console-store.ts';
import { marketFeed } from '../../state/frame-feed.ts';

/** The markets there are, each with its last price and change, and the last 24 hours of the chosen one. */
export function MarketStrip({ market }: { readonly market: Market }): ReactElement {
  const markets = useConsole((state) => state.markets);
  return (
    <div className="market-strip">
      <ToggleGroup.Root
        type="single"
        className="market-tabs"
        aria-label="Market"
        value={market.symbol}
        onValueChange={(symbol) => {
          if (symbol !== '') chooseMarket(symbol);
        }}
      >
        {markets.map((offered) => (
          <ToggleGroup.Item key={offered.symbol} value={offered.symbol} className="market-tab">
            <MarketTab market={offered} />
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <DayFigures key={market.symbol} market={market} />
    </div>
  );
}

function MarketTab({ market }: { readonly market: Market }): ReactElement {
  const last = useRef<HTMLSpanElement>(null);
  const change = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      marketFeed.watch(market.symbol, ({ ticker }) => {
        write(last.current, grouped(ticker.last, scaleOf(market.tickSize)));
        write(change.current, changeText(ticker), changeTone(ticker));
      }),
    [market],
  );
  return (
    <>
      <span className="market-symbol">{shownText(market.symbol)}</span>
      <span className="market-change" ref={change} />
      <span className="market-last" ref={last} />
    </>
  );
}

function DayFigures({ market }: { readonly market: Market }): ReactElement {
  const last = useRef<HTMLSpanElement>(null);
  const high = useRef<HTMLElement>(null);
  const low = useRef<HTMLElement>(null);
  const volume = useRef<HTMLElement>(null);
  useEffect(() => {
    let before: Ticker | null = null;
    let tone = '';
    return marketFeed.watch(market.symbol, ({ ticker }) => {
      const scale = scaleOf(market.tickSize);
      if (before !== null && before.last !== ticker.last) tone = compare(ticker.last, before.last) > 0 ? 'buy' : 'sell';
      before = ticker;
      write(last.current, `${arrows[tone] ?? ''}${grouped(ticker.last, scale)}`, `last-price ${tone}`);
      write(high.current, grouped(ticker.high, scale));
      write(low.current, grouped(ticker.low, scale));
      write(volume.current, `${grouped(ticker.volume, scaleOf(market.lotSize))} ${shownText(market.base)}`);
    });
  }, [market]);
  return (
    <div className="day-figures">
      <span className="last-price" ref={last} />
      <dl>
        <div>
          <dt>24 h high</dt>
          <dd ref={high} />
        </div>
        <div>
          <dt>24 h low</dt>
          <dd ref={low} />
        </div>
        <div>
          <dt>24 h volume</dt>
          <dd ref={volume} />
        </div>
      </dl>
    </div>
  );
}

const arrows: Readonly<Record<string, string>> = { buy: '▲ ', sell: '▼ ' };

function changeText(ticker: Ticker): string {
  return `${signed(ticker.changePercent, 2)} %`;
}

function changeTone(ticker: Ticker): string {
  const isDown = ticker.changePercent.startsWith('-');
  return `market-change ${isDown ? 'sell' : ticker.changePercent === '0' ? '' : 'buy'}`;
}

function write(place: HTMLElement | null, text: string, className?: string): void {
  if (place === null) return;
  setText(place, text);
  if (className !== undefined && place.className !== className) place.className = className;
}
