import { describe, expect, it } from 'vitest';
import { decimal } from '../../../../core/domain/money.ts';
import { runningLevels } from '../../../../renderer/screens/trade/book-side.ts';

describe('the book', () => {
  it('adds up the levels exactly, best first, as many as are shown', () => {
    const levels = [
      [decimal('10'), decimal('0.1')],
      [decimal('11'), decimal('0.2')],
      [decimal('12'), decimal('5')],
    ] as const;
    expect(
      runningLevels(
        levels.map(([price, amount]) => [price, amount]),
        2,
      ),
    ).toEqual([
      { price: '10', amount: '0.1', total: '0.1' },
      { price: '11', amount: '0.2', total: '0.3' },
    ]);
  });
});
