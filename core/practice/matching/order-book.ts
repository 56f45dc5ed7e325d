import { smaller } from '../../domain/bigint.ts';

/** Which side of the book an order is on. */
export type BookSide = 'buy' | 'sell';

/** An order that waits in the book. `lots` is what is left of it. */
export interface RestingOrder {
  readonly id: number;
  /** Whose it is, for whoever settles. */
  readonly owner: number;
  readonly side: BookSide;
  readonly ticks: bigint;
  lots: bigint;
}

/** A trade: `lots` of a resting order were taken at its price. */
export interface Match {
  readonly maker: RestingOrder;
  readonly lots: bigint;
}

/** All that waits on one price, first come first served. */
interface Level {
  readonly ticks: bigint;
  readonly queue: RestingOrder[];
}

/** A book of one market by price, then time. Never crossed: what could trade is taken before anything rests. */
export interface OrderBook {
  /** Takes from the other side up to `lots`, no worse than `limitTicks` (null: any price); best price first, oldest first. */
  take(side: BookSide, lots: bigint, limitTicks: bigint | null): Match[];
  /** What `take` would cost in ticks x lots, and how many lots it would get, changing nothing. */
  cost(side: BookSide, lots: bigint, limitTicks: bigint | null): { readonly lots: bigint; readonly tickLots: bigint };
  /** Puts an order at the end of its price's queue. It must not cross. */
  rest(order: RestingOrder): void;
  /** Takes an order out; null when it is not there. */
  remove(id: number): RestingOrder | null;
  get(id: number): RestingOrder | null;
  /** The best price of a side, null when it is empty. */
  best(side: BookSide): bigint | null;
  /** Up to `depth` prices of a side, best first, with all that waits there. */
  levels(side: BookSide, depth: number): { readonly ticks: bigint; readonly lots: bigint }[];
}

/** An empty book. */
export function createOrderBook(): OrderBook {
  // Best price last, so that taking and adding near the touch moves little.
  const sides: Record<BookSide, Level[]> = { buy: [], sell: [] };
  const orders = new Map<number, RestingOrder>();
  const opposite = (side: BookSide): BookSide => (side === 'buy' ? 'sell' : 'buy');

  /** Whether `a` comes before `b` on this side, the worst first. */
  const isWorse = (side: BookSide, a: bigint, b: bigint): boolean => (side === 'buy' ? a < b : a > b);
  const reaches = (side: BookSide, ticks: bigint, limit: bigint | null): boolean =>
    limit === null || (side === 'buy' ? ticks <= limit : ticks >= limit);

  function position(side: BookSide, ticks: bigint): number {
    const levels = sides[side];
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const level = levels[middle];
      if (level !== undefined && isWorse(side, level.ticks, ticks)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    take(side, lots, limitTicks) {
      const matches: Match[] = [];
      const levels = sides[opposite(side)];
      let left = lots;
      while (left > 0n) {
        const level = levels.at(-1);
        if (level === undefined || !reaches(side, level.ticks, limitTicks)) break;
        const maker = level.queue[0];
        if (maker === undefined) throw new Error('a price level without orders');
        const part = smaller(maker.lots, left);
        maker.lots -= part;
        left -= part;
        matches.push({ maker, lots: part });
        if (maker.lots > 0n) break;
        level.queue.shift();
        orders.delete(maker.id);
        if (level.queue.length === 0) levels.pop();
      }
      return matches;
    },
    cost(side, lots, limitTicks) {
      const levels = sides[opposite(side)];
      let left = lots;
      let tickLots = 0n;
      for (let index = levels.length - 1; index >= 0 && left > 0n; index -= 1) {
        const level = levels[index];
        if (level === undefined || !reaches(side, level.ticks, limitTicks)) break;
        for (const order of level.queue) {
          const part = smaller(order.lots, left);
          left -= part;
          tickLots += part * level.ticks;
          if (left === 0n) break;
        }
      }
      return { lots: lots - left, tickLots };
    },
    rest(order) {
      const bestOther = sides[opposite(order.side)].at(-1);
      if (bestOther !== undefined && reaches(order.side, bestOther.ticks, order.ticks))
        throw new Error('a crossed book');
      const levels = sides[order.side];
      const index = position(order.side, order.ticks);
      const level = levels[index];
      if (level !== undefined && level.ticks === order.ticks) level.queue.push(order);
      else levels.splice(index, 0, { ticks: order.ticks, queue: [order] });
      orders.set(order.id, order);
    },
    remove(id) {
      const order = orders.get(id);
      if (order === undefined) return null;
      const levels = sides[order.side];
      const index = position(order.side, order.ticks);
      const level = levels[index];
      if (level === undefined) throw new Error('an order without its level');
      level.queue.splice(level.queue.indexOf(order), 1);
      if (level.queue.length === 0) levels.splice(index, 1);
      orders.delete(id);
      return order;
    },
    get: (id) => orders.get(id) ?? null,
    best: (side) => sides[side].at(-1)?.ticks ?? null,
    levels(side, depth) {
      return sides[side]
        .slice(-depth)
        .reverse()
        .map((level) => ({ ticks: level.ticks, lots: level.queue.reduce((sum, order) => sum + order.lots, 0n) }));
    },
  };
}
