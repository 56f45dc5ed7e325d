import { create } from 'zustand';
import type { ArmedState } from '../../core/contract/shapes.ts';
import { type ExchangeName, exchangeNames, exchanges } from '../../core/domain/exchanges.ts';
import { clearTicket } from './ticket-store.ts';

/** Where the orders of the Trade screen go: to the practice exchange, or to a real one. */
export type TradePlace = 'practice' | ExchangeName;

/** The place, and the market that was chosen last at each real exchange. */
export interface TradePlaceState {
  readonly place: TradePlace;
  readonly symbols: Readonly<Partial<Record<ExchangeName, string>>>;
}

/** The practice exchange whenever the window is opened: nobody comes to real money by a choice of another day. */
export const useTradePlace = create<TradePlaceState>(() => ({ place: 'practice', symbols: {} }));

/** Goes to another place. What was typed for one is never sent to another. */
export function choosePlace(place: TradePlace): void {
  if (useTradePlace.getState().place !== place) clearTicket();
  useTradePlace.setState({ place });
}

/** Chooses a market of a real exchange; a price of one market is never sent to another. */
export function chooseLiveMarket(exchange: ExchangeName, symbol: string): void {
  if (useTradePlace.getState().symbols[exchange] !== symbol) clearTicket();
  useTradePlace.setState(({ symbols }) => ({ symbols: { ...symbols, [exchange]: symbol } }));
}

/**
 * The places there are to choose from: the practice exchange and what is armed. An exchange that is no longer armed stays while it is the
 * chosen one, so that an order never goes elsewhere than where it was typed. Just one while nothing is armed: there is no choice then.
 */
export function placesOf(armed: ArmedState | null, place: TradePlace): readonly TradePlace[] {
  return ['practice', ...exchangeNames.filter((name) => name === place || armed?.exchanges.includes(name) === true)];
}

/** What a place is called. */
export function placeTitle(place: TradePlace): string {
  return place === 'practice' ? 'Practice' : exchanges[place].title;
}

/** Whose money moves there now, in a sentence. */
export function placeWords(place: TradePlace, armed: ArmedState | null): string {
  if (place === 'practice') return 'Practice money: nothing real is sent from here.';
  return armed?.exchanges.includes(place) === true
    ? `Real money at ${placeTitle(place)}.`
    : `${placeTitle(place)} is not armed any more: nothing can be sent there.`;
}
