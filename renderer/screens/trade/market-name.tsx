import type { ReactElement } from 'react';
import { findExchange } from '../../../core/domain/exchanges.ts';
import { shownText } from '../../escape.ts';

/** What is listed of one market: an order or a fill. */
interface Placed {
  readonly exchange: string;
  readonly symbol: string;
}

/** Whether one of these is at a real exchange, which its line then names. */
export function hasLive(placed: readonly Pick<Placed, 'exchange'>[]): boolean {
  return placed.some(({ exchange }) => findExchange(exchange) !== null);
}

/** How wide the column of markets is: wider where it names real exchanges. */
export function marketWidth(placed: readonly Pick<Placed, 'exchange'>[]): string {
  return hasLive(placed) ? 'minmax(136px, 1.4fr)' : 'minmax(68px, 0.9fr)';
}

/** The market, and the exchange where it is a real one; `hover` is told of both. */
export function MarketName({
  exchange,
  hover,
  symbol,
}: Placed & { readonly hover: (realTitle: string | null) => string | undefined }): ReactElement {
  const title = findExchange(exchange)?.title ?? null;
  return (
    <span title={hover(title)}>
      {shownText(symbol)}
      {title === null ? null : <span className="live-place"> {title}</span>}
    </span>
  );
}
