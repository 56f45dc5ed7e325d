import { Tabs } from 'radix-ui';
import type { ReactElement } from 'react';
import type { Market } from '../../../core/contract/shapes.ts';
import type { BookSource } from '../../state/book-source.ts';
import { useRoom } from '../../state/room.ts';
import { BookPanel } from './book-panel.tsx';
import { TradesPanel } from './trades-panel.tsx';

interface DepthColumnProps {
  readonly market: Market;
  readonly book: BookSource;
}

/** The order book above the recent trades where both have room, else one of them at a time. */
export function DepthColumn({ book, market }: DepthColumnProps): ReactElement {
  if (useRoom()) {
    return (
      <div className="depth-column">
        <h2 className="panel-head">Order book</h2>
        <BookPanel market={market} book={book} />
        <h2 className="panel-head">Recent trades</h2>
        <TradesPanel market={market} />
      </div>
    );
  }
  return (
    <Tabs.Root className="depth-column tabs" defaultValue="book">
      <header className="panel-head">
        <Tabs.List className="tab-list" aria-label="Depth">
          <Tabs.Trigger value="book" className="tab">
            Order book
          </Tabs.Trigger>
          <Tabs.Trigger value="trades" className="tab">
            Trades
          </Tabs.Trigger>
        </Tabs.List>
      </header>
      <Tabs.Content value="book" className="tab-content" tabIndex={-1}>
        <BookPanel market={market} book={book} />
      </Tabs.Content>
      <Tabs.Content value="trades" className="tab-content" tabIndex={-1}>
        <TradesPanel market={market} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
