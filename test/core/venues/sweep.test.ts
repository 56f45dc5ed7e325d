import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../core/domain/errors.ts';
import { decimal } from '../../../core/domain/money.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { sweepOpenOrders } from '../../../core/venues/sweep.ts';
import type { OpenAtVenue } from '../../../core/venues/venue.ts';

const order = (venueOrderId: string): OpenAtVenue => ({
  venueOrderId,
  clientOrderId: null,
  symbol: 'BTC/USDT',
  side: 'buy',
  type: 'LIMIT',
  amount: decimal('1'),
  filled: decimal('0'),
  price: decimal('1'),
  stopPrice: null,
});
const unreachable: AppError = { code: 'venue-unreachable', retry: 'safe', venue: 'binance', why: 'no' };

/** A venue whose lists are given one after the other; `cancel` answers each cancel. */
function venue(
  lists: readonly Result<readonly OpenAtVenue[]>[],
  cancel: (order: OpenAtVenue) => Promise<Result<void>> | Result<void> = () => ok(undefined),
) {
  const asked: string[] = [];
  let listed = 0;
  return {
    asked,
    openOrders: async () => {
      listed += 1;
      return lists[listed - 1] ?? err(unreachable);
    },
    async cancelAtVenue(one: OpenAtVenue) {
      asked.push(one.venueOrderId);
      return cancel(one);
    },
    listed: () => listed,
  };
}

describe('cancelling everything', () => {
  it('lists, cancels each once, and believes only the second list', async () => {
    const orders = Array.from({ length: 9 }, (_, index) => order(String(index)));
    const swept = venue([ok(orders), ok([])]);
    expect(await sweepOpenOrders(swept)).toEqual(ok({ listed: orders, gone: orders, left: [], failure: null }));
    expect([...swept.asked].sort()).toEqual(orders.map(({ venueOrderId }) => venueOrderId));
  });

  it('asks nothing more where nothing is open', async () => {
    const swept = venue([ok([])]);
    expect(await sweepOpenOrders(swept)).toMatchObject({ ok: true, value: { listed: [], left: [], failure: null } });
    expect([swept.listed(), swept.asked]).toEqual([1, []]);
  });

  it('reports what is left although its cancel was answered well, and what came in meanwhile', async () => {
    const swept = venue([ok([order('1'), order('2')]), ok([order('2'), order('3')])]);
    expect(await sweepOpenOrders(swept)).toMatchObject({
      ok: true,
      value: { gone: [{ venueOrderId: '1' }], left: [{ venueOrderId: '2' }, { venueOrderId: '3' }], failure: null },
    });
  });

  it('goes on after a cancel that failed, and takes one for gone that the second list no longer has', async () => {
    const swept = venue([ok([order('1'), order('2'), order('3')]), ok([order('3')])], ({ venueOrderId }) =>
      venueOrderId === '2' ? ok(undefined) : err(unreachable),
    );
    expect(await sweepOpenOrders(swept)).toMatchObject({
      ok: true,
      value: {
        gone: [{ venueOrderId: '1' }, { venueOrderId: '2' }],
        left: [{ venueOrderId: '3' }],
        failure: unreachable,
      },
    });
    expect(swept.asked).toHaveLength(3);
  });

  it('takes everything for left where it cannot list again, and is an error where it could not list at all', async () => {
    const orders = [order('1')];
    expect(await sweepOpenOrders(venue([ok(orders)]))).toEqual(
      ok({ listed: orders, gone: [], left: orders, failure: unreachable }),
    );
    expect(await sweepOpenOrders(venue([]))).toEqual(err(unreachable));
  });

  it('has few cancels under way at once', async () => {
    let under = 0;
    let most = 0;
    const orders = Array.from({ length: 30 }, (_, index) => order(String(index)));
    await sweepOpenOrders(
      venue([ok(orders), ok([])], async () => {
        under += 1;
        most = Math.max(most, under);
        await new Promise((resolve) => setImmediate(resolve));
        under -= 1;
        return ok(undefined);
      }),
    );
    expect(most).toBe(4);
  });
});
