import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decimal } from '../../../../core/domain/money.ts';
import { practiceMarkets } from '../../../../core/practice/market-spec.ts';
import { wireOrder } from '../../../exchange/coinbase/coinbase-wire.ts';
import { api, approvedOrder, insist, type Served, served } from './served.ts';

const btc = practiceMarkets[0] as (typeof practiceMarkets)[number];
const dayMs = 86_400_000;
const isList = ({ path }: { readonly path: string }): boolean => path.endsWith('/batch');
const isPlacing = ({ method }: { readonly method: string }): boolean => method === 'POST';

describe('looking for an order of ours at Coinbase', () => {
  let one: Served;
  beforeEach(async () => {
    one = await served();
    one.server.forget();
  });
  afterEach(() => one.close());
  const find = (...args: [string, { sentAtMs: number; venueOrderId: string | null }?]) =>
    one.connection.inspector.orderByClientId('BTC/USD', ...args);
  const lists = (): readonly string[] =>
    one.server
      .requests()
      .flatMap(({ path, query }) =>
        isList({ path }) ? [new URLSearchParams(query).getAll('order_status').join('+')] : [],
      );

  it.each([
    'hang after',
    'reset after',
    'cut off after',
    'page with 200 after',
    'missing echo after',
    '503 after',
  ] as const)('finds one whose placing was answered by a %s, without sending it again', async (fault) => {
    one.server.faults.meet([fault], isPlacing);
    const short = await one.reopen({ timeoutMs: 200 });
    const client = insist(short.orderClient({ isArmed: () => true }, 'live:coinbase'));
    expect(await client.submit(approvedOrder())).toEqual({
      ok: false,
      error: { code: 'outcome-unknown', retry: 'after-checking', clientOrderId: 'ours-1' },
    });
    expect(insist(await find('ours-1', { sentAtMs: one.clock.nowMs(), venueOrderId: null }))).toMatchObject({
      status: 'open',
    });
    expect(one.server.mutating()).toBe(1);
    expect(one.connection.mutatingRequests()).toBe(0);
  });

  it('says that there is none only after every list was read to its end', async () => {
    one.exchange.pageSize = 2;
    for (let i = 1; i <= 5; i += 1) insist(await one.submit({ clientOrderId: `ours-${i}` }));
    one.server.forget();
    expect(insist(await find('ours-9', { sentAtMs: one.clock.nowMs(), venueOrderId: null }))).toBeNull();
    expect(lists()).toEqual(['PENDING+QUEUED+EDIT_QUEUED', 'OPEN', 'OPEN', 'OPEN', 'CANCEL_QUEUED', '', '', '']);
    const since = new URLSearchParams(one.server.requests().at(-1)?.query).get('start_date');
    expect(since).toBe(new Date(one.clock.nowMs() - 600_000).toISOString());
  });

  it('finds one that was made long ago and is finished now, by what is kept of it', async () => {
    const { venueOrderId } = insist(await one.submit());
    const sentAtMs = one.clock.nowMs();
    one.clock.wind(40 * dayMs);
    one.exchange.book.engine.quote(btc, 'sell', 1_000_000n, 2_000_000n);
    const fresh = await one.reopen();
    const filled = { status: 'filled', filled: '0.002', averagePrice: '15000' };
    const by = (known?: { sentAtMs: number; venueOrderId: string | null }) =>
      fresh.inspector.orderByClientId('BTC/USD', 'ours-1', known);
    expect(insist(await by({ sentAtMs, venueOrderId: null }))).toMatchObject(filled);
    one.server.forget();
    expect(insist(await by({ sentAtMs, venueOrderId }))).toMatchObject(filled);
    expect(one.server.requests().map(({ path }) => path)).toEqual([`${api}/orders/historical/${venueOrderId}`]);
    // Without anything kept, all that there ever was is looked through.
    const fresher = await one.reopen();
    expect(insist(await fresher.inspector.orderByClientId('BTC/USD', 'ours-1'))).toMatchObject(filled);
  });

  it('never says that there is none of an order that was taken, though the venue finds it no more', async () => {
    insist(await one.submit());
    const gone = { status: 404, body: { error: 'NOT_FOUND', message: 'order with this orderID was not found' } };
    one.server.faults.meet([gone], ({ path }) => path.includes('/historical/'));
    expect(await find('ours-1')).toMatchObject({ ok: false, error: { code: 'venue-answer-malformed' } });
  });

  const page = (changes: Record<string, unknown>) => ({
    status: 200,
    body: { orders: [], has_next: false, cursor: '', ...changes },
  });
  it.each<[string, Record<string, unknown>]>([
    ['goes on without saying where', { has_next: true }],
    ['has an order without any client id', { orders: [{ order_id: '1' }] }],
    ['does not say whether it goes on', { has_next: undefined }],
    ['is no list', { orders: {} }],
    ['has an order without an id', { orders: [{ client_order_id: 'ours-9' }] }],
    [
      'has the order, of which the rest cannot be read',
      { orders: [{ order_id: '1', client_order_id: 'ours-9', status: 'SETTLING' }] },
    ],
  ])('proves nothing by a list that %s', async (_name, changes) => {
    one.server.faults.meet([page(changes)], isList);
    expect(await find('ours-9')).toMatchObject({ ok: false, error: { code: 'venue-answer-malformed' } });
  });

  it('proves nothing by a list that goes in circles, or never ends', async () => {
    one.server.faults.draw((request) => (isList(request) ? page({ has_next: true, cursor: 'again' }) : 'none'));
    expect(await find('ours-9')).toMatchObject({ ok: false, error: { code: 'venue-answer-malformed' } });
    expect(lists()).toHaveLength(2);
    let count = 0;
    one.server.faults.draw((request) => {
      count += 1;
      return isList(request) ? page({ has_next: true, cursor: `page-${count}` }) : 'none';
    });
    one.server.forget();
    expect(await find('ours-9')).toMatchObject({ ok: false, error: { code: 'venue-answer-malformed' } });
    expect(lists()).toHaveLength(100);
  });

  it('proves nothing by open orders that are as many as Coinbase ever lists, and says so of them', async () => {
    const orders = Array.from({ length: 1_000 }, (_none, i) => ({ order_id: `o-${i}`, client_order_id: `c-${i}` }));
    one.server.faults.draw(({ query }) => (query.includes('OPEN') ? page({ orders }) : 'none'));
    expect(await find('ours-9')).toMatchObject({ ok: false, error: { code: 'venue-answer-malformed' } });
    one.server.faults.clear();
    expect(insist(await find('ours-9'))).toBeNull();
  });

  it('hides no open order, whatever its kind and product, and believes no list with one that it cannot read', async () => {
    const open = (changes: Record<string, unknown>) => ({
      order_id: 'o-1',
      client_order_id: '',
      product_id: 'BIP-20DEC30-CDE',
      side: 'SELL',
      status: 'OPEN',
      order_type: 'BRACKET',
      filled_size: '',
      order_configuration: {
        trigger_bracket_gtc: { base_size: '2', limit_price: '70000', stop_trigger_price: '50000' },
      },
      ...changes,
    });
    const meet = (order: unknown) =>
      one.server.faults.meet([page({ orders: [order] })], ({ query }) => query.includes('=OPEN'));
    meet(open({}));
    expect(insist(await one.connection.inspector.openOrders())).toEqual([
      {
        venueOrderId: 'o-1',
        clientOrderId: null,
        symbol: 'BIP-20DEC30-CDE',
        side: 'sell',
        type: 'BRACKET',
        amount: '2',
        filled: '0',
        price: '70000',
        stopPrice: '50000',
      },
    ]);
    meet(
      open({
        order_configuration: { twap_limit_gtd: { quote_size: '10' } },
        product_id: 'ETH-USDC',
        order_type: 'TWAP',
      }),
    );
    expect(insist(await one.connection.inspector.openOrders())).toMatchObject([
      { symbol: 'ETH/USDC', amount: '0', price: null },
    ]);
    for (const changes of [{ status: 'UNKNOWN_ORDER_STATUS' }, { side: 'UNKNOWN_ORDER_SIDE' }, { filled_size: 1 }]) {
      meet(open(changes));
      expect(await one.connection.inspector.openOrders()).toMatchObject({ error: { code: 'venue-answer-malformed' } });
    }
  });

  it('does not believe that a used client order id placed anything, though Coinbase answers as if', async () => {
    const first = insist(await one.submit());
    const again = await one.submit({
      side: 'sell',
      type: 'market',
      price: null,
      timeInForce: null,
      amount: decimal('0.01'),
    });
    expect(again).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
    expect(insist(await find('ours-1'))).toMatchObject({
      venueOrderId: first.venueOrderId,
      side: 'buy',
      amount: '0.002',
    });
    expect(one.exchange.book.orders.size).toBe(1);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'another price',
      { order_configuration: { limit_limit_gtc: { base_size: '0.002', limit_price: '15000.01', post_only: false } } },
    ],
    [
      'another amount',
      { order_configuration: { limit_limit_gtc: { base_size: '0.0021', limit_price: '15000', post_only: false } } },
    ],
    ['another kind', { order_configuration: { sor_limit_ioc: { base_size: '0.002', limit_price: '15000' } } }],
    ['two kinds at once', { order_configuration: { limit_limit_gtc: {}, sor_limit_ioc: {} } }],
    [
      'post only',
      { order_configuration: { limit_limit_gtc: { base_size: '0.002', limit_price: '15000', post_only: true } } },
    ],
    ['the other side', { side: 'SELL' }],
    ['the product that shares its book', { product_id: 'BTC-USDC' }],
    ['a future', { product_type: 'FUTURE' }],
    ["somebody else's", { client_order_id: 'theirs-1' }],
    ['another id', { order_id: 'o-2' }],
    ['more filled than there is', { filled_size: '0.003', filled_value: '45' }],
    ['paid for and not filled', { filled_value: '45' }],
    ['filled in part and done', { status: 'FILLED', filled_size: '0.001', filled_value: '15' }],
    ['failed and filled', { status: 'FAILED', filled_size: '0.001', filled_value: '15' }],
    ['a status that is new', { status: 'SETTLING' }],
    ['an amount that is a number', { filled_size: 0 }],
    ['an amount that is none', { filled_size: 'some', filled_value: '-1' }],
    ['an amount that is none beside no configuration', { filled_size: 'some', order_configuration: 7 }],
    ['a time that is none', { created_time: '2026-13-41T00:00:00Z' }],
  ])('takes an order that comes back as %s for an outcome that is not known', async (_name, changes) => {
    one.server.faults.draw(({ method }) => {
      const kept = one.exchange.book.orders.values().next().value;
      if (method !== 'GET' || kept === undefined) return 'none';
      return { status: 200, body: { order: { ...wireOrder(kept), ...changes } } };
    });
    expect(await one.submit()).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
  });
});
