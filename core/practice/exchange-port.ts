import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Account } from './accounts.ts';
import type { MarketSpec } from './market-spec.ts';
import type { BookSide, OrderBook } from './matching/order-book.ts';
import type { OrderRequest } from './order-request.ts';
import type { PracticeFill, PracticeOrder, PreventedMatch, PrintedTrade } from './practice-order.ts';
import type { Fees } from './settlement.ts';

/** Everything that one action changed for stored accounts, to be kept in one transaction. */
export interface Change {
  readonly orders: Set<PracticeOrder>;
  readonly fills: PracticeFill[];
  readonly holdings: Set<Account>;
}

/** An order that was taken, with all that happened at once: its own fills, and its account's orders that left the book for it. */
export interface Placed {
  readonly order: PracticeOrder;
  readonly fills: readonly PracticeFill[];
  readonly prevented: readonly PreventedMatch[];
}

/** Why an order was not taken. Nothing has changed then. */
export type PlaceRefusal =
  | 'duplicate-client-id'
  | 'would-take'
  | 'would-trigger'
  | 'below-one-lot'
  | 'insufficient-balance';

/** The matching and settling heart of the practice exchange, in memory. */
export interface Exchange {
  readonly accounts: Map<number, Account>;
  book(market: MarketSpec): OrderBook;
  /**
   * Places an order for an account. It never trades with the account's own: those that it would meet expire first (Binance's
   * EXPIRE_MAKER, its default). What is left of a market, IOC or FOK order expires, and what it held is given back.
   *
   * A stop order waits outside the book, its funds held, until a trade of its market, made here or told of, reaches its stop price; then
   * it does, once, what an order of its kind without a stop does when it is placed, right after the action that made the trade. A buy
   * without a limit for which there is not enough then expires untraded.
   */
  place(account: Account, request: OrderRequest): Result<Placed, PlaceRefusal>;
  /** Cancels an open order and gives back what it held. */
  cancel(order: PracticeOrder): void;
  /** Lets the simulated participants quote: what crosses trades, the rest waits. Answers the resting order's id, null when all traded. */
  quote(market: MarketSpec, side: BookSide, ticks: bigint, lots: bigint): number | null;
  /** Lets the simulated participants take. */
  takeAsHouse(market: MarketSpec, side: BookSide, lots: bigint): void;
  /** A trade that was made elsewhere reaches a resting order: `lots` of it trade at its own price. At least one, at most what rests. */
  reach(order: PracticeOrder, lots: bigint): void;
  /** Tells of a trade that was made elsewhere and reached nobody here. */
  tell(trade: Omit<PrintedTrade, 'tradeId'>): void;
  /** Oldest first. */
  openOrders(accountId: number): PracticeOrder[];
  orderById(orderId: number): PracticeOrder | null;
  orderByClientId(accountId: number, clientOrderId: string): PracticeOrder | null;
  /** Puts back an open order after a restart, behind what is already there at its price, or to wait; its funds must be held. */
  restore(order: PracticeOrder): void;
  /** The last numbers given out, to go on from after a restart. */
  readonly counters: { orderId: number; tradeId: number; preventedMatchId: number };
}

/** What the exchange tells: changes to be stored before anything else happens, and every trade. */
export interface ExchangeDeps {
  readonly clock: Clock;
  readonly fees: Fees;
  readonly store: (change: Change, mayWait: boolean) => void;
  readonly printed: (trade: PrintedTrade) => void;
  /** An account's order changed without its own doing. */
  readonly hinted: (order: PracticeOrder) => void;
}
