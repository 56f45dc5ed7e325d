import type { Balance, Level, Market } from '../contract/shapes.ts';
import type { Approved } from '../domain/approved.ts';
import type { OrderIntent, OrderType, TimeInForce } from '../domain/intent.ts';
import type { KeyRights } from '../domain/key-rights.ts';
import type { DecimalText } from '../domain/money.ts';
import type { Result } from '../domain/result.ts';
import type { Fees } from './fees.ts';

/** One execution as the venue tells it. `fee` in the currency charged. */
export interface VenueFill {
  readonly tradeId: string;
  readonly venueOrderId: string;
  readonly price: DecimalText;
  readonly amount: DecimalText;
  readonly fee: { readonly amount: DecimalText; readonly asset: string };
  readonly role: 'maker' | 'taker';
  readonly atMs: number;
}

/** One order as the venue tells it. `fills` only where the answer carried them. */
export interface VenueOrder {
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  /** Null for orders that are not plain limit orders, and where the venue names one that we do not offer. */
  readonly timeInForce: TimeInForce | null;
  /** For a market order by quote amount: what the venue made of it in base units, zero where that came to nothing. */
  readonly amount: DecimalText;
  readonly price: DecimalText | null;
  /** Null exactly where the type is no stop. It is told also after a trade has set the order going. */
  readonly stopPrice: DecimalText | null;
  readonly filled: DecimalText;
  /** Rounded down at eight decimals where it does not come out even; null before the first fill. */
  readonly averagePrice: DecimalText | null;
  /** What was paid or received so far, in quote units, before fees. */
  readonly cumulativeQuote: DecimalText;
  readonly status: 'open' | 'partially-filled' | 'filled' | 'canceled' | 'rejected' | 'expired';
  /** The venue's time of the last change. */
  readonly updatedAtMs: number;
  readonly fills?: readonly VenueFill[];
}

/** What is kept of an order of ours: when it was sent at the earliest, and the venue's id once it is known. */
export interface KnownOrder {
  readonly sentAtMs: number;
  readonly venueOrderId: string | null;
}

/** An order that is open at the venue, whoever placed it, as far as a person needs to know it. `type` is the venue's own word. */
export interface OpenAtVenue {
  readonly venueOrderId: string;
  /** Null for orders placed without one, as on the venue's own page. */
  readonly clientOrderId: string | null;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: string;
  readonly amount: DecimalText;
  readonly filled: DecimalText;
  readonly price: DecimalText | null;
  readonly stopPrice: DecimalText | null;
}

/** What a venue says of itself. */
export type VenueStatus = 'ok' | 'maintenance' | 'unknown';

/** Whether nothing more can happen to an order. */
export function isFinished(order: VenueOrder): boolean {
  return order.status !== 'open' && order.status !== 'partially-filled';
}

/** Reads only: its egress list holds no request that changes anything. */
export interface Inspector {
  markets(): Promise<Result<readonly Market[]>>;
  /** Up to `depth` levels a side: bids descend, asks ascend, the sides do not cross. `atMs` is when it was asked for: no newer. */
  book(
    symbol: string,
    depth: number,
  ): Promise<Result<{ readonly bids: readonly Level[]; readonly asks: readonly Level[]; readonly atMs: number }>>;
  balances(): Promise<Result<readonly Balance[]>>;
  /** The account that the key belongs to, by the venue's own name for it; null where the venue tells none. A key never moves to another. */
  accountId(): Promise<Result<string | null>>;
  /** Every open order of the account, also those placed elsewhere. */
  openOrders(): Promise<Result<readonly OpenAtVenue[]>>;
  /**
   * The order with this client id, or null when the venue says for sure that it has none. A venue that cannot be asked by client id
   * needs `known` to look in the right place, and without it looks longer. `order-archived` where the venue keeps nothing more of it.
   */
  orderByClientId(symbol: string, clientOrderId: string, known?: KnownOrder): Promise<Result<VenueOrder | null>>;
  /** Every fill of one order, oldest first. */
  fillsOf(symbol: string, venueOrderId: string): Promise<Result<readonly VenueFill[]>>;
  /** How long an answer took, and the venue's clock minus ours at the middle of the round trip. */
  ping(): Promise<Result<{ readonly latencyMs: number; readonly skewMs: number }>>;
  /** What the venue says of itself; 'unknown' where it has no way of saying it. */
  status(): Promise<Result<VenueStatus>>;
}

/** An inspector that can also cancel. */
export interface Canceller extends Inspector {
  /**
   * Cancels an order; one that is already finished is answered as it ended. `not-found` when the venue has none. Repeating it after any
   * other error is safe.
   */
  cancel(symbol: string, clientOrderId: string): Promise<Result<VenueOrder>>;
  /**
   * Cancels an open order by the venue's id, whoever placed it. Ok also when the venue has none of that id (any more): that it is gone is
   * proved by listing again, not by this answer. Repeating it is safe.
   */
  cancelAtVenue(order: OpenAtVenue): Promise<Result<void>>;
}

/** The one kind of object that can place an order. */
export interface OrderClient {
  /**
   * Sends an approved order once, never again by itself. `outcome-unknown` whenever the answer does not say for sure what happened;
   * any other error means that the venue has not taken the order.
   */
  submit(order: Approved<OrderIntent>): Promise<Result<VenueOrder>>;
}

/** What a venue told of a key: its rights, and the SHA-256 of its raw answer. */
export interface KeyReading {
  readonly rights: KeyRights;
  readonly answerHash: string;
}

/** Asks a venue what a key may do; its egress list holds nothing else. */
export interface KeyReader {
  /** The reading; rights that the answer does not say in exactly the expected words are 'unknown'. The venue's error where there is no answer. */
  read(): Promise<Result<KeyReading>>;
}

/** A dead man's switch at the venue: its egress list holds nothing else. Without a beat in time the venue cancels every open order of the account. */
export interface Deadman {
  /** Starts or renews it; answers until when, by our clock. */
  beat(timeoutSec: number): Promise<Result<{ readonly untilMs: number }>>;
  /** Takes it away. */
  disarm(): Promise<Result<void>>;
}

/** A venue that answered at least once. */
export interface VenueConnection {
  readonly exchange: string;
  /** With the fees that anybody pays; `fees` tells what the account does. */
  readonly markets: readonly Market[];
  /** What the account pays on a market; see `createFees`. `fees-unknown` where the venue does not tell now. */
  fees(symbol: string): Promise<Result<Fees>>;
  readonly inspector: Inspector;
  readonly canceller: Canceller;
  /** Null where the venue has none, or no key is set. */
  readonly deadman: Deadman | null;
  /**
   * An order client while `scope` is armed, else `not-allowed`: without it no object exists that could place an order. It asks
   * `arming` again right before anything leaves (`egress-denied` when disarmed meanwhile).
   */
  orderClient(arming: { isArmed(scope: string): boolean }, scope: string): Result<OrderClient>;
  /** How many requests that could change something have left through this connection. */
  mutatingRequests(): number;
}
