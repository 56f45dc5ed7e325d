import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { Market } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { type ExchangeName, exchanges } from '../../../core/domain/exchanges.ts';
import { bridge } from '../../bridge.ts';
import { Problem } from '../../parts/problem.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useConsole } from '../../state/console-store.ts';
import { useNow } from '../../state/now.ts';
import { createPolledBook } from '../../state/polled-book.ts';
import { useRoom } from '../../state/room.ts';
import { chooseLiveMarket, useTradePlace } from '../../state/trade-place.ts';
import { ActivityPanel } from './activity-panel.tsx';
import { BalancesTable } from './balances-panel.tsx';
import { BookPanel } from './book-panel.tsx';
import { LiveStrip } from './live-strip.tsx';
import { TicketPanel } from './ticket-panel.tsx';

/** How often what is held there is read anew; the core itself asks the exchange no oftener than it must. */
const balancesAgainMs = 5_000;

/** Trading one market of a real exchange: its own book, what is held there, and the ticket. Nothing here is of the practice market. */
export function LiveTrade({ exchange }: { readonly exchange: ExchangeName }): ReactElement {
  const armed = useConsole((state) => state.status?.armed ?? null);
  const chosen = useTradePlace((state) => state.symbols[exchange]);
  const isArmed = armed?.exchanges.includes(exchange) === true;
  const markets = useAnswer(() => bridge().ask['venues.markets']({ exchange }), [exchange, isArmed]);
  const quotes = Object.keys(armed?.maxDayNotional ?? {});
  // Disarmed, what was chosen stays in sight; nothing else is offered.
  const offered = (markets.value ?? []).filter(({ quote, symbol }) => symbol === chosen || quotes.includes(quote));
  const first = offered.find(({ base }) => base === 'BTC') ?? offered[0];
  const market = offered.find(({ symbol }) => symbol === chosen) ?? first;
  const shown = market?.symbol;
  useEffect(() => {
    if (shown !== undefined) chooseLiveMarket(exchange, shown);
  }, [exchange, shown]);
  if (market === undefined) {
    return (
      <div className="live-trade-empty">
        {markets.error === null ? (
          <p>
            {markets.value === null
              ? `${exchanges[exchange].title} is asked for its markets.`
              : `${exchanges[exchange].title} has no market in what is armed.`}
          </p>
        ) : (
          <Problem error={markets.error} />
        )}
      </div>
    );
  }
  return <LiveMarket key={market.symbol} exchange={exchange} market={market} offered={offered} isArmed={isArmed} />;
}

interface LiveMarketProps {
  readonly exchange: ExchangeName;
  readonly market: Market;
  readonly offered: readonly Market[];
  readonly isArmed: boolean;
}

function LiveMarket({ exchange, isArmed, market, offered }: LiveMarketProps): ReactElement {
  const hasRoom = useRoom();
  const nowMs = useNow();
  const orders = useConsole((state) => state.orders);
  const [problem, setProblem] = useState<AppError | null>(null);
  const { symbol } = market;
  const book = useMemo(
    () =>
      createPolledBook({
        ask: () => bridge().ask['venues.book']({ exchange, symbol }),
        after(delayMs, task) {
          const timer = setTimeout(task, delayMs);
          return () => clearTimeout(timer);
        },
        onProblem: setProblem,
      }),
    [exchange, symbol],
  );
  useEffect(() => book.follow(), [book]);
  const held = useAnswer(
    () => bridge().ask['venues.balances']({ exchange }),
    [exchange, orders, Math.floor(nowMs / balancesAgainMs)],
  );
  const balances = held.value?.balances ?? null;
  // That it is not armed is said above everything already.
  const shown = isArmed ? (problem ?? held.error) : null;
  return (
    <div className="trade live-trade">
      <LiveStrip exchange={exchange} market={market} offered={offered} book={book} problem={shown} />
      <BookPanel market={market} book={book} />
      <ActivityPanel balances={balances} isPractice={false} />
      <div className="ticket-column">
        <TicketPanel market={market} book={book} balances={balances} />
        {hasRoom ? (
          <section className="panel balances-panel" aria-label={`Balances at ${exchanges[exchange].title}`}>
            <header className="panel-head">
              <h2>Balances at {exchanges[exchange].title}</h2>
            </header>
            <BalancesTable balances={balances} />
          </section>
        ) : null}
      </div>
    </div>
  );
}
