import { err, ok } from '../domain/result.ts';
import { type Account, hold } from './accounts.ts';
import type { Change, Exchange, ExchangeDeps, Placed } from './exchange-port.ts';
import { type MarketSpec, practiceMarkets } from './market-spec.ts';
import { type BookSide, createOrderBook, type Match, type OrderBook } from './matching/order-book.ts';
import { createOpenOrders } from './open-orders.ts';
import { coverOf, newOrder, sized } from './order-request.ts';
import { isOpen, isWaiting, type PracticeFill, type PracticeOrder, type PreventedMatch } from './practice-order.ts';
import { endMarketOrder, giveBack, settle } from './settlement.ts';
import { coverAnew } from './stop-cover.ts';
import { createWaitingStops } from './waiting-stops.ts';

/** The owner number of the simulated participants, who have no account. */
export const houseOwner = 0;

/** An exchange without accounts, with empty books. */
export function createExchange(deps: ExchangeDeps): Exchange {
  const books = new Map(practiceMarkets.map((spec) => [spec.venueName, createOrderBook()]));
  const accounts = new Map<number, Account>();
  const open = createOpenOrders();
  const stops = createWaitingStops();
  const counters = { orderId: 0, tradeId: 0, preventedMatchId: 0 };

  function book(market: MarketSpec): OrderBook {
    const found = books.get(market.venueName);
    if (found === undefined) throw new Error(`no book for ${market.symbol}`);
    return found;
  }

  function accountOf(order: PracticeOrder): Account {
    const account = accounts.get(order.accountId);
    if (account === undefined) throw new Error('an order without its account');
    return account;
  }

  function settleSide(
    order: PracticeOrder,
    trade: { readonly tradeId: number; readonly ticks: bigint; readonly lots: bigint; readonly isMaker: boolean },
    change: Change,
  ): PracticeFill {
    const account = accountOf(order);
    const feeRateMillionths = trade.isMaker ? deps.fees.maker : deps.fees.taker;
    const fill = settle({ ...trade, account, order, feeRateMillionths, atMs: deps.clock.nowMs() });
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
      const { tradeId } = counters;
      const { ticks } = maker;
      if (taker !== null) fills.push(settleSide(taker, { tradeId, ticks, lots, isMaker: false }, change));
      if (maker.owner !== houseOwner) {
        const order = open.byId(maker.id);
        if (order === null) throw new Error('a resting order that nobody placed');
        settleSide(order, { tradeId, ticks, lots, isMaker: true }, change);
      }
      deps.printed({ tradeId, market, ticks, lots, takerSide, atMs: deps.clock.nowMs() });
      stops.printed(market, ticks);
    }
    return fills;
  }

  /** Keeps a change, then forgets what is finished and tells whom it concerns. */
  function commit(change: Change, own: PracticeOrder | null, mayWait = false): void {
    const stored = (order: PracticeOrder): boolean => accounts.get(order.accountId)?.isStored === true;
    if ([...change.orders].some(stored)) deps.store(change, mayWait);
    for (const order of change.orders) {
      if (!isOpen(order)) open.remove(order);
      if (order !== own && stored(order)) deps.hinted(order);
    }
  }

  /** Takes an order out of the book or from among those that wait, gives back what it still held, and says how it ended. */
  function end(order: PracticeOrder, status: 'CANCELED' | 'EXPIRED_IN_MATCH', change: Change): void {
    const account = accountOf(order);
    const isOut = isWaiting(order) ? stops.remove(order) : book(order.market).remove(order.orderId) !== null;
    if (!isOut) throw new Error('an open order that does not rest');
    giveBack(account, order, order.lots - order.filledLots);
    order.status = status;
    order.updatedAtMs = deps.clock.nowMs();
    change.orders.add(order);
    change.holdings.add(account);
  }

  /** An account's own orders that a new one would trade with leave the book first. */
  function expireOwn(account: Account, { market, side, lots, ticks }: PracticeOrder, change: Change): PreventedMatch[] {
    const prevented: PreventedMatch[] = [];
    for (;;) {
      const own = book(market).firstReached(side, lots, ticks, account.id);
      const order = own === null ? null : open.byId(own.id);
      if (order === null || order.ticks === null) return prevented;
      counters.preventedMatchId += 1;
      const { preventedMatchId } = counters;
      order.preventedMatchId = preventedMatchId;
      prevented.push({
        preventedMatchId,
        makerOrderId: order.orderId,
        ticks: order.ticks,
        lots: order.lots - order.filledLots,
      });
      end(order, 'EXPIRED_IN_MATCH', change);
    }
  }

  /** Lets an order that has its cover come to the book: it trades, and what is left rests or expires. */
  function work(account: Account, order: PracticeOrder, heldUnits: bigint, change: Change): Omit<Placed, 'order'> {
    const { lots, market, side, ticks, timeInForce } = order;
    const resting = book(market);
    order.bookAtArrival = { bid: resting.best('buy'), ask: resting.best('sell') };
    const mayTrade = timeInForce !== 'FOK' || resting.cost(side, lots, ticks, account.id).lots === lots;
    const prevented = mayTrade ? expireOwn(account, order, change) : [];
    const fills = mayTrade ? trade(market, side, resting.take(side, lots, ticks), order, change) : [];
    const left = lots - order.filledLots;
    if (ticks === null) endMarketOrder(account, order, heldUnits, isEmpty(resting, side));
    else if (left > 0n && timeInForce === 'GTC') {
      resting.rest({ id: order.orderId, owner: account.id, side, ticks, lots: left });
    } else if (left > 0n) {
      order.status = 'EXPIRED';
      giveBack(account, order, left);
    }
    return { fills, prevented };
  }

  /** A trade has reached its stop price. A change that cannot be kept now waits: nobody asked for it at this moment. */
  function setGoing(order: PracticeOrder): void {
    const account = accountOf(order);
    const change: Change = { orders: new Set([order]), fills: [], holdings: new Set([account]) };
    order.triggeredAtMs = deps.clock.nowMs();
    order.updatedAtMs = order.triggeredAtMs;
    const heldUnits = coverAnew(account, order, book(order.market));
    if (heldUnits !== null) work(account, order, heldUnits, change);
    commit(change, null, true);
  }

  /** Sets going what the trades of an action have reached, and what those trades reach in their turn. */
  function setDueGoing(): void {
    for (let due = stops.nextDue(); due !== null; due = stops.nextDue()) setGoing(due);
  }

  const isEmpty = (resting: OrderBook, side: BookSide): boolean =>
    resting.best(side === 'buy' ? 'sell' : 'buy') === null;
  const nextOrderId = (): number => {
    counters.orderId += 1;
    return counters.orderId;
  };
  const emptyChange = (): Change => ({ orders: new Set(), fills: [], holdings: new Set() });

  return {
    accounts,
    counters,
    book,
    place(account, asked) {
      const { clientOrderId, market, side, stopTicks, ticks } = asked;
      const resting = book(market);
      if (open.byClientId(account.id, clientOrderId) !== null) return err('duplicate-client-id');
      if (asked.type === 'LIMIT_MAKER' && resting.wouldTake(side, ticks)) return err('would-take');
      if (stopTicks !== null && stops.isReached(market, side, stopTicks)) return err('would-trigger');
      const request = sized(asked, resting, account.id);
      if (request === null) return err('below-one-lot');
      const cover = coverOf(request, resting, account.id);
      if (!hold(account, cover.asset, cover.units)) return err('insufficient-balance');
      const order = newOrder(request, account.id, nextOrderId(), deps.clock.nowMs());
      open.add(order);
      const change: Change = { orders: new Set([order]), fills: [], holdings: new Set([account]) };
      if (stopTicks !== null) {
        stops.add(order);
        commit(change, order);
        return ok({ order, fills: [], prevented: [] });
      }
      const done = work(account, order, cover.units, change);
      commit(change, order);
      setDueGoing();
      return ok({ order, ...done });
    },
    cancel(order) {
      const change = emptyChange();
      end(order, 'CANCELED', change);
      commit(change, order, true);
    },
    quote(market, side, ticks, lots) {
      const change = emptyChange();
      const matches = book(market).take(side, lots, ticks);
      trade(market, side, matches, null, change);
      commit(change, null);
      const left = lots - matches.reduce((sum, match) => sum + match.lots, 0n);
      const id = left === 0n ? null : nextOrderId();
      if (id !== null) book(market).rest({ id, owner: houseOwner, side, ticks, lots: left });
      setDueGoing();
      return id;
    },
    takeAsHouse(market, side, lots) {
      const change = emptyChange();
      trade(market, side, book(market).take(side, lots, null), null, change);
      commit(change, null);
      setDueGoing();
    },
    reach(order, lots) {
      const { market, orderId, side } = order;
      const resting = book(market).get(orderId);
      if (resting === null || lots <= 0n || lots > resting.lots) throw new Error('more than what rests');
      const maker = { ...resting };
      if (lots === resting.lots) book(market).remove(orderId);
      else resting.lots -= lots;
      const change = emptyChange();
      trade(market, side === 'buy' ? 'sell' : 'buy', [{ maker, lots }], null, change);
      commit(change, null);
      setDueGoing();
    },
    tell(elsewhere) {
      counters.tradeId += 1;
      deps.printed({ ...elsewhere, tradeId: counters.tradeId });
      stops.printed(elsewhere.market, elsewhere.ticks);
      setDueGoing();
    },
    openOrders: (accountId) => open.of(accountId),
    orderById: (orderId) => open.byId(orderId),
    orderByClientId: (accountId, clientOrderId) => open.byClientId(accountId, clientOrderId),
    restore(order) {
      open.add(order);
      if (isWaiting(order)) return stops.add(order);
      if (order.ticks === null) throw new Error('a market order cannot rest');
      const { orderId, accountId, market, side, ticks, lots, filledLots } = order;
      book(market).rest({ id: orderId, owner: accountId, side, ticks, lots: lots - filledLots });
    },
  };
}
