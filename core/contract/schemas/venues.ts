import * as z from 'zod';
import { AtMs, Decimal, Side } from './common.ts';
import { ExchangeName } from './custody.ts';
import { Balance, Order } from './orders.ts';
import { VenueHealth } from './system.ts';

/**
 * An exchange as the console has it. `keySource` is where its key comes from; `standIn` the address on this machine that stands in for
 * it (for trying, never live), else null. `openOrders` is what its canceller listed at start, after a disarm, or when asked: the banner
 * stays until it is zero or acknowledged. `unexplained` are changes of balance that nothing here accounts for. `reducing` says since when
 * and why only orders that reduce, and cancels, go there; null while all do. Arming and the halt are asked besides.
 */
export const VenueStanding = z.strictObject({
  exchange: ExchangeName,
  title: z.string(),
  standIn: z.string().nullable(),
  keySource: z.enum(['environment', 'env-file', 'vault', 'generic', 'none']),
  keyProblem: z.string().nullable(),
  passportVerdict: z.enum(['fit', 'unfit', 'unknown']),
  health: VenueHealth,
  /** What the venue says of itself, where it does. */
  venueStatus: z.enum(['ok', 'maintenance', 'unknown']),
  reducing: z.strictObject({ sinceMs: AtMs, why: z.string() }).nullable(),
  openOrders: z
    .strictObject({ count: z.number().int().nonnegative(), atMs: AtMs, isAcknowledged: z.boolean() })
    .nullable(),
  /** Orders of ours that only another key than the one in use reaches, so that nothing is known of them; null where there is none. */
  otherKeyOrders: z
    .strictObject({ count: z.number().int().positive(), text: z.string(), isAcknowledged: z.boolean() })
    .nullable(),
  unexplained: z.array(z.strictObject({ asset: z.string(), change: Decimal, atMs: AtMs })),
  deadman: z.strictObject({ timeoutSec: z.number().int(), armedUntilMs: AtMs, missed: z.number().int() }).nullable(),
  hasDeadman: z.boolean(),
  isArmed: z.boolean(),
  /** Requests that could change something and left since start. */
  mutatingRequests: z.number().int().nonnegative(),
});

/** An order that is open at a venue, whoever placed it. */
export const VenueOpenOrder = z.strictObject({
  exchange: z.string(),
  venueOrderId: z.string(),
  clientOrderId: z.string().nullable(),
  /** Whether the console placed it. */
  isOurs: z.boolean(),
  symbol: z.string(),
  side: Side,
  type: z.string(),
  amount: Decimal,
  filled: Decimal,
  price: Decimal.nullable(),
  stopPrice: Decimal.nullable(),
});

/**
 * What cancelling everything at a venue came to: it listed, cancelled each, and listed again. Empty `left` and no `failure` is proof, for
 * the account of the key in use; `unreached` are orders of ours that were placed with another key and may be open in another account.
 */
export const Sweep = z.strictObject({
  exchange: z.string(),
  listed: z.number().int().nonnegative(),
  canceled: z.number().int().nonnegative(),
  left: z.array(VenueOpenOrder),
  unreached: z.array(Order),
  failure: z.string().nullable(),
});

/** One asset somewhere. `value` in the total's currency at `price`; null where no price is known. */
export const Holding = z.strictObject({
  place: z.string(),
  placeTitle: z.string(),
  /** 'stand-in' is what stands in for an exchange on this machine: nothing of it is real. */
  kind: z.enum(['practice', 'exchange', 'stand-in', 'chain']),
  asset: z.string(),
  amount: Decimal,
  price: Decimal.nullable(),
  priceFrom: z.string().nullable(),
  value: Decimal.nullable(),
  readAtMs: AtMs,
  /** Why it may not be right, such as a balance that went to zero in one reading; null when nothing is wrong. */
  doubt: z.string().nullable(),
});

/**
 * All holdings in one currency. Money of the practice exchange and of stand-ins has totals of its own and is never added to real money.
 * `unreadable` names places that could not be asked, and why.
 */
export const Holdings = z.strictObject({
  currency: z.string(),
  practiceTotal: Decimal.nullable(),
  standInTotal: Decimal.nullable(),
  realTotal: Decimal.nullable(),
  holdings: z.array(Holding),
  unpriced: z.array(z.string()),
  unreadable: z.array(z.strictObject({ place: z.string(), why: z.string() })),
});

/** The balances of an exchange, and when they were asked for. */
export const VenueBalances = z.strictObject({ exchange: z.string(), balances: z.array(Balance), atMs: AtMs });

/** A market of any exchange, for looking only. */
export const PublicMarket = z.strictObject({ exchange: z.string(), symbol: z.string(), isActive: z.boolean() });

/** A book of any exchange, for looking only. */
export const PublicBook = z.strictObject({
  exchange: z.string(),
  symbol: z.string(),
  bids: z.array(z.tuple([Decimal, Decimal])),
  asks: z.array(z.tuple([Decimal, Decimal])),
  atMs: AtMs,
});
