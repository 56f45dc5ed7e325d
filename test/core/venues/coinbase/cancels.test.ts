import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweepOpenOrders } from '../../../../core/venues/sweep.ts';
import { api, insist, type Served, served } from './served.ts';

describe('cancelling on Coinbase', () => {
  let one: Served;
  beforeEach(async () => {
    one = await served();
    one.server.forget();
  });
  afterEach(async () => {
    expect(one.server.problems()).toEqual([]);
    expect(one.internet.strays).toEqual([]);
    await one.close();
  });

  it('cancels by client id, answers how a finished one ended, and changes nothing by doing it twice', async () => {
    const placed = insist(await one.submit());
    const canceled = insist(await one.connection.canceller.cancel('BTC/USD', 'ours-1'));
    expect(canceled).toMatchObject({ venueOrderId: placed.venueOrderId, status: 'canceled', filled: '0' });
    expect(insist(await one.connection.canceller.cancel('BTC/USD', 'ours-1'))).toEqual(canceled);
    expect(one.server.count('POST', `${api}/orders/batch_cancel`)).toBe(1);
    expect(await one.connection.canceller.cancel('BTC/USD', 'ours-2')).toMatchObject({ error: { code: 'not-found' } });
    const balances = insist(await one.connection.inspector.balances());
    expect(balances.find(({ asset }) => asset === 'USD')).toMatchObject({ held: '0' });
  });

  it('cancels everything that is open, whoever placed it, and proves it by listing again', async () => {
    one.exchange.pageSize = 2;
    for (let i = 1; i <= 5; i += 1) insist(await one.submit({ clientOrderId: `ours-${i}` }));
    const elsewhere = await one.reopen();
    const report = insist(await sweepOpenOrders(elsewhere.canceller));
    expect([report.listed.length, report.gone.length, report.left.length, report.failure]).toEqual([5, 5, 0, null]);
    expect(report.listed[0]).toEqual({
      venueOrderId: expect.any(String),
      clientOrderId: 'ours-5',
      symbol: 'BTC/USD',
      side: 'buy',
      type: 'LIMIT',
      amount: '0.002',
      filled: '0',
      price: '15000',
      stopPrice: null,
    });
    // Orders that wait before and after the book are asked for too: Coinbase leaves them out of OPEN.
    const asked = one.server
      .requests()
      .filter(({ path }) => path.endsWith('/batch'))
      .map(({ query }) => new URLSearchParams(query));
    const lists = asked.map((query) => query.getAll('order_status').join('+'));
    expect([...new Set(lists)]).toEqual(['PENDING+QUEUED+EDIT_QUEUED', 'OPEN', 'CANCEL_QUEUED']);
  });

  it.each([
    ['UNKNOWN_CANCEL_ORDER', true],
    ['ORDER_IS_FULLY_FILLED', true],
    ['DUPLICATE_CANCEL_REQUEST', true],
    ['COMMANDER_REJECTED_CANCEL_ORDER', false],
    ['NOT_ALLOWED_TO_CANCEL', false],
    ['UNKNOWN_CANCEL_FAILURE_REASON', false],
  ])('takes a cancel that fails with %s for gone: %s', async (reason, isGone) => {
    const { venueOrderId } = insist(await one.submit());
    const [open] = insist(await one.connection.inspector.openOrders());
    if (open === undefined) throw new Error('nothing is open');
    const failing = { results: [{ success: false, failure_reason: reason, order_id: venueOrderId }] };
    const isCancel = ({ path }: { readonly path: string }) => path.endsWith('batch_cancel');
    one.server.faults.meet(
      [
        { status: 200, body: failing },
        { status: 200, body: failing },
      ],
      isCancel,
    );
    expect((await one.connection.canceller.cancelAtVenue(open)).ok).toBe(isGone);
    // By client id only the order itself tells, whatever the reason: this one is still there.
    const answer = await one.connection.canceller.cancel('BTC/USD', 'ours-1');
    expect(answer).toMatchObject({ ok: false, error: { code: 'venue-rejected', venueCode: reason } });
  });

  it('waits a moment for a cancel that was taken, and says when it is not yet done', async () => {
    const { venueOrderId } = insist(await one.submit());
    const taken = {
      results: [{ success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: venueOrderId }],
    };
    one.server.faults.meet([{ status: 200, body: taken }], ({ path }) => path.endsWith('batch_cancel'));
    const answer = await one.connection.canceller.cancel('BTC/USD', 'ours-1');
    expect(answer).toMatchObject({ ok: false, error: { code: 'venue-unreachable', retry: 'safe' } });
    expect(one.clock.waitedMs).toEqual([250, 500, 1_000]);
  });
});
