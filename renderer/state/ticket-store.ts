import { create } from 'zustand';
import type { DecimalText } from '../../core/domain/money.ts';
import type { TicketFields } from './draft.ts';

/** The ticket's fields, and how often a price was picked from the book, so that the amount can take the focus. */
export interface TicketState extends TicketFields {
  readonly picks: number;
}

const emptyAmounts = { stopPrice: '', price: '', amount: '' } as const;

/** The ticket as it is typed; kept while another screen is looked at. */
export const useTicket = create<TicketState>(() => ({
  side: 'buy',
  type: 'limit',
  timeInForce: 'gtc',
  isInQuote: false,
  ...emptyAmounts,
  picks: 0,
}));

/** Changes fields of the ticket. */
export function setTicket(fields: Partial<TicketFields>): void {
  useTicket.setState(fields);
}

/**
 * Takes a price of the book: a market order becomes a limit order at exactly that price. Of a stop order without a limit it is the stop
 * price, the only one there is.
 */
export function pickPrice(price: DecimalText): void {
  useTicket.setState(({ picks, type }) => ({
    type: type === 'market' ? 'limit' : type,
    ...(type === 'stop-market' ? { stopPrice: price } : { price }),
    picks: picks + 1,
  }));
}

/** Empties the amounts, as for another market: a price of one market must never be sent to another. */
export function clearTicket(): void {
  useTicket.setState(emptyAmounts);
}
