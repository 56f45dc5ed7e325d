import fc from 'fast-check';
import { OrderBook as RivalBook, Side } from 'nodejs-order-book';
import { describe, expect, it } from 'vitest';
import {
  type BookSide,
  createOrderBook,
  type Match,
  type OrderBook,
} from '../../../../core/practice/matching/order-book.ts';
import { orderStream } from '../../../bench/streams.ts';
import { createSlowBook } from './slow-book.ts';

const isLong = process.env.PORTCULLIS_LONG === '1';
const runs = isLong ? 20_000 : 150;
const streamLength = isLong ? 500_000 : 20_000;

type Step =
  | {
      readonly kind: 'limit';
      readonly owner: number;
      readonly side: BookSide;
      readonly ticks: bigint;
      readonly lots: bigint;
    }
  | {
      readonly kind: 'market';
      readonly owner: number;
      readonly side: BookSide;
      readonly ticks: null;
      readonly lots: bigint;
    }
  | { readonly kind: 'cancel'; readonly id: number };

const common = {
  owner: fc.constantFrom(1, 2, 3),
  side: fc.constantFrom<BookSide>('buy', 'sell'),
  lots: fc.bigInt({ min: 1n, max: 30n }),
};
// Few prices, so that queues form, and far ones, so that levels come and go away from the touch.
const ticks = fc.oneof(
  { weight: 5, arbitrary: fc.bigInt({ min: 96n, max: 104n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 10_000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 2n ** 70n, max: 2n ** 70n + 2n }) },
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('limit' as const), ...common, ticks }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), id: fc.nat(60) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('market' as const), ...common, ticks: fc.constant(null) }) },
  ),
  // fast-check draws ten at the most unless it is told that more are meant.
  { maxLength: 80, size: 'max' },
);

/** Plays one step as the exchange does: what crosses is taken, the rest of a limit order rests. Answers what can be seen of it. */
function play(book: OrderBook, step: Step, id: number): unknown {
  if (step.kind === 'cancel') return plain(book.remove(step.id));
  const { side, lots, ticks: limit, owner } = step;
  const asked = {
    wouldTake: book.wouldTake(side, limit),
    cost: book.cost(side, lots, limit),
    costOfOthers: book.cost(side, lots, limit, owner),
    lotsFor: lots * 100n < 3_000n ? book.lotsFor(side, lots * 100n, owner) : null,
    own: plain(book.firstReached(side, lots, limit, owner)),
  };
  const matches = book.take(side, lots, limit);
  const left = lots - total(matches);
  if (left > 0n && limit !== null) book.rest({ id, owner, side, ticks: limit, lots: left });
  return { asked, matches: matches.map(({ maker, lots: part }) => ({ id: maker.id, ticks: maker.ticks, part })) };
}

function total(matches: readonly Match[]): bigint {
  return matches.reduce((sum, { lots }) => sum + lots, 0n);
}

function plain(order: ReturnType<OrderBook['get']>): unknown {
  return order === null
    ? null
    : { id: order.id, owner: order.owner, side: order.side, ticks: order.ticks, lots: order.lots };
}

function seen(book: OrderBook): unknown {
  return {
    best: [book.best('buy'), book.best('sell')],
    top: [book.levels('buy', 2), book.levels('sell', 2)],
    all: [book.levels('buy', 1_000), book.levels('sell', 1_000)],
  };
}

describe('the order book', () => {
  it('does what an obviously right one does, whatever comes', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const fast = createOrderBook();
        const slow = createSlowBook();
        for (const [id, step] of list.entries()) {
          expect(play(fast, step, id)).toEqual(play(slow, step, id));
          expect(plain(fast.get(id))).toEqual(plain(slow.get(id)));
          expect(seen(fast)).toEqual(seen(slow));
        }
      }),
      { numRuns: runs },
    );
  });

  it('loses and makes no lot: what was sent has traded twice, was cancelled, or rests', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const book = createOrderBook();
        let expected = 0n;
        for (const [id, step] of list.entries()) {
          if (step.kind === 'cancel') expected -= book.remove(step.id)?.lots ?? 0n;
          else {
            const traded = total(book.take(step.side, step.lots, step.ticks));
            const left = step.ticks === null ? 0n : step.lots - traded;
            expected += left - traded;
            if (left > 0n && step.ticks !== null) book.rest({ ...step, ticks: step.ticks, id, lots: left });
          }
        }
        const rests = [...book.levels('buy', 1_000), ...book.levels('sell', 1_000)];
        expect(rests.reduce((sum, { lots }) => sum + lots, 0n)).toBe(expected);
      }),
      { numRuns: runs },
    );
  });

  it('refuses to be crossed', () => {
    const book = createOrderBook();
    book.rest({ id: 1, owner: 1, side: 'sell', ticks: 100n, lots: 1n });
    expect(() => book.rest({ id: 2, owner: 1, side: 'buy', ticks: 100n, lots: 1n })).toThrow('a crossed book');
  });

  it('ends the stream of the benchmark with the same book as nodejs-order-book, trade by trade', () => {
    const ours = createOrderBook();
    const theirs = new RivalBook();
    for (const { kind, id, side, ticks: limit, lots } of orderStream(3, streamLength)) {
      if (kind === 'cancel') {
        ours.remove(id);
        theirs.cancel(String(id));
        continue;
      }
      const matches = ours.take(side, lots, kind === 'market' ? null : limit);
      const traded = total(matches);
      if (kind === 'limit' && traded < lots) ours.rest({ id, owner: 0, side, ticks: limit, lots: lots - traded });
      const order = { side: side === 'buy' ? Side.BUY : Side.SELL, size: toNumber(lots) };
      const { done, partial, err } =
        kind === 'market' ? theirs.market(order) : theirs.limit({ ...order, id: String(id), price: toNumber(limit) });
      const makers = [...done, ...(partial === null ? [] : [partial])].filter((maker) => maker.id !== String(id));
      if (err !== null && traded > 0n) throw err;
      expect(makers.map((maker) => maker.id)).toEqual(matches.map(({ maker }) => String(maker.id)));
    }
    const [asks, bids] = theirs.depth();
    const far = Number.MAX_SAFE_INTEGER;
    expect(ours.levels('sell', far).map(({ ticks: price, lots }) => [toNumber(price), toNumber(lots)])).toEqual(asks);
    expect(ours.levels('buy', far).map(({ ticks: price, lots }) => [toNumber(price), toNumber(lots)])).toEqual(bids);
  });
});

/** The other book counts in numbers; the stream's are small whole ones. */
function toNumber(value: bigint): number {
  return Number.parseInt(value.toString(), 10);
}
