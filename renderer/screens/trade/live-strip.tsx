import { type ReactElement, useEffect, useState } from 'react';
import type { Market } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { type ExchangeName, exchanges } from '../../../core/domain/exchanges.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import type { Book, BookSource } from '../../state/book-source.ts';
import { chooseLiveMarket } from '../../state/trade-place.ts';

interface LiveStripProps {
  readonly exchange: ExchangeName;
  readonly market: Market;
  readonly offered: readonly Market[];
  readonly book: BookSource;
  /** Why the exchange does not tell what stands there now; null while it does. */
  readonly problem: AppError | null;
}

/** The market of a real exchange that is traded, and the best prices there. */
export function LiveStrip({ book, exchange, market, offered, problem }: LiveStripProps): ReactElement {
  const [view, setView] = useState<Book | null>(null);
  useEffect(() => book.watch(() => setView(book.latest())), [book]);
  const scale = scaleOf(market.tickSize);
  const best = ([first]: Book['bids'] = []): string => (first === undefined ? '–' : grouped(first[0], scale));
  return (
    <div className="market-strip live-strip">
      <label className="live-market">
        <span>{exchanges[exchange].title}, real market</span>
        <select
          className="input"
          value={market.symbol}
          onChange={({ target }) => chooseLiveMarket(exchange, target.value)}
        >
          {offered.map(({ symbol }) => (
            <option key={symbol} value={symbol}>
              {shownText(symbol)}
            </option>
          ))}
        </select>
      </label>
      {problem === null ? (
        <div className="day-figures">
          <dl>
            <div>
              <dt>Best bid</dt>
              <dd className="buy">{best(view?.bids)}</dd>
            </div>
            <div>
              <dt>Best ask</dt>
              <dd className="sell">{best(view?.asks)}</dd>
            </div>
          </dl>
        </div>
      ) : (
        <Problem error={problem} />
      )}
    </div>
  );
}
