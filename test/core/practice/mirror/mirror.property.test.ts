import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mirroredExchange, type Shown } from './mirrored-exchange.ts';

const runs = process.env.PORTCULLIS_LONG === '1' ? 3_000 : 100;
const depth = 3;
const lots = fc.integer({ min: 1, max: 9 });

type Action =
  | { readonly kind: 'show'; readonly bids: readonly Shown[]; readonly asks: readonly Shown[] }
  | { readonly kind: 'print'; readonly trades: readonly (readonly ['buy' | 'sell', number, number])[] }
  | { readonly kind: 'place'; readonly side: 'buy' | 'sell'; readonly lots: number; readonly ticks: number | null }
  | { readonly kind: 'cancel' }
  /** A book that was shown before, that many changes ago. */
  | { readonly kind: 'again'; readonly ago: number };

const side = (sign: 1 | -1, middle: number) =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 5 }), lots), { selector: ([away]) => away, maxLength: depth })
    .map((levels) => levels.sort(([a], [b]) => a - b).map(([away, size]): Shown => [middle + sign * away, size]));
const shown = fc
  .integer({ min: 98, max: 102 })
  .chain((middle) => fc.record({ kind: fc.constant('show' as const), bids: side(-1, middle), asks: side(1, middle) }));
const taker = fc.constantFrom('buy' as const, 'sell' as const);
const price = fc.integer({ min: 93, max: 107 });
const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: shown },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('print' as const),
        trades: fc.array(fc.tuple(taker, price, lots), { maxLength: 4 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('place' as const),
        side: taker,
        lots: fc.integer({ min: 1, max: 25 }),
        ticks: fc.option(price),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('again' as const), ago: fc.nat(2) }) },
  ),
  { maxLength: 60, size: 'max' },
);

/** What one side of the venue's book offered in all: an amount counts again where it was shown anew or otherwise, and only there. */
function createOffered(sign: 1 | -1) {
  const last = new Map<number, number>();
  const taken = new Map<number, number>();
  let total = 0;
  return {
    show(levels: readonly Shown[]) {
      const now = new Map(levels);
      const worst = levels.length < depth ? null : (levels.at(-1)?.[0] ?? null);
      for (const ticks of last.keys()) {
        const isOutOfSight = worst !== null && sign * (ticks - worst) > 0;
        if (!now.has(ticks) && !isOutOfSight) last.delete(ticks);
      }
      for (const [ticks, size] of levels) {
        if (last.get(ticks) === size) continue;
        total += size;
        last.set(ticks, size);
        taken.set(ticks, 0);
      }
    },
    /** Counts what an order took at a price; what is left there since the book changed, which is never below nothing. */
    take(ticks: number, size: number): number {
      taken.set(ticks, (taken.get(ticks) ?? 0) + size);
      return (last.get(ticks) ?? 0) - (taken.get(ticks) ?? 0);
    },
    total: () => total,
  };
}

it('never fills more than was shown to take and printed to be reached by', () => {
  let filled = 0;
  fc.assert(
    fc.property(actions, (all) => {
      const world = mirroredExchange(depth);
      const asks = createOffered(1);
      const bids = createOffered(-1);
      const printed = { buy: 0, sell: 0 };
      const sides = new Map<number, 'buy' | 'sell'>();
      const sum = (of: 'buy' | 'sell', from = 0): number =>
        world.fills
          .slice(from)
          .reduce((total, fill) => total + (sides.get(fill.orderId) === of ? Number(fill.lots) : 0), 0);

      const books: { readonly bids: readonly Shown[]; readonly asks: readonly Shown[] }[] = [];
      for (const drawn of all) {
        const before = world.fills.length;
        const action =
          drawn.kind === 'again'
            ? { kind: 'show' as const, ...(books.at(-1 - drawn.ago) ?? { bids: [], asks: [] }) }
            : drawn;
        if (action.kind === 'show') {
          books.push(action);
          world.show(action.bids, action.asks);
          bids.show(action.bids);
          asks.show(action.asks);
          expect(world.levels('buy')[0]?.[0] ?? 0).toBeLessThan(world.levels('sell')[0]?.[0] ?? 1_000);
        } else if (action.kind === 'print') {
          world.prints(...action.trades);
          const now = { buy: 0, sell: 0 };
          for (const [takerSide, , size] of action.trades) now[takerSide] += size;
          expect(sum('buy', before)).toBeLessThanOrEqual(now.sell);
          expect(sum('sell', before)).toBeLessThanOrEqual(now.buy);
          printed.buy += now.buy;
          printed.sell += now.sell;
        } else if (action.kind === 'place') {
          // The number it gets: fills are counted by it.
          sides.set(world.exchange.counters.orderId + 1, action.side);
          const order = world.place(action.side, action.lots, action.ticks);
          if (order !== null) sides.set(order.orderId, action.side);
          for (const { isMaker, lots: size, ticks } of world.fills.slice(before)) {
            const offered = action.side === 'buy' ? asks : bids;
            if (!isMaker) expect(offered.take(Number(ticks), Number(size))).toBeGreaterThanOrEqual(0);
          }
        } else {
          const [oldest] = world.exchange.openOrders(1);
          if (oldest !== undefined) world.exchange.cancel(oldest);
        }
        expect(sum('buy')).toBeLessThanOrEqual(asks.total() + printed.sell);
        expect(sum('sell')).toBeLessThanOrEqual(bids.total() + printed.buy);
      }
      for (const { filledLots, lots: asked } of world.exchange.openOrders(1)) expect(filledLots).toBeLessThan(asked);
      filled += world.fills.length;
    }),
    { numRuns: runs },
  );
  expect(filled).toBeGreaterThan(runs);
});
