import type { Clock } from '../ports.ts';
import { type Account, feeUnits, hold, payHeld, receive, release } from './accounts.ts';
import { type MarketSpec, practiceMarkets, quoteUnits } from './market-spec.ts';
import { type BookSide, createOrderBook, type Match, type OrderBook } from './matching/order-book.ts';
import { coverOf, type OrderRequest } from './order-request.ts';
import { isOpen, type PracticeFill, type PracticeOrder, type PrintedTrade } from './practice-order.ts';

/** The owner number of the simulated participants, who have no account. */
export const houseOwner = 0;

/** Fees in millionths of what is received. */
export interface Fees {
  readonly maker: bigint;
  readonly taker: bigint;
}

/** Everything that one action changed for stored accounts, to be kept in one transaction. */
export interface Change {
  readonly orders: Set<PracticeOrder>;
  readonly fills: PracticeFill[];
  readonly holdings: Set<Account>;
}

/** The matching and settling heart of the practice exchange, in memory. */
export interface Exchange {
  readonly accounts: Map<number, Account>;
  book(market: MarketSpec): OrderBook;
  /** Places an order for an account; null when its balance does not cover it. Fills come with it. */
  place(
    account: Account,
    request: OrderRequest,
  ): { readonly order: PracticeOrder; readonly fills: readonly PracticeFill[] } | null;
  /** Cancels an open order and gives back what it held. */
  cancel(order: PracticeOrder): void;
  /** Lets the simulated participants quote: what crosses trades, the rest waits. Answers the resting order's id, null when all traded. */
  quote(market: MarketSpec, side: BookSide, ticks: bigint, lots: bigint): number | null;
  /** Lets the simulated participants take. */
  takeAsHouse(market: MarketSpec, side: BookSide, lots: bigint): void;
  openOrders(accountId: number): PracticeOrder[];
  orderById(orderId: number): PracticeOrder | null;
  orderByClientId(accountId: number, clientOrderId: string): PracticeOrder | null;
  /** Puts back an open order after a restart, behind what is already there at its price; its funds must be held. */
  restore(order: PracticeOrder): void;
  /** The last numbers given out, to go on from after a restart. */
  readonly counters: { orderId: number; tradeId: number };
}

/** What the exchange tells: changes to be stored before anything else happens, and every trade. */
export interface ExchangeDeps {
  readonly clock: Clock;
  readonly fees: Fees;
  readonly store: (change: Change) => void;
  readonly printed: (trade: PrintedTrade) => void;
  /** An account's order changed without its own doing. */
  readonly hinted: (order: PracticeOrder) => void;
}

/** An exchange without accounts, with empty books. */
export function createExchange(deps: ExchangeDeps): Exchange {
  const books = new Map(practiceMarkets.map((spec) => [spec.venueName, createOrderBook()]));
  const accounts = new Map<number, Account>();
  const orders = new Map<number, PracticeOrder>();
  const counters = { orderId: 0, tradeId: 0 };

  function book(market: MarketSpec): OrderBook {
    const found = books.get(market.venueName);
    if (found === undefined) throw new Error(`no book for ${market.symbol}`);
    return found;
  }

  /** Settles one side of a trade for an account's order and answers its fill. */
  function settle(
    order: PracticeOrder,
    tradeId: number,
    ticks: bigint,
    lots: bigint,
    isMaker: boolean,
    change: Change,
  ): PracticeFill {
    const account = accounts.get(order.accountId);
    if (account === undefined) throw new Error('an order without its account');
    const { market, side } = order;
    const cost = quoteUnits(ticks, lots, market);
    const base = lots * market.lotUnits;
    if (side === 'buy') {
      payHeld(account, market.quote, cost);
      // A buy holds its own price; what it got cheaper for is given back at once.
      if (order.ticks !== null) release(account, market.quote, quoteUnits(order.ticks, lots, market) - cost);
    } else payHeld(account, market.base, base);
    const received = side === 'buy' ? base : cost;
    const fee = feeUnits(received, isMaker ? deps.fees.maker : deps.fees.taker);
    const feeAsset = side === 'buy' ? market.base : market.quote;
    receive(account, feeAsset, received - fee);
    order.filledLots += lots;
    order.quoteUnits += cost;
    order.status = order.filledLots === order.lots ? 'FILLED' : 'PARTIALLY_FILLED';
    order.updatedAtMs = deps.clock.nowMs();
    const fill = {
      tradeId,
      orderId: order.orderId,
      market,
      ticks,
      lots,
      feeUnits: fee,
      feeAsset,
      isMaker,
      atMs: order.updatedAtMs,
    };
    change.orders.add(order);
    change.fills.push(fill);
    change.holdings.add(account);
    return fill;
  }

  /** Settles trades against the makers, and against the taker's order when it is an account's. */
  function trade(
    market: MarketSpec,
    takerSide: BookSide,
    matches: readonly Match[],
    taker: PracticeOrder | null,
    change: Change,
  ): PracticeFill[] {
    const fills: PracticeFill[] = [];
    for (const { maker, lots } of matches) {
      counters.tradeId += 1;
      const tradeId = counters.tradeId;
      if (taker !== null) fills.push(settle(taker, tradeId, maker.ticks, lots, false, change));
      if (maker.owner !== houseOwner) {
        const order = orders.get(maker.id);
        if (order === undefined) throw new Error('a resting order that nobody placed');
        settle(order, tradeId, maker.ticks, lots, true, change);
      }
      deps.printed({ tradeId, market, ticks: maker.ticks, lots, takerSide, atMs: deps.clock.nowMs() });
    }
    return fills;
  }

  /** Keeps a change, then forgets what is finished and tells whom it concerns. */
  function commit(change: Change, own: PracticeOrder | null): void {
    const stored = (order: PracticeOrder): boolean => accounts.get(order.accountId)?.isStored === true;
    if ([...change.orders].some(stored)) deps.store(change);
    for (const order of change.orders) {
      if (!isOpen(order)) orders.delete(order.orderId);
      if (order !== own && stored(order)) deps.hinted(order);
    }
  }

  /** Gives back what an order that leaves the book still held, and says how it ended. */
  function end(order: PracticeOrder, status: 'CANCELED' | 'EXPIRED_IN_MATCH', change: Change): void {
    const account = accounts.get(order.accountId);
    const resting = book(order.market).remove(order.orderId);
    if (account === undefined || resting === null || order.ticks === null)
      throw new Error('an open order that does not rest');
    const { market, side } = order;
    if (side === 'buy') release(account, market.quote, quoteUnits(order.ticks, resting.lots, market));
    else release(account, market.base, resting.lots * market.lotUnits);
    order.status = status;
    order.updatedAtMs = deps.clock.nowMs();
    change.orders.add(order);
    change.holdings.add(account);
  }

  /** Binance's EXPIRE_MAKER: an account's own orders that a new one would trade with leave the book first. */
  function expireOwn(account: Account, { market, side, lots, ticks }: OrderRequest, change: Change): void {
    for (;;) {
      const own = book(market).firstReached(side, lots, ticks, account.id);
      const order = own === null ? undefined : orders.get(own.id);
      if (order === undefined) return;
      end(order, 'EXPIRED_IN_MATCH', change);
    }
  }

  const emptyChange = (): Change => ({ orders: new Set(), fills: [], holdings: new Set() });

  return {
    accounts,
    counters,
    book,
    place(account, request) {
      const { market, side, lots, ticks } = request;
      const resting = book(market);
      const cover = coverOf(request, resting, account.id);
      if (!hold(account, cover.asset, cover.units)) return null;
      const nowMs = deps.clock.nowMs();
      counters.orderId += 1;
      const order: PracticeOrder = {
        ...request,
        orderId: counters.orderId,
        accountId: account.id,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        filledLots: 0n,
        quoteUnits: 0n,
        status: 'NEW',
      };
      orders.set(order.orderId, order);
      const change = emptyChange();
      change.orders.add(order);
      change.holdings.add(account);
      const isWhole = request.timeInForce !== 'FOK' || resting.cost(side, lots, ticks, account.id).lots === lots;
      if (isWhole) expireOwn(account, request, change);
      const fills = isWhole ? trade(market, side, resting.take(side, lots, ticks), order, change) : [];
      const left = lots - order.filledLots;
      if (left > 0n && ticks !== null && request.timeInForce === 'GTC') {
        resting.rest({ id: order.orderId, owner: account.id, side, ticks, lots: left });
      } else if (left > 0n) {
        order.status = 'EXPIRED';
        if (side === 'sell') release(account, market.base, left * market.lotUnits);
        else if (ticks === null) release(account, market.quote, cover.units - order.quoteUnits);
        else release(account, market.quote, quoteUnits(ticks, left, market));
      }
      commit(change, order);
      return { order, fills };
    },
    cancel(order) {
      const change = emptyChange();
      end(order, 'CANCELED', change);
      commit(change, order);
    },
    quote(market, side, ticks, lots) {
      const change = emptyChange();
      const matches = book(market).take(side, lots, ticks);
      trade(market, side, matches, null, change);
      commit(change, null);
      const left = lots - matches.reduce((sum, match) => sum + match.lots, 0n);
      if (left === 0n) return null;
      counters.orderId += 1;
      book(market).rest({ id: counters.orderId, owner: houseOwner, side, ticks, lots: left });
      return counters.orderId;
    },
    takeAsHouse(market, side, lots) {
      const change = emptyChange();
      trade(market, side, book(market).take(side, lots, null), null, change);
      commit(change, null);
    },
    openOrders: (accountId) => [...orders.values()].filter((order) => order.accountId === accountId && isOpen(order)),
    orderById: (orderId) => orders.get(orderId) ?? null,
    orderByClientId: (accountId, clientOrderId) =>
      [...orders.values()].find((order) => order.accountId === accountId && order.clientOrderId === clientOrderId) ??
      null,
    restore(order) {
      orders.set(order.orderId, order);
      if (order.ticks === null) throw new Error('a market order cannot rest');
      const { orderId, accountId, market, side, ticks, lots, filledLots } = order;
      book(market).rest({ id: orderId, owner: accountId, side, ticks, lots: lots - filledLots });
    },
  };
}
