import type { ReactElement } from 'react';
import type { Fill, Order } from '../../../core/contract/shapes.ts';
import { isWithoutPrice } from '../../../core/domain/intent.ts';
import { shownText } from '../../escape.ts';
import { counted, grouped } from '../../format/amount.ts';
import { momentWithZone } from '../../format/time.ts';
import { Icon } from '../../parts/icon.tsx';
import { useAside } from '../../parts/use-aside.ts';
import { useConsole } from '../../state/console-store.ts';

/** Why a fill came out as it did: how long after the order, as maker or taker, at which fee, and every level its order took. */
export function FillStory({ fill, onClose }: { readonly fill: Fill; readonly onClose: () => void }): ReactElement {
  const fills = useConsole((state) => state.fills) ?? [];
  const order = useConsole((state) => state.orders?.find((known) => known.orderId === fill.orderId));
  const close = useAside(onClose);
  const [base = '', quote = ''] = shownText(fill.symbol).split('/');
  const levels = fills.filter((known) => known.orderId === fill.orderId).toReversed();
  return (
    <aside className="story" aria-label="Why this fill">
      <header>
        <h2>Why this fill</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={close}>
          <Icon name="cross" />
        </button>
      </header>
      <p>{roleSentence(fill, order)}</p>
      <p title={momentWithZone(fill.atMs)}>
        {order === undefined ? '' : `It came ${counted(fill.atMs - order.createdAtMs)} ms after the order was placed. `}
        The {fill.role} fee was {grouped(fill.fee.amount)} {shownText(fill.fee.asset)}.
      </p>
      <h3>Levels its order took</h3>
      <ol>
        {levels.map((level) => (
          <li key={level.fillId} aria-current={level.fillId === fill.fillId ? 'true' : undefined}>
            <span>
              {grouped(level.price)} {quote}
            </span>
            <span>
              {grouped(level.amount)} {base}
            </span>
          </li>
        ))}
      </ol>
    </aside>
  );
}

function roleSentence(fill: Fill, order: Order | undefined): string {
  if (fill.role === 'maker') return 'Your order waited in the book and another trader took it: you were the maker.';
  const kind = order !== undefined && isWithoutPrice(order.type) ? 'market order' : 'limit order';
  const stop = order === undefined || order.stopPrice === null ? '' : ` ${stopSentence(order.stopPrice, order)}`;
  return `Your ${kind} took what waited in the book: you were the taker.${stop}`;
}

function stopSentence(stopPrice: string, { symbol }: Order): string {
  return `It was set going by a trade that reached its stop price of ${grouped(stopPrice)} ${shownText(symbol).split('/')[1] ?? ''}.`;
}
