import type { ReactElement } from 'react';
import { useConsole } from '../../state/console-store.ts';
import { useRoom } from '../../state/room.ts';
import { ActivityPanel } from './activity-panel.tsx';
import { BalancesPanel } from './balances-panel.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { DepthColumn } from './depth-column.tsx';
import { MarketStrip } from './market-strip.tsx';
import { TicketPanel } from './ticket-panel.tsx';

/** Everything to trade one market, in one sight. Until the first load the same places are there, empty. */
export function TradeScreen(): ReactElement {
  const market = useConsole((state) => state.markets.find((offered) => offered.symbol === state.symbol));
  const hasRoom = useRoom();
  if (market === undefined) return <TradeSkeleton />;
  return (
    <div className="trade">
      <MarketStrip market={market} />
      <ChartPanel market={market} />
      <DepthColumn market={market} />
      <ActivityPanel />
      <div className="ticket-column">
        <TicketPanel market={market} />
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
