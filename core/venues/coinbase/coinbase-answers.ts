import * as z from 'zod';
import { compare, type DecimalText, isPositive, readDecimal, zero } from '../../domain/money.ts';

/** Exact decimal text out of a venue's own decimals, zero or more. JSON numbers are refused: they may have lost digits. */
export const Amount = z.string().transform((text, context): DecimalText => {
  const value = readDecimal(text);
  if (value !== null && !value.startsWith('-')) return value;
  context.addIssue({ code: 'custom', message: 'is not an amount' });
  return z.NEVER;
});
/** An amount above zero. */
export const Positive = Amount.refine((amount) => isPositive(amount), 'is not above zero');
/** A shape whose parts have to be true together; asked only where each of them was read. */
export function checked<S extends z.ZodType>(shape: S, isTrue: (value: z.output<S>) => boolean, message: string) {
  return shape.transform((value, context) => {
    if (isTrue(value)) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** An amount that Coinbase leaves empty while there is none, as on an order that nothing of was filled. */
export const AmountOrNone = z.union([z.literal('').transform(() => zero), Amount]);

/** A time as Coinbase writes it (RFC 3339, UTC), in milliseconds since the epoch; what is finer is cut off. */
export const Time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
  .transform((text, context): number => {
    const atMs = Date.parse(text.replace(/(\.\d{3})\d+Z$/, '$1Z'));
    if (!Number.isNaN(atMs)) return atMs;
    context.addIssue({ code: 'custom', message: 'is not a time' });
    return z.NEVER;
  });

/** The venue's name of an order, a trade or an account. */
export const VenueId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
/** 'BTC-USD'; other kinds of product have longer names. */
export const ProductId = z.string().regex(/^[A-Z0-9.-]{1,40}$/);
const Asset = z.string().regex(/^[A-Z0-9]{1,20}$/);

/** GET /time. */
export const ServerTime = z.looseObject({
  epochMillis: z
    .string()
    .regex(/^\d{13}$/)
    .transform((text) => Number.parseInt(text, 10)),
});

/**
 * GET /market/products and /products, as far as it is used. Entries are read one by one: one odd market must not hide the others. A list
 * that says that there is more of it is not whole.
 */
export const Products = z.looseObject({
  products: z.array(z.unknown()).min(1),
  pagination: z.looseObject({ has_next: z.literal(false).optional() }).nullish(),
});

/** One product that is traded for cash; of a long list nothing else is kept. `alias` is the product whose book it shares: 'BTC-USDC' is traded in the book of 'BTC-USD'. */
export const ProductEntry = z.object({
  product_id: ProductId,
  product_type: z.literal('SPOT'),
  base_currency_id: Asset,
  quote_currency_id: Asset,
  base_increment: Positive,
  quote_increment: Positive,
  price_increment: Positive,
  base_min_size: Amount,
  quote_min_size: Amount,
  status: z.string(),
  is_disabled: z.boolean(),
  trading_disabled: z.boolean(),
  cancel_only: z.boolean(),
  auction_mode: z.boolean(),
  view_only: z.boolean(),
  alias: z.union([z.literal(''), ProductId]),
});
/** A product as it was read. */
export type ProductFields = z.output<typeof ProductEntry>;

/** GET /transaction_summary: the account's own fees, as shares of one. */
export const TransactionSummary = z.looseObject({
  fee_tier: z.looseObject({ maker_fee_rate: Amount, taker_fee_rate: Amount }),
});

const BookLevel = z
  .looseObject({ price: Positive, size: Positive })
  .transform(({ price, size }): [DecimalText, DecimalText] => [price, size]);

/** GET /product_book: bids descend, asks ascend, and the sides do not cross. */
export const ProductBook = z.looseObject({
  pricebook: checked(
    z.looseObject({ product_id: ProductId, bids: z.array(BookLevel), asks: z.array(BookLevel) }),
    ({ bids, asks }) =>
      bids.every(([price], i) => isAbove(bids[i - 1]?.[0], price)) &&
      asks.every(([price], i) => isAbove(price, asks[i - 1]?.[0])) &&
      isAbove(asks[0]?.[0], bids[0]?.[0]),
    'is out of order or crossed',
  ),
});

const Balance = z.looseObject({ value: Amount, currency: Asset });

/** One page of GET /accounts. */
export const Accounts = z.looseObject({
  accounts: z.array(
    checked(
      z.looseObject({
        uuid: VenueId,
        currency: Asset,
        available_balance: Balance,
        hold: Balance,
        type: z.string(),
        deleted_at: z.string().nullish(),
      }),
      ({ currency, available_balance: free, hold }) => free.currency === currency && hold.currency === currency,
      'is in two currencies',
    ),
  ),
  has_next: z.boolean(),
  cursor: z.string(),
});

const PortfolioId = z.uuid().refine((id) => !/^[0-]*$/.test(id), 'is no portfolio');
/** GET /key_permissions, of which portfolio the key is: its orders belong to that one. What is no UUID tells nothing. */
export const KeyPortfolio = z.looseObject({ portfolio_uuid: PortfolioId.optional().catch(undefined) });

/** Whether `higher` is above `lower`; true where there is nothing to compare with. */
function isAbove(higher: DecimalText | undefined, lower: DecimalText | undefined): boolean {
  return higher === undefined || lower === undefined || compare(higher, lower) > 0;
}
