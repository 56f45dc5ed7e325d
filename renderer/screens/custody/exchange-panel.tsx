// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import { useConsole } from '../../state/console-store.ts';
import { ExchangeCard } from './exchange-card.tsx';

/** The exchanges that can be traded on: how each answers, which key it is asked with, and what is open there. */
export function ExchangePanel(): ReactElement {
  const venues = useConsole((state) => state.venues);
  return (
    <div className="pane-scroll" role="group" tabIndex={0} aria-label="Exchanges">
      {venues === null ? <p className="table-empty">Reading the exchanges.</p> : null}
      {venues?.map((venue) => (
        <ExchangeCard key={venue.exchange} venue={venue} />
      ))}
      <div className="pane-part">
        <p className="part-note">
          Every other exchange can only be looked at: what its keys may do is not known, so none of them is for trading.
        </p>
      </div>
    </div>
  );
}
