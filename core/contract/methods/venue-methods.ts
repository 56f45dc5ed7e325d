import * as z from 'zod';
import { type Method, nothing, persons, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as common from '../schemas/common.ts';
import { ExchangeName } from '../schemas/custody.ts';
import { Market } from '../schemas/markets.ts';
import * as venues from '../schemas/venues.ts';

const OneExchange = z.strictObject({ exchange: ExchangeName });
/** The name of any exchange that ccxt knows. */
const AnyExchange = z.string().regex(/^[a-z0-9]{1,40}$/);
const Currency = z.string().regex(/^[A-Z0-9]{2,10}$/);

/** Real exchanges: how they stand, what is open there, and all holdings together. None of these can place an order. */
export const venueMethods = {
  'venues.list': { from: traders, effect: 'read', input: nothing, output: z.array(venues.VenueStanding) },
  /** Asks the exchange now: health, open orders, balances. */
  'venues.check': { from: traders, effect: 'write', input: OneExchange, output: venues.VenueStanding },
  'venues.openOrders': { from: traders, effect: 'read', input: OneExchange, output: z.array(venues.VenueOpenOrder) },
  'venues.balances': { from: traders, effect: 'read', input: OneExchange, output: venues.VenueBalances },
  /** The markets on which an order can be live there. Only while the exchange is armed. */
  'venues.markets': { from: traders, effect: 'read', input: OneExchange, output: z.array(Market) },
  /** The book there as the gate itself reads it. Only while the exchange is armed. */
  'venues.book': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      exchange: ExchangeName,
      symbol: common.MarketSymbol,
      depth: z.number().int().min(1).max(100).default(25),
    }),
    output: venues.PublicBook,
  },
  /** Lists what is open there, cancels each, lists again. It works while halted, on paper and disarmed. */
  'venues.sweep': { from: traders, effect: 'tighten', input: OneExchange, output: venues.Sweep },
  /**
   * The person has seen it: the banner goes until there is something new. It raises nothing, for no order, limit or amount hangs on it, what
   * was seen stays listed, and the trail keeps who saw it; so it needs no approval. But it is the person's own word, and takes from view what
   * may be the only sign of a theft: whoever is at the command line or socket without a passphrase cannot say it.
   */
  'venues.acknowledge': {
    from: persons,
    effect: 'write',
    input: z.strictObject({ exchange: ExchangeName, what: z.enum(['open-orders', 'other-key-orders', 'unexplained']) }),
    output: venues.VenueStanding,
  },
  /** Asks the person for a dead man's switch: without a beat from here the exchange cancels EVERY open order of the account. 0 takes it away. */
  'venues.requestDeadman': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      exchange: ExchangeName,
      timeoutSec: z.union([z.literal(0), z.number().int().min(60).max(3600)]),
    }),
    output: approvals.Approval,
  },
  'holdings.read': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ currency: Currency.default('USDT') }),
    output: venues.Holdings,
  },
  /** The exchanges that can be looked at. Naming them asks none of them. */
  'publicMarkets.exchanges': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(z.strictObject({ exchange: z.string(), title: z.string() })),
  },
  'publicMarkets.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ exchange: AnyExchange }),
    output: z.array(venues.PublicMarket),
  },
  'publicMarkets.book': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      exchange: AnyExchange,
      symbol: common.MarketSymbol,
      depth: z.number().int().min(1).max(100).default(25),
    }),
    output: venues.PublicBook,
  },
} as const satisfies Readonly<Record<string, Method>>;
