import { smaller } from '../../domain/bigint.ts';
import type { Exchange } from '../exchange-port.ts';
import type { MarketSpec } from '../market-spec.ts';
import { personAccountId } from '../person-account.ts';
import { isOpen, isWaiting, type PracticeOrder, type PrintedTrade } from '../practice-order.ts';
import type { MirrorBook } from './mirror-book.ts';

/** A trade that was printed at the mirrored exchange. */
export type Print = Omit<PrintedTrade, 'tradeId' | 'market'>;

/** The orders that rested when trades were asked for. */
export type Asked = ReadonlySet<number>;

/**
 * Where the person's resting orders stand in the queues of the mirrored exchange. An order joins behind all that is shown at its price.
 * Trades printed there shorten the queue and then reach it; trades printed through its price reach it at once, up to what was printed.
 */
export interface PrintQueue {
  /** To be called right before the trades are asked for. */
  asking(): Asked;
  /**
   * Takes in the trades that were not in the answer before, oldest first: whoever they reach is filled, the rest is told. An order is reached only by trades that are certainly later than it, which those are that came after the answer before.
   */
  heard(prints: readonly Print[], asked: Asked): void;
}

/** Nobody waits yet. */
export function createPrintQueue(exchange: Exchange, market: MarketSpec, book: MirrorBook): PrintQueue {
  /** What stands before an order in lots; null while its price has not been seen. */
  const ahead = new Map<number, bigint | null>();
  let certain: Asked = new Set();
  const resting = (): PracticeOrder[] =>
    exchange.openOrders(personAccountId).filter((order) => order.market === market && !isWaiting(order));

  /** How much of what is left of a print fills one order, after it has served the queue before it. */
  function meet(order: PracticeOrder, orderTicks: bigint, print: Print, left: bigint): bigint {
    const rest = order.lots - order.filledLots;
    if (orderTicks !== print.ticks) return smaller(left, rest);
    const before = ahead.get(order.orderId) ?? null;
    if (before === null) return 0n;
    const served = smaller(before, left);
    ahead.set(order.orderId, before - served);
    return smaller(left - served, rest);
  }

  function take(print: Print): void {
    const side = print.takerSide === 'buy' ? 'sell' : 'buy';
    const isReached = (ticks: bigint): boolean => (side === 'buy' ? ticks >= print.ticks : ticks <= print.ticks);
    const reached = resting()
      .flatMap((order) => (order.ticks === null ? [] : [{ order, ticks: order.ticks }]))
      .filter(({ order, ticks }) => order.side === side && certain.has(order.orderId) && isReached(ticks))
      // The better price first, then the older.
      .sort((a, b) =>
        a.ticks === b.ticks ? a.order.orderId - b.order.orderId : a.ticks > b.ticks === (side === 'buy') ? -1 : 1,
      );
    let left = print.lots;
    for (const { order, ticks } of reached) {
      // A stop order that this print set going can have put an end to it.
      if (!isOpen(order)) continue;
      const lots = meet(order, ticks, print, left);
      if (lots === 0n) continue;
      left -= lots;
      exchange.reach(order, lots);
    }
    if (left > 0n) exchange.tell({ ...print, market, lots: left });
  }

  return {
    asking() {
      const open = resting();
      const ids = new Set(open.map(({ orderId }) => orderId));
      for (const id of ahead.keys()) if (!ids.has(id)) ahead.delete(id);
      for (const { orderId, side, ticks } of open) {
        if (ticks !== null && (ahead.get(orderId) ?? null) === null) ahead.set(orderId, book.shownAt(side, ticks));
      }
      return ids;
    },
    heard(prints, asked) {
      for (const print of prints) take(print);
      // No more can stand before an order than is shown. Only now: the next trades may be older than the next book, these may be older
      // than the last, and a trade that the book already shows must not shorten the queue a second time.
      for (const order of resting()) {
        const before = ahead.get(order.orderId) ?? null;
        const shown = order.ticks === null ? null : book.shownAt(order.side, order.ticks);
        if (isOpen(order) && before !== null && shown !== null) ahead.set(order.orderId, smaller(before, shown));
      }
      certain = asked;
    },
  };
}
