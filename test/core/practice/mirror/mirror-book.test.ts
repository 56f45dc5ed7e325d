import { describe, expect, it } from 'vitest';
import { mirroredExchange } from './mirrored-exchange.ts';

describe('a mirrored book', () => {
  it('does not offer again what was taken, until the venue shows another amount at that price', () => {
    const { levels, place, show } = mirroredExchange();
    show(
      [[99, 5]],
      [
        [101, 5],
        [102, 7],
      ],
    );
    expect(place('buy', 6, null)).toMatchObject({ status: 'FILLED', quoteUnits: expect.any(BigInt) });
    expect(levels('sell')).toEqual([[102, 6]]);
    show(
      [[99, 5]],
      [
        [101, 5],
        [102, 7],
      ],
    );
    expect(levels('sell')).toEqual([[102, 6]]);
    show(
      [[99, 5]],
      [
        [101, 4],
        [102, 7],
      ],
    );
    expect(levels('sell')).toEqual([
      [101, 4],
      [102, 6],
    ]);
    show(
      [[99, 5]],
      [
        [102, 7],
        [103, 1],
      ],
    );
    show(
      [[99, 5]],
      [
        [101, 4],
        [102, 7],
      ],
    );
    expect(levels('sell')).toEqual([
      [101, 4],
      [102, 6],
    ]);
  });

  it('ends a market order where the book does, and gives back what was not filled', () => {
    const { fills, place, show } = mirroredExchange();
    show(
      [],
      [
        [101, 5],
        [102, 7],
      ],
    );
    expect(place('buy', 20, null)).toMatchObject({ status: 'EXPIRED', filledLots: 12n });
    expect(fills.map(({ lots, ticks }) => [ticks, lots])).toEqual([
      [101n, 5n],
      [102n, 7n],
    ]);
    expect(place('buy', 1, null)).toMatchObject({ status: 'EXPIRED', filledLots: 0n });
  });

  it('remembers what was taken at prices that went out of sight, where more levels may follow than were shown', () => {
    const { levels, place, show } = mirroredExchange(2);
    show(
      [],
      [
        [101, 5],
        [102, 5],
      ],
    );
    place('buy', 8, null);
    show(
      [],
      [
        [99, 1],
        [100, 1],
      ],
    );
    expect(levels('sell')).toEqual([
      [99, 1],
      [100, 1],
    ]);
    show(
      [],
      [
        [101, 5],
        [102, 5],
      ],
    );
    expect(levels('sell')).toEqual([[102, 2]]);
    show([], [[100, 1]]);
    show(
      [],
      [
        [101, 5],
        [102, 5],
      ],
    );
    expect(levels('sell')).toEqual([
      [101, 5],
      [102, 5],
    ]);
  });

  it('lets what is shown across a resting order trade with it at its price, up to what is shown, once', () => {
    const { fills, place, show } = mirroredExchange();
    show([[99, 5]], [[103, 5]]);
    const order = place('buy', 10, 101);
    show(
      [[99, 5]],
      [
        [100, 4],
        [103, 5],
      ],
    );
    show(
      [[99, 5]],
      [
        [100, 4],
        [103, 5],
      ],
    );
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', filledLots: 4n });
    expect(fills).toMatchObject([{ ticks: 101n, lots: 4n, isMaker: true }]);
    show(
      [[99, 5]],
      [
        [100, 9],
        [103, 5],
      ],
    );
    expect(order).toMatchObject({ status: 'FILLED' });
  });
});
