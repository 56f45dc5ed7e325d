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

/** An order in its place in the queue of its price. */
interface Node extends RestingOrder {
  readonly level: Level;
  previous: Node | null;
  next: Node | null;
}

/** All that waits on one price, first come first served. Never empty while it is in the book. */
interface Level {
  readonly ticks: bigint;
  first: Node | null;
  last: Node | null;
}

/** A book of one market by price, then time. Never crossed: what could trade is taken before anything rests. */
export interface OrderBook {
  /** Takes from the other side up to `lots`, no worse than `limitTicks` (null: any price); best price first, oldest first. */
  take(side: BookSide, lots: bigint, limitTicks: bigint | null): Match[];
  /** What `take` would cost in ticks x lots, and how many lots it would get without those of `except`, changing nothing. */
  cost(
    side: BookSide,
    lots: bigint,
    limitTicks: bigint | null,
    except?: number,
  ): { readonly lots: bigint; readonly tickLots: bigint };
  /** How many lots can be had for at most `tickLots`, without those of `except`. */
  lotsFor(side: BookSide, tickLots: bigint, except: number): bigint;
  /** The first order of `owner` that `take` would reach, null when it would reach none. */
  firstReached(side: BookSide, lots: bigint, limitTicks: bigint | null, owner: number): RestingOrder | null;
  /** Puts an order at the end of its price's queue. It must not cross. */
  rest(order: RestingOrder): void;
  /** Takes an order out; null when it is not there. */
  remove(id: number): RestingOrder | null;
  get(id: number): RestingOrder | null;
  /** Whether an order of `side` at this price would trade at once. */
  wouldTake(side: BookSide, ticks: bigint | null): boolean;
  /** The best price of a side, null when it is empty. */
  best(side: BookSide): bigint | null;
  /** Up to `depth` prices of a side, best first, with all that waits there. */
  levels(side: BookSide, depth: number): { readonly ticks: bigint; readonly lots: bigint }[];
}

/** An empty book. */
export function createOrderBook(): OrderBook {
  // Best price last, so that taking and adding near the touch moves little.
  const bids: Level[] = [];
  const asks: Level[] = [];
  const orders = new Map<number, Node>();
  const sideOf = (side: BookSide): Level[] => (side === 'buy' ? bids : asks);
  const otherOf = (side: BookSide): Level[] => (side === 'buy' ? asks : bids);
  const reaches = (side: BookSide, ticks: bigint, limit: bigint | null): boolean =>
    limit === null || (side === 'buy' ? ticks <= limit : ticks >= limit);

  function canTake(side: BookSide, ticks: bigint | null): boolean {
    const others = otherOf(side);
    const best = others[others.length - 1];
    return best !== undefined && reaches(side, best.ticks, ticks);
  }

  /** Where a price is or belongs; looked for from the best price on, where most orders come and go. */
  function position(side: BookSide, ticks: bigint): number {
    const levels = sideOf(side);
    let low = 0;
    let high = levels.length;
    // Doubling steps away from the touch, then halving between the last two.
    for (let step = 1; high > 0; step *= 2) {
      const index = Math.max(0, levels.length - step);
      const found = (levels[index] as Level).ticks;
      if (found === ticks) return index;
      if (side === 'buy' ? found < ticks : found > ticks) {
        low = index + 1;
        break;
      }
      high = index;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = (levels[middle] as Level).ticks;
      if (side === 'buy' ? found < ticks : found > ticks) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Takes a node out of its level's queue; true when the level is empty now. */
  function unlink(node: Node): boolean {
    const { level, next, previous } = node;
    if (previous === null) level.first = next;
    else previous.next = next;
    if (next === null) level.last = previous;
    else next.previous = previous;
    return level.first === null;
  }

  /** Every order that `side` would meet within the limit, in the order it would meet them, until `visit` says stop. */
  function walk(side: BookSide, limitTicks: bigint | null, visit: (order: Node) => boolean): void {
    const levels = otherOf(side);
    for (let index = levels.length - 1; index >= 0; index -= 1) {
      const level = levels[index] as Level;
      if (!reaches(side, level.ticks, limitTicks)) return;
      for (let node = level.first; node !== null; node = node.next) if (!visit(node)) return;
    }
  }

  return {
    take(side, lots, limitTicks) {
      const matches: Match[] = [];
      const levels = otherOf(side);
      let left = lots;
      while (left > 0n) {
        const level = levels[levels.length - 1];
        if (level === undefined || !reaches(side, level.ticks, limitTicks)) break;
        const maker = level.first;
        if (maker === null) throw new Error('a price level without orders');
        if (maker.lots > left) {
          maker.lots -= left;
          matches.push({ maker, lots: left });
          break;
        }
        const part = maker.lots;
        maker.lots = 0n;
        left -= part;
        matches.push({ maker, lots: part });
        orders.delete(maker.id);
        if (unlink(maker)) levels.pop();
      }
      return matches;
    },
    cost(side, lots, limitTicks, except) {
      let left = lots;
      let tickLots = 0n;
      walk(side, limitTicks, (order) => {
        if (left === 0n) return false;
        if (order.owner === except) return true;
        const part = smaller(order.lots, left);
        left -= part;
        tickLots += part * order.ticks;
        return left > 0n;
      });
      return { lots: lots - left, tickLots };
    },
    lotsFor(side, tickLots, except) {
      let left = tickLots;
      let lots = 0n;
      walk(side, null, (order) => {
        if (order.owner === except) return true;
        const affordable = left / order.ticks;
        const part = smaller(order.lots, affordable);
        left -= part * order.ticks;
        lots += part;
        return part === order.lots;
      });
      return lots;
    },
    firstReached(side, lots, limitTicks, owner) {
      let ahead = 0n;
      let found: RestingOrder | null = null;
      walk(side, limitTicks, (order) => {
        if (ahead >= lots) return false;
        if (order.owner === owner) {
          found = order;
          return false;
        }
        ahead += order.lots;
        return true;
      });
      return found;
    },
    rest({ id, owner, side, ticks, lots }) {
      if (canTake(side, ticks)) throw new Error('a crossed book');
      const levels = sideOf(side);
      const index = position(side, ticks);
      let level = levels[index];
      if (level === undefined || level.ticks !== ticks) {
        level = { ticks, first: null, last: null };
        if (index === levels.length) levels.push(level);
        else levels.splice(index, 0, level);
      }
      const node: Node = { id, owner, side, ticks, lots, level, previous: level.last, next: null };
      if (level.last === null) level.first = node;
      else level.last.next = node;
      level.last = node;
      orders.set(id, node);
    },
    remove(id) {
      const order = orders.get(id);
      if (order === undefined) return null;
      orders.delete(id);
      if (unlink(order)) sideOf(order.side).splice(position(order.side, order.ticks), 1);
      return order;
    },
    get: (id) => orders.get(id) ?? null,
    wouldTake: canTake,
    best: (side) => sideOf(side).at(-1)?.ticks ?? null,
    levels(side, depth) {
      return sideOf(side)
        .slice(-depth)
        .reverse()
        .map((level) => {
          let lots = 0n;
          for (let node = level.first; node !== null; node = node.next) lots += node.lots;
          return { ticks: level.ticks, lots };
        });
    },
  };
}
