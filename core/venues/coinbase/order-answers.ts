import * as z from 'zod';
import { compare, type DecimalText, zero } from '../../domain/money.ts';
import { Amount, AmountOrNone, checked, Positive, ProductId, Time, VenueId } from './coinbase-answers.ts';
import { Configuration, type ConfigurationFields } from './order-configuration.ts';

/** What is read of every order of a list, however odd the rest of it. */
export const OrderName = z.looseObject({ order_id: VenueId, client_order_id: z.string().optional() });
/** One page of GET /orders/historical/batch. Orders are read one by one: somebody's order of a kind that we do not know hides no other. */
export const Orders = z.looseObject({ orders: z.array(OrderName), has_next: z.boolean(), cursor: z.string() });

const openStatuses = ['PENDING', 'OPEN', 'QUEUED', 'CANCEL_QUEUED', 'EDIT_QUEUED'] as const;

/** What a person needs to know of an open order of any kind and product. */
export const OpenEntry = z.looseObject({
  order_id: VenueId,
  client_order_id: z.string().optional(),
  product_id: ProductId,
  side: z.enum(['BUY', 'SELL']),
  status: z.enum(openStatuses),
  order_type: z.string().regex(/^[A-Z_]{1,40}$/),
  filled_size: AmountOrNone,
  order_configuration: z.unknown(),
});

/** One order of a spot product whose kind we know, from GET /orders/historical/{order_id} or a list. */
export const OrderAnswer = checked(
  z.looseObject({
    order_id: VenueId,
    client_order_id: z.string(),
    product_id: ProductId,
    product_type: z.literal('SPOT'),
    side: z.enum(['BUY', 'SELL']),
    status: z.enum([...openStatuses, 'FILLED', 'CANCELLED', 'EXPIRED', 'FAILED']),
    order_configuration: Configuration,
    filled_size: AmountOrNone,
    filled_value: AmountOrNone,
    created_time: Time,
    last_fill_time: Time.nullish(),
    last_update_time: Time.nullish(),
  }),
  isConsistent,
  'contradicts itself',
);
/** An order as it was read. */
export type OrderFields = z.output<typeof OrderAnswer>;
export const OneOrder = z.looseObject({ order: OrderAnswer });

/**
 * POST /orders where it was taken. The configuration that comes with it only repeats the request: after a client order id that was used
 * before, it stands beside the name of the order from then (coinbase-advanced-py #49).
 */
export const PlacedAnswer = z.looseObject({
  success: z.literal(true),
  success_response: z.looseObject({
    order_id: VenueId,
    product_id: ProductId,
    side: z.enum(['BUY', 'SELL']),
    client_order_id: z.string(),
  }),
});

/** POST /orders/batch_cancel for one order. */
export const CancelAnswer = z.looseObject({
  results: z.tuple([z.looseObject({ success: z.boolean(), failure_reason: z.string(), order_id: VenueId })]),
});

/** One page of GET /orders/historical/fills. Reversed, corrected and synthetic trades are not believed: what they undo is not told. */
export const Fills = z.looseObject({
  fills: z.array(
    z.looseObject({
      entry_id: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
      trade_id: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
      order_id: VenueId,
      product_id: ProductId,
      trade_time: Time,
      trade_type: z.literal('FILL'),
      side: z.enum(['BUY', 'SELL']),
      price: Positive,
      size: Positive,
      size_in_quote: z.boolean(),
      commission: Amount,
      liquidity_indicator: z.enum(['MAKER', 'TAKER', 'UNKNOWN_LIQUIDITY_INDICATOR']),
    }),
  ),
  cursor: z.string(),
});
/** One fill as it was read. */
export type FillFields = z.output<typeof Fills>['fills'][number];

/** Whether what was filled, its cost and the status can be true together; a half-true order would become a wrong position. */
function isConsistent(order: {
  readonly status: string;
  readonly filled_size: DecimalText;
  readonly filled_value: DecimalText;
  readonly order_configuration: ConfigurationFields;
}): boolean {
  const { status, filled_size: filled, filled_value: cost, order_configuration: configuration } = order;
  if (filled === zero && cost !== zero) return false;
  const { baseSize, type, timeInForce } = configuration;
  if (baseSize !== null && compare(filled, baseSize) > 0) return false;
  if (status === 'FAILED') return filled === zero;
  if (status !== 'FILLED') return true;
  // What is left of a market order or one that only takes what is there lapses; every other is filled only when all of it is.
  const mayLapse = type === 'market' || timeInForce === 'ioc';
  return filled !== zero && (mayLapse || filled === baseSize);
}
