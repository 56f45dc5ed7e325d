import { createOrderBook } from '../../core/practice/matching/order-book.ts';

/** One message of a stream; every message has every field, so that a runner sees one shape. */
export interface StreamMessage {
  readonly kind: 'limit' | 'cancel' | 'market';
  /** The order placed or cancelled; of a market order, its own. */
  readonly id: number;
  readonly side: 'buy' | 'sell';
  /** Zero for cancels and market orders. */
  readonly ticks: bigint;
  /** Zero for cancels. */
  readonly lots: bigint;
}

/** What a stream is made of, in hundredths of its messages, for printing. */
export const streamMix = { limitOrders: 60, cancels: 30, marketOrders: 10 } as const;

const midTicks = 1_000_000;
const usualLots = 100;

/**
 * `count` messages around a drifting price, the same for the same seed: limit orders mostly within a few ticks of the touch and now and
 * then through it, cancels of orders that still rest, market orders that take several of them. What rests is known from a book that the
 * messages are played on while they are drawn, so that a cancel finds its order.
 */
export function orderStream(seed: number, count: number): readonly StreamMessage[] {
  const random = mulberry32(seed);
  const book = createOrderBook();
  const resting: number[] = [];
  const messages: StreamMessage[] = [];
  let mid = midTicks;
  const below = (bound: number): number => Math.floor(random() * bound);

  function placeLimit(id: number): StreamMessage {
    const side = random() < 0.5 ? 'buy' : 'sell';
    // Most orders come near the touch: the distance is drawn from a distribution with a long tail; one in twenty crosses.
    const away = random() < 0.05 ? -below(3) : 1 + Math.floor(-Math.log(1 - random()) * 12);
    const ticks = BigInt(side === 'buy' ? mid - away : mid + away);
    const lots = BigInt(1 + below(2 * usualLots));
    const matches = book.take(side, lots, ticks);
    const left = lots - matches.reduce((sum, match) => sum + match.lots, 0n);
    if (left > 0n) {
      book.rest({ id, owner: 0, side, ticks, lots: left });
      resting.push(id);
    }
    return { kind: 'limit', id, side, ticks, lots };
  }

  /** Cancels one of those placed last more often than one placed long ago, as is usual. */
  function cancelOne(): StreamMessage | null {
    while (resting.length > 0) {
      const index = random() < 0.7 ? resting.length - 1 - below(Math.min(64, resting.length)) : below(resting.length);
      const id = resting[index] as number;
      resting[index] = resting.at(-1) as number;
      resting.pop();
      const order = book.remove(id);
      if (order !== null) return { kind: 'cancel', id, side: order.side, ticks: 0n, lots: 0n };
    }
    return null;
  }

  for (let id = 1; messages.length < count; id += 1) {
    if (random() < 0.02) mid += below(3) - 1;
    const kind = random() * 100;
    let message: StreamMessage | null = null;
    if (kind < streamMix.cancels) message = cancelOne();
    else if (kind < streamMix.cancels + streamMix.marketOrders) {
      const side = random() < 0.5 ? 'buy' : 'sell';
      const lots = BigInt(1 + below(5 * usualLots));
      book.take(side, lots, null);
      message = { kind: 'market', id, side, ticks: 0n, lots };
    }
    messages.push(message ?? placeLimit(id));
  }
  return messages;
}

/** A small seeded generator, the same on every machine (mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
