import type { MarketSpec } from './market-spec.ts';
import type { BookSide } from './matching/order-book.ts';
import type { PracticeOrder } from './practice-order.ts';

/** The orders that wait outside the book for a trade at their stop price, and those that one has reached. */
export interface WaitingStops {
  add(order: PracticeOrder): void;
  /** Takes an order out; false when it does not wait (any more). */
  remove(order: PracticeOrder): boolean;
  /** Whether the last trade would reach an order at this stop price at once; never before there was one in this run. */
  isReached(market: MarketSpec, side: BookSide, stopTicks: bigint): boolean;
  /** A trade was made: what it reaches is due, the oldest first, and stays so whatever comes after. */
  printed(market: MarketSpec, ticks: bigint): void;
  /** Takes out the next order that is due; null when there is none. Each is given once. */
  nextDue(): PracticeOrder | null;
}

/** Nobody waits, and no trade is known. */
export function createWaitingStops(): WaitingStops {
  const waiting = new Map<number, PracticeOrder>();
  const due: PracticeOrder[] = [];
  const lastTicks = new Map<MarketSpec, bigint>();

  return {
    add: (order) => void waiting.set(order.orderId, order),
    remove(order) {
      const index = due.indexOf(order);
      if (index >= 0) due.splice(index, 1);
      return waiting.delete(order.orderId) || index >= 0;
    },
    isReached(market, side, stopTicks) {
      const last = lastTicks.get(market);
      return last !== undefined && reaches(last, side, stopTicks);
    },
    printed(market, ticks) {
      lastTicks.set(market, ticks);
      for (const order of waiting.values()) {
        if (order.market !== market || order.stopTicks === null || !reaches(ticks, order.side, order.stopTicks))
          continue;
        waiting.delete(order.orderId);
        due.push(order);
      }
    },
    nextDue: () => due.shift() ?? null,
  };
}

/** A sell's stop is reached by a trade at or below it, a buy's by one at or above. */
function reaches(ticks: bigint, side: BookSide, stopTicks: bigint): boolean {
  return side === 'sell' ? ticks <= stopTicks : ticks >= stopTicks;
}
