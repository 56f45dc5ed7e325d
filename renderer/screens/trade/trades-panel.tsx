// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for fields of a form; this is a group of other things
import { type ReactElement, useEffect, useRef } from 'react';
import type { Market, PublicTrade } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf } from '../../format/amount.ts';
import { momentWithZone, timeOfDay } from '../../format/time.ts';
import { setText } from '../../parts/set-text.ts';
import { drawnIn, marketFeed } from '../../state/frame-feed.ts';

const shownTrades = 40;

/** The public trades of a market, newest first, drawn without React because they move with every frame. */
export function TradesPanel({ market }: { readonly market: Market }): ReactElement {
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const rows = Array.from({ length: shownTrades }, makeRow);
    host.replaceChildren(...rows.map((row) => row.line));
    const scales = { price: scaleOf(market.tickSize), amount: scaleOf(market.lotSize) };
    const stop = marketFeed.watch(
      market.symbol,
      ({ trades }) => {
        for (const [index, row] of rows.entries()) drawRow(row, trades[index] ?? null, scales);
      },
      drawnIn.trades,
    );
    // Said only when it is looked at: writing it for every print of a fast market costs more than all the rest.
    const tell = ({ target }: PointerEvent): void => {
      const row = rows.find(({ line }) => target instanceof Node && line.contains(target));
      if (row?.trade == null) return;
      row.line.title = `${row.trade.takerSide === 'buy' ? 'Bought' : 'Sold'} at ${momentWithZone(row.trade.atMs)}`;
    };
    host.addEventListener('pointerover', tell);
    return () => {
      stop();
      host.removeEventListener('pointerover', tell);
      host.replaceChildren();
    };
  }, [market]);

  return (
    <section className="panel trades-panel" aria-label={`Recent trades of ${shownText(market.symbol)}`}>
      <div className="book-head trades-head">
        <span>Price {shownText(market.quote)}</span>
        <span>Amount {shownText(market.base)}</span>
        <span>Time</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="trades-rows" ref={place} tabIndex={0} role="group" aria-label="Trades, newest first" />
    </section>
  );
}

interface Row {
  readonly line: HTMLDivElement;
  readonly price: HTMLSpanElement;
  readonly amount: HTMLSpanElement;
  readonly time: HTMLSpanElement;
  trade: PublicTrade | null;
}

function makeRow(): Row {
  const line = document.createElement('div');
  const [price, amount, time] = [1, 2, 3].map(() => document.createElement('span')) as [
    HTMLSpanElement,
    HTMLSpanElement,
    HTMLSpanElement,
  ];
  line.className = 'trade-row';
  line.append(price, amount, time);
  return { line, price, amount, time, trade: null };
}

function drawRow(
  row: Row,
  trade: PublicTrade | null,
  scales: { readonly price: number; readonly amount: number },
): void {
  if (row.trade?.tradeId === trade?.tradeId) return;
  row.trade = trade;
  if (trade === null) {
    for (const part of [row.price, row.amount, row.time]) setText(part, '');
    return;
  }
  row.price.className = trade.takerSide;
  setText(row.price, grouped(trade.price, scales.price));
  setText(row.amount, grouped(trade.amount, scales.amount));
  setText(row.time, timeOfDay(trade.atMs));
}
