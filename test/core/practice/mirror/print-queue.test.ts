import { describe, expect, it } from 'vitest';
import { mirroredExchange } from './mirrored-exchange.ts';

/** A bid of ten at 100 behind the five that are shown there, old enough to be reached by trades. */
function waiting() {
  const world = mirroredExchange();
  world.show(
    [
      [100, 5],
      [99, 5],
    ],
    [[103, 5]],
  );
  const order = world.place('buy', 10, 100);
  world.prints();
  return { ...world, order };
}

describe('the queue of a mirrored price', () => {
  it('is served before a resting order, which then gets what is printed beyond it', () => {
    const { fills, order, prints, told } = waiting();
    prints(['sell', 100, 3]);
    expect(order?.filledLots).toBe(0n);
    prints(['sell', 100, 4]);
    expect(order?.filledLots).toBe(2n);
    expect(fills).toMatchObject([{ ticks: 100n, lots: 2n, isMaker: true }]);
    // The market sees every trade once: what reached the order, and what did not.
    expect(told.map(({ lots }) => lots)).toEqual([3n, 2n, 2n]);
  });

  it('is passed by trades through the price, up to what was printed', () => {
    const { fills, order, prints } = waiting();
    prints(['sell', 99, 4], ['buy', 103, 100]);
    expect(order?.filledLots).toBe(4n);
    expect(fills).toMatchObject([{ ticks: 100n, lots: 4n }]);
    prints(['sell', 98, 40]);
    expect(order).toMatchObject({ status: 'FILLED', filledLots: 10n });
  });

  it('gets no shorter by trades that may be older than the order', () => {
    const world = mirroredExchange();
    world.show([[100, 5]], [[103, 5]]);
    world.prints(['sell', 99, 50]);
    const order = world.place('buy', 10, 100);
    world.prints(['sell', 99, 50]);
    expect(order?.filledLots).toBe(0n);
    world.prints(['sell', 99, 50]);
    expect(order?.filledLots).toBe(10n);
  });

  it('is no longer than what is shown, and a trade that the book already shows does not shorten it twice', () => {
    const { order, prints, show } = waiting();
    // Three traded, and the book tells of it before the trades do.
    show(
      [
        [100, 2],
        [99, 5],
      ],
      [[103, 5]],
    );
    prints(['sell', 100, 3]);
    prints(['sell', 100, 2]);
    expect(order?.filledLots).toBe(0n);
    show(
      [
        [100, 1],
        [99, 5],
      ],
      [[103, 5]],
    );
    prints();
    prints(['sell', 100, 2]);
    expect(order?.filledLots).toBe(2n);
  });

  it('is unknown while its price is out of sight: only trades through it reach the order', () => {
    const world = mirroredExchange(1);
    world.show([[105, 1]], [[110, 1]]);
    const order = world.place('buy', 10, 100);
    world.prints();
    world.prints(['sell', 100, 50]);
    expect(order?.filledLots).toBe(0n);
    world.prints(['sell', 99, 3]);
    expect(order?.filledLots).toBe(3n);
  });

  it('serves the better price first, then the older order, and gives no printed lot to two', () => {
    const world = mirroredExchange();
    world.show([[98, 5]], [[103, 5]]);
    const [first, second, better] = [
      world.place('buy', 3, 100),
      world.place('buy', 3, 100),
      world.place('buy', 3, 101),
    ];
    world.prints();
    world.prints(['sell', 100, 7]);
    expect([better, first, second].map((order) => order?.filledLots)).toEqual([3n, 3n, 1n]);
  });
});
