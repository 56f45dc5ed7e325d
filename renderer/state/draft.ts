import type { WireIn } from '../../core/contract/methods.ts';
import type { Market } from '../../core/contract/shapes.ts';
import { isStop, isWithoutPrice, type OrderType, type TimeInForce } from '../../core/domain/intent.ts';
import { add, type DecimalText, isPositive, readDecimal, subtract } from '../../core/domain/money.ts';
import { typedAmount } from '../format/amount.ts';

/** What the ticket's fields hold, as typed. */
export interface TicketFields {
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** The trade price that a stop order waits for. */
  readonly stopPrice: string;
  readonly price: string;
  readonly amount: string;
  /** Whether the amount of a market order is given in quote. */
  readonly isInQuote: boolean;
}

/** The fields of the ticket that hold an amount, in the order in which they are filled in. */
export type TicketField = 'stopPrice' | 'price' | 'amount';

/** What the ticket can make of its fields: nothing yet, a field that is no amount, or a draft to ask the core about. */
export type TicketReading =
  | { readonly kind: 'incomplete'; readonly needs: TicketField }
  | { readonly kind: 'unreadable'; readonly field: TicketField }
  | { readonly kind: 'draft'; readonly draft: WireIn<'orders.preview'> };

const ticketFields: readonly TicketField[] = ['stopPrice', 'price', 'amount'];

/** Reads the ticket's fields for a market. Amounts stay exact text; rounding to tick and lot is the core's. */
export function readTicket(fields: TicketFields, market: Market): TicketReading {
  const { side, type, timeInForce } = fields;
  const isNeeded = { stopPrice: isStop(type), price: !isWithoutPrice(type), amount: true };
  const read = (field: TicketField) => (isNeeded[field] ? readDecimal(typedAmount(fields[field])) : null);
  const [stopPrice, price, amount] = [read('stopPrice'), read('price'), read('amount')];
  const missing = ticketFields.filter((field) => isNeeded[field] && read(field) === null);
  const unreadable = missing.find((field) => typedAmount(fields[field]) !== '');
  if (unreadable !== undefined) return { kind: 'unreadable', field: unreadable };
  if (missing[0] !== undefined || amount === null) return { kind: 'incomplete', needs: missing[0] ?? 'amount' };
  const draft = {
    exchange: market.exchange,
    symbol: market.symbol,
    side,
    type,
    ...(type === 'market' && fields.isInQuote ? { quoteAmount: amount } : { amount }),
    ...(stopPrice === null ? {} : { stopPrice }),
    ...(price === null ? {} : { price }),
    ...(type === 'limit' ? { timeInForce } : {}),
  };
  return { kind: 'draft', draft };
}

/** The typed amount one step up or down, exactly; an empty field starts at `start`. Null when it would not stay above zero. */
export function stepped(
  text: string,
  step: DecimalText,
  direction: 'up' | 'down',
  start: DecimalText | null,
): DecimalText | null {
  const value = text === '' ? start : readDecimal(typedAmount(text));
  if (value === null) return null;
  if (text === '') return value;
  const moved = direction === 'up' ? add(value, step) : subtract(value, step);
  return isPositive(moved) ? moved : null;
}
