import type * as z from 'zod';
import type { Market } from '../../contract/shapes.ts';
import type { OrderType } from '../../domain/intent.ts';
import { decimal, divide, zero } from '../../domain/money.ts';
import type { OpenAtVenue, VenueOrder } from '../venue.ts';
import { ProductEntry, type ProductFields, type Products } from './coinbase-answers.ts';
import { symbolOf } from './coinbase-products.ts';
import type { OpenEntry, OrderFields } from './order-answers.ts';
import { sizesOf } from './order-configuration.ts';

/** Coinbase's public rates for an account without volume: what costs an account that no key can ask about. https://www.coinbase.com/advanced-fees */
const publicFees = { makerFee: decimal('0.006'), takerFee: decimal('0.012') };

/** Coinbase's stops are limit orders once they are triggered: it has none that then takes whatever the book gives. */
const offered: readonly OrderType[] = ['limit', 'limit-maker', 'market', 'stop-limit'];

/** The products that are whole, for cash, and named by their two currencies: only then does 'BASE/QUOTE' lead back to the same one. */
export function readProducts({ products }: z.output<typeof Products>): readonly ProductFields[] {
  return products.flatMap((raw) => {
    const entry = ProductEntry.safeParse(raw).data;
    return entry?.product_id === `${entry?.base_currency_id}-${entry?.quote_currency_id}` ? [entry] : [];
  });
}

/**
 * The markets that trade, with their filters and the public fees. Two that share one book, as BTC/USD and BTC/USDC, are two markets: what
 * is spent differs.
 */
export function toMarkets(exchange: string, entries: readonly ProductFields[]): readonly Market[] {
  return entries.filter(isTraded).map((entry) => ({
    exchange,
    symbol: symbolOf(entry.product_id),
    base: entry.base_currency_id,
    quote: entry.quote_currency_id,
    tickSize: entry.price_increment,
    lotSize: entry.base_increment,
    minAmount: entry.base_min_size,
    minNotional: entry.quote_min_size,
    ...publicFees,
    orderTypes: [...offered],
  }));
}

function isTraded(entry: ProductFields): boolean {
  const {
    is_disabled: isDisabled,
    trading_disabled: isStopped,
    cancel_only: isCancelOnly,
    view_only: isViewOnly,
  } = entry;
  return entry.status === 'online' && !isDisabled && !isStopped && !isCancelOnly && !isViewOnly && !entry.auction_mode;
}

/** An order in our words, of the market `symbol`. */
export function toOrder(answer: OrderFields, symbol: string): VenueOrder {
  const { filled_size: filled, filled_value: cost, order_configuration: configuration } = answer;
  return {
    clientOrderId: answer.client_order_id,
    venueOrderId: answer.order_id,
    symbol,
    side: answer.side === 'BUY' ? 'buy' : 'sell',
    type: configuration.type,
    timeInForce: configuration.timeInForce,
    amount: configuration.baseSize ?? filled,
    price: configuration.price,
    stopPrice: configuration.stopPrice,
    filled,
    averagePrice: filled === zero ? null : divide(cost, filled, 8, 'down'),
    cumulativeQuote: cost,
    status: statusOf(answer),
    updatedAtMs: Math.max(answer.created_time, answer.last_fill_time ?? 0, answer.last_update_time ?? 0),
  };
}

function statusOf({
  status,
  filled_size: filled,
  order_configuration: configuration,
}: OrderFields): VenueOrder['status'] {
  const { baseSize } = configuration;
  switch (status) {
    case 'PENDING':
    case 'QUEUED':
    case 'OPEN':
    case 'CANCEL_QUEUED':
    case 'EDIT_QUEUED':
      if (filled === zero) return 'open';
      return filled === baseSize ? 'filled' : 'partially-filled';
    case 'FILLED':
      return baseSize === null || filled === baseSize ? 'filled' : 'expired';
    case 'CANCELLED':
      return 'canceled';
    case 'EXPIRED':
      return 'expired';
    case 'FAILED':
      return 'rejected';
  }
}

/** An open order as a person sees it. The amount is zero where only what it may spend is told. */
export function toOpen(entry: z.output<typeof OpenEntry>): OpenAtVenue {
  const { baseSize, price, stopPrice } = sizesOf(entry.order_configuration);
  const clientOrderId = entry.client_order_id ?? '';
  return {
    venueOrderId: entry.order_id,
    clientOrderId: clientOrderId === '' ? null : clientOrderId,
    symbol: symbolOf(entry.product_id),
    side: entry.side === 'BUY' ? 'buy' : 'sell',
    type: entry.order_type,
    amount: baseSize ?? zero,
    filled: entry.filled_size,
    price,
    stopPrice,
  };
}
