import type { WireIn } from '../../core/contract/methods.ts';
import type { Market } from '../../core/contract/shapes.ts';
import type { OrderType, TimeInForce } from '../../core/domain/intent.ts';
import { add, type DecimalText, isPositive, readDecimal, subtract } from '../../core/domain/money.ts';
import { typedAmount } from '../format/amount.ts';

/** What the ticket's fields hold, as typed. */
export interface TicketFields {
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly price: string;
  readonly amount: string;
  /** Whether the amount of a market order is given in quote. */
  readonly isInQuote: boolean;
}

/** What the ticket can make of its fields: nothing yet, a field that is no amount, or a draft to ask the core about. */
export type TicketReading =
  | { readonly kind: 'incomplete'; readonly needs: 'price' | 'amount' }
  | { readonly kind: 'unreadable'; readonly field: 'price' | 'amount' }
  | { readonly kind: 'draft'; readonly draft: WireIn<'orders.preview'> };

/** Reads the ticket's fields for a market. Amounts stay exact text; rounding to tick and lot is the core's. */
export function readTicket(fields: TicketFields, market: Market): TicketReading {
  const { side, type, timeInForce } = fields;
  const isMarket = type === 'market';
  const amountText = typedAmount(fields.amount);
  const priceText = typedAmount(fields.price);
  const price = isMarket ? null : readDecimal(priceText);
  const amount = readDecimal(amountText);
  if (!isMarket && priceText !== '' && price === null) return { kind: 'unreadable', field: 'price' };
  if (amountText !== '' && amount === null) return { kind: 'unreadable', field: 'amount' };
  if (!isMarket && price === null) return { kind: 'incomplete', needs: 'price' };
  if (amount === null) return { kind: 'incomplete', needs: 'amount' };
  const draft = {
    exchange: market.exchange,
    symbol: market.symbol,
    side,
    type,
    ...(isMarket && fields.isInQuote ? { quoteAmount: amount } : { amount }),
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
