import type { BookSide, OrderBook, RestingOrder } from '../../../../core/practice/matching/order-book.ts';

/**
 * A book that is obviously right and slow: one list in order of arrival, sorted by price whenever anything is asked. What the fast one
 * is held against.
 */
export function createSlowBook(): OrderBook {
  const orders: RestingOrder[] = [];
  const other = (side: BookSide): BookSide => (side === 'buy' ? 'sell' : 'buy');

  /** A side's orders, best price first, those of one price in order of arrival. */
  function sorted(side: BookSide): RestingOrder[] {
    const all = orders.filter((order) => order.side === side);
    const rank = (a: RestingOrder, b: RestingOrder): number =>
      a.ticks === b.ticks ? 0 : (side === 'buy' ? a.ticks > b.ticks : a.ticks < b.ticks) ? -1 : 1;
    return all.sort(rank);
  }

  function reached(side: BookSide, limitTicks: bigint | null): RestingOrder[] {
    return sorted(other(side)).filter(
      ({ ticks }) => limitTicks === null || (side === 'buy' ? ticks <= limitTicks : ticks >= limitTicks),
    );
  }

  function remove(id: number): RestingOrder | null {
    const index = orders.findIndex((order) => order.id === id);
    return index < 0 ? null : (orders.splice(index, 1)[0] ?? null);
  }

  const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
  const sum = (list: readonly RestingOrder[]): bigint => list.reduce((total, { lots }) => total + lots, 0n);

  return {
    take(side, lots, limitTicks) {
      let left = lots;
      return reached(side, limitTicks).flatMap((maker) => {
        const part = lesser(left, maker.lots);
        if (part === 0n) return [];
        left -= part;
        maker.lots -= part;
        if (maker.lots === 0n) remove(maker.id);
        return [{ maker, lots: part }];
      });
    },
    cost(side, lots, limitTicks, except) {
      let left = lots;
      let tickLots = 0n;
      for (const order of reached(side, limitTicks).filter(({ owner }) => owner !== except)) {
        const part = lesser(left, order.lots);
        left -= part;
        tickLots += part * order.ticks;
      }
      return { lots: lots - left, tickLots };
    },
    lotsFor(side, tickLots, except) {
      // As many as cost no more: one lot at a time.
      let lots = 0n;
      while (true) {
        const next = this.cost(side, lots + 1n, null, except);
        if (next.lots === lots || next.tickLots > tickLots) return lots;
        lots += 1n;
      }
    },
    firstReached(side, lots, limitTicks, owner) {
      const all = reached(side, limitTicks);
      const index = all.findIndex((order) => order.owner === owner);
      return index < 0 || sum(all.slice(0, index)) >= lots ? null : (all[index] ?? null);
    },
    rest(order) {
      orders.push({ ...order });
    },
    remove,
    get: (id) => orders.find((order) => order.id === id) ?? null,
    wouldTake: (side, ticks) => reached(side, ticks).length > 0,
    best: (side) => sorted(side)[0]?.ticks ?? null,
    levels(side, depth) {
      const prices = [...new Set(sorted(side).map(({ ticks }) => ticks))];
      return prices.slice(0, depth).map((ticks) => ({
        ticks,
        lots: sum(orders.filter((order) => order.side === side && order.ticks === ticks)),
      }));
    },
  };
}
