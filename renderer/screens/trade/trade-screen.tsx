import { type ReactElement, useMemo } from 'react';
import type { Market } from '../../../core/contract/shapes.ts';
import { practiceBook } from '../../state/book-source.ts';
import { useConsole } from '../../state/console-store.ts';
import { useRoom } from '../../state/room.ts';
import { useTradePlace } from '../../state/trade-place.ts';
import { ActivityPanel } from './activity-panel.tsx';
import { BalancesPanel } from './balances-panel.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { DepthColumn } from './depth-column.tsx';
import { LiveTrade } from './live-trade.tsx';
import { MarketStrip } from './market-strip.tsx';
import { PlaceBar } from './place-bar.tsx';
import { TicketPanel } from './ticket-panel.tsx';

/** Everything to trade one market, in one sight. Until the first load the same places are there, empty. */
export function TradeScreen(): ReactElement {
  const market = useConsole((state) => state.markets.find((offered) => offered.symbol === state.symbol));
  const place = useTradePlace((state) => state.place);
  if (market === undefined) return <TradeSkeleton />;
  return (
    <div className="trade-screen">
      <PlaceBar />
      {place === 'practice' ? <PracticeTrade market={market} /> : <LiveTrade key={place} exchange={place} />}
    </div>
  );
}

function PracticeTrade({ market }: { readonly market: Market }): ReactElement {
  const balances = useConsole((state) => state.balances);
  const hasRoom = useRoom();
  const { symbol } = market;
  const book = useMemo(() => practiceBook(symbol), [symbol]);
  return (
    <div className="trade">
      <MarketStrip market={market} />
      <ChartPanel market={market} />
      <DepthColumn market={market} book={book} />
      <ActivityPanel balances={balances} isPractice />
      <div className="ticket-column">
        <TicketPanel market={market} book={book} balances={balances} />
        {hasRoom ? <BalancesPanel /> : null}
      </div>
    </div>
  );
}

function TradeSkeleton(): ReactElement {
  return (
    <div className="trade" aria-busy="true">
      <div className="market-strip" />
      <div className="panel chart-panel skeleton">
        <p className="starting">The core is starting. Nothing can be sent yet.</p>
      </div>
      <div className="depth-column skeleton" />
      <div className="panel activity-panel skeleton" />
      <div className="ticket-column skeleton" />
    </div>
  );
}
