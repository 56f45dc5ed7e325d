// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for fields of a form; this is a group of other things
import { type ReactElement, useEffect, useRef } from 'react';
import type { Market } from '../../../core/contract/shapes.ts';
import {
  add,
  compare,
  type DecimalText,
  decimal,
  divide,
  isPositive,
  multiply,
  subtract,
  zero,
} from '../../../core/domain/money.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf } from '../../format/amount.ts';
import { setText } from '../../parts/set-text.ts';
import { isOpen } from '../../state/account.ts';
import type { BookSource } from '../../state/book-source.ts';
import { useConsole } from '../../state/console-store.ts';
import { pickPrice } from '../../state/ticket-store.ts';
import { bookRowPx, createBookSide, runningLevels } from './book-side.ts';

interface BookPanelProps {
  readonly market: Market;
  /** The book of that market, wherever it comes from. */
  readonly book: BookSource;
}

/** The order book: asks above, bids below, the spread between, depth as bars. A press on a level fills the ticket's price. */
export function BookPanel({ book, market }: BookPanelProps): ReactElement {
  const asksPlace = useRef<HTMLDivElement>(null);
  const bidsPlace = useRef<HTMLDivElement>(null);
  const spread = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    if (asksPlace.current === null || bidsPlace.current === null) return;
    const scales = { priceScale: scaleOf(market.tickSize), amountScale: scaleOf(market.lotSize), onPick: pickPrice };
    const asks = createBookSide({ place: asksPlace.current, word: 'Ask', ...scales });
    const bids = createBookSide({ place: bidsPlace.current, word: 'Bid', ...scales });
    let count = 0;

    function draw(): void {
      const view = book.latest();
      const mine = ownPrices(market);
      const askLevels = runningLevels(view?.asks ?? [], count);
      const bidLevels = runningLevels(view?.bids ?? [], count);
      const full = larger(askLevels.at(-1)?.total ?? zero, bidLevels.at(-1)?.total ?? zero);
      asks.draw(askLevels, full, mine);
      bids.draw(bidLevels, full, mine);
      setText(spread.current, view === null ? '' : spreadText(view.asks[0]?.[0], view.bids[0]?.[0], market));
    }

    function fit(): void {
      count = Math.max(1, Math.floor((asksPlace.current?.clientHeight ?? 0) / bookRowPx));
      asks.resize(count);
      bids.resize(count);
      draw();
    }

    const observer = new ResizeObserver(fit);
    observer.observe(asksPlace.current);
    const stopWatching = book.watch(draw);
    return () => {
      observer.disconnect();
      stopWatching();
      asks.resize(0);
      bids.resize(0);
    };
  }, [book, market]);

  return (
    <section className="panel book-panel" aria-label={`Order book of ${shownText(market.symbol)}`}>
      <div className="book-head">
        <span>Price {shownText(market.quote)}</span>
        <span>Amount {shownText(market.base)}</span>
        <span>Total</span>
      </div>
      <div className="book-asks" ref={asksPlace} role="group" aria-label="Asks: others sell at these prices" />
      <div className="book-spread">
        <span>Spread</span>
        <span ref={spread} />
      </div>
      <div className="book-bids" ref={bidsPlace} role="group" aria-label="Bids: others buy at these prices" />
    </section>
  );
}

function ownPrices({ exchange, symbol }: Market): ReadonlySet<string> {
  const orders = (useConsole.getState().orders ?? []).filter((order) => order.exchange === exchange);
  // What waits for a stop price is not in the book; whether it has come there is not known here.
  const own = orders.filter((order) => order.symbol === symbol && isOpen(order) && order.stopPrice === null);
  return new Set(own.flatMap((order) => (order.price === null ? [] : [order.price])));
}

function larger(a: DecimalText, b: DecimalText): DecimalText {
  return compare(a, b) >= 0 ? a : b;
}

function spreadText(ask: DecimalText | undefined, bid: DecimalText | undefined, market: Market): string {
  if (ask === undefined || bid === undefined) return 'one side is empty';
  const width = subtract(ask, bid);
  const both = add(ask, bid);
  const share = isPositive(both) ? divide(multiply(width, decimal('200')), both, 3, 'up') : zero;
  return `${grouped(width, scaleOf(market.tickSize))}  (${grouped(share, 3)} %)`;
}
