import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../../core/domain/intent.ts';
import { add, decimal, multiply, zero } from '../../../../core/domain/money.ts';
import { practiceMarkets } from '../../../../core/practice/market-spec.ts';
import { sweepOpenOrders } from '../../../../core/venues/sweep.ts';
import { api, approvedOrder, insist, orderClientOf, type Served, served } from './served.ts';

const btc = practiceMarkets[0] as (typeof practiceMarkets)[number];
const market = { type: 'market', price: null, timeInForce: null } as const;

describe('trading on Coinbase', () => {
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
  const balance = async (asset: string) =>
    insist(await one.connection.inspector.balances()).find((item) => item.asset === asset);

  it('reads markets with their increments, least sizes and the fees of the account', async () => {
    expect(one.connection.markets.map(({ symbol }) => symbol)).toEqual(['BTC/USD', 'BTC/USDC', 'ETH/USD']);
    expect(one.connection.markets[0]).toEqual({
      exchange: 'coinbase',
      symbol: 'BTC/USD',
      base: 'BTC',
      quote: 'USD',
      tickSize: '0.01',
      lotSize: '0.00001',
      minAmount: '0.00001',
      minNotional: '1',
      makerFee: '0.006',
      takerFee: '0.012',
    });
  });

  it('reads markets and books without a key, from what is public, at the public rates', async () => {
    const open = await one.reopen({ credentials: null });
    expect(open.markets[0]).toMatchObject({ makerFee: '0.006', takerFee: '0.012' });
    insist(await open.inspector.book('ETH/USD', 5));
    insist(await open.inspector.ping());
    expect(one.server.requests().map(({ path }) => path)).toEqual(
      ['market/products', 'market/product_book', 'time'].map((path) => `${api}/${path}`),
    );
    expect(one.server.requests().every(({ headers }) => headers.authorization === undefined)).toBe(true);
    expect(await open.inspector.balances()).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(open.orderClient({ isArmed: () => true }, 'live:coinbase')).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('reads one book under the names of both currencies it is traded in', async () => {
    const usd = insist(await one.connection.inspector.book('BTC/USD', 5));
    const usdc = insist(await one.connection.inspector.book('BTC/USDC', 5));
    expect(usd).toEqual({ bids: [['19999', '10']], asks: [['20001', '10']], atMs: one.clock.nowMs() });
    expect(usdc).toEqual(usd);
    // What is spent differs: an order in the one currency is never answered with an order in the other.
    expect(await one.submit({ symbol: 'BTC/USDC' })).toMatchObject({
      error: { code: 'insufficient-funds', asset: 'USDC' },
    });
  });

  it("measures the venue's clock", async () => {
    one.server.skew(1_500);
    expect(insist(await one.connection.inspector.ping())).toEqual({ latencyMs: 0, skewMs: 1_500 });
    expect(insist(await one.connection.inspector.status())).toBe('unknown');
    expect(one.connection.deadman).toBeNull();
  });

  it.each<[string, Partial<OrderIntent>, Record<string, unknown>, string]>([
    ['a limit order', {}, { limit_limit_gtc: { base_size: '0.002', limit_price: '15000', post_only: false } }, 'open'],
    [
      'an order that only makes',
      { type: 'limit-maker', timeInForce: null },
      { limit_limit_gtc: { base_size: '0.002', limit_price: '15000', post_only: true } },
      'open',
    ],
    [
      'an order for what is there now',
      { timeInForce: 'ioc', price: decimal('20001') },
      { sor_limit_ioc: { base_size: '0.002', limit_price: '20001' } },
      'filled',
    ],
    [
      'an order for all of it now',
      { timeInForce: 'fok', amount: decimal('11'), side: 'sell', price: decimal('19999') },
      { limit_limit_fok: { base_size: '11', limit_price: '19999' } },
      'refused',
    ],
    ['a market sale by amount', { ...market, side: 'sell' }, { market_market_ioc: { base_size: '0.002' } }, 'filled'],
    [
      'a market purchase by cost',
      { ...market, amount: null, quoteAmount: decimal('100.01') },
      { market_market_ioc: { quote_size: '100.01' } },
      'filled',
    ],
  ])(
    'sends %s exactly as approved, and believes it once the order itself says so',
    async (_name, changes, configuration, status) => {
      const intent = approvedOrder(changes);
      const answer = await orderClientOf(one.connection).submit(intent);
      const [sent] = one.server.requests();
      expect(JSON.parse(sent?.body ?? '')).toEqual({
        client_order_id: 'ours-1',
        product_id: 'BTC-USD',
        side: intent.side.toUpperCase(),
        order_configuration: configuration,
      });
      if (status === 'refused')
        return expect(answer).toMatchObject({ error: { code: 'insufficient-funds', asset: 'BTC' } });
      const order = insist(answer);
      const { clientOrderId, price, side, symbol, timeInForce, type } = intent;
      expect(order).toMatchObject({ clientOrderId, symbol, side, type, timeInForce, price, status });
      expect(one.server.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
        `POST ${api}/orders`,
        `GET ${api}/orders/historical/${order.venueOrderId}`,
      ]);
      expect(one.connection.mutatingRequests()).toBe(1);
      expect(insist(await one.connection.inspector.orderByClientId('BTC/USD', 'ours-1'))).toEqual(order);
      return undefined;
    },
  );

  it('tells every fill with the fee in quote units, page by page, oldest first', async () => {
    one.exchange.pageSize = 2;
    for (const ticks of [2_000_050n, 2_000_060n, 2_000_070n, 2_000_080n])
      one.exchange.book.engine.quote(btc, 'sell', ticks, 100n);
    const order = insist(await one.submit({ amount: decimal('0.005'), price: decimal('20001') }));
    const fills = insist(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId));
    expect(fills.map(({ price }) => price)).toEqual(['20000.5', '20000.6', '20000.7', '20000.8', '20001']);
    expect(fills.map(({ role }) => role)).toEqual(Array(5).fill('taker'));
    expect(fills[0]).toMatchObject({ amount: '0.001', fee: { amount: '0.240006', asset: 'USD' } });
    expect(fills.reduce((sum, { amount, price }) => add(sum, multiply(amount, price)), zero)).toBe(
      order.cumulativeQuote,
    );
    expect(one.server.count('GET', `${api}/orders/historical/fills`)).toBe(3);
    expect(
      insist(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId)).map(({ tradeId }) => tradeId),
    ).toEqual(fills.map(({ tradeId }) => tradeId));
  });

  it('makes base amounts of fills whose size is told in quote units, and checks their sum against the order', async () => {
    one.exchange.book.engine.quote(btc, 'sell', 1_999_999n, 100n);
    const order = insist(await one.submit({ ...market, amount: null, quoteAmount: decimal('50') }));
    const fills = insist(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId));
    expect(fills.map(({ amount, price }) => [amount, price])).toEqual([
      ['0.001', '19999.99'],
      ['0.00149', '20001'],
    ]);
    expect(order).toMatchObject({ amount: '0.00249', filled: '0.00249', type: 'market', price: null });
    const body = { fills: [{ ...(await fillOf(order.venueOrderId)), size: '49.99', size_in_quote: true }], cursor: '' };
    one.server.faults.meet([{ status: 200, body }], ({ path }) => path.endsWith('/fills'));
    expect(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId)).toMatchObject({
      error: { code: 'venue-answer-malformed', what: 'fills' },
    });
  });

  async function fillOf(venueOrderId: string): Promise<Record<string, unknown>> {
    const kept = one.exchange.book.orders.get(venueOrderId)?.fills[0];
    return {
      entry_id: kept?.entryId,
      trade_id: kept?.tradeId,
      order_id: venueOrderId,
      product_id: 'BTC-USD',
      trade_time: '2026-01-01T00:00:00.000Z',
      trade_type: 'FILL',
      side: 'BUY',
      price: '19999.99',
      commission: '0.1',
      liquidity_indicator: 'TAKER',
    };
  }

  it.each([
    [
      'takes a role that it does not know for the dearer one',
      { size: '0.002', liquidity_indicator: 'UNKNOWN_LIQUIDITY_INDICATOR' },
      true,
    ],
    ['does not believe a reversed trade', { size: '0.002', trade_type: 'REVERSAL' }, false],
    ['does not believe a fill of another order', { size: '0.002', order_id: '1' }, false],
    ['does not believe a fill of another product', { size: '0.002', product_id: 'BTC-USDC' }, false],
    ['does not believe a size that is a number', { size: 0.002 }, false],
    ['does not believe a fee below nothing', { size: '0.002', commission: '-1' }, false],
  ])('%s', async (_name, changes, isBelieved) => {
    const order = insist(await one.submit());
    const fill = {
      ...(await fillOf(order.venueOrderId)),
      entry_id: 'e',
      trade_id: 't',
      size_in_quote: false,
      ...changes,
    };
    one.server.faults.meet([{ status: 200, body: { fills: [fill], cursor: '' } }]);
    const answer = await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId);
    if (isBelieved) expect(insist(answer)).toMatchObject([{ role: 'taker', amount: '0.002' }]);
    else expect(answer).toMatchObject({ error: { code: 'venue-answer-malformed' } });
  });

  it('tells balances over all pages, free and held, and never another currency twice', async () => {
    one.exchange.pageSize = 1;
    insist(await one.submit());
    expect(await balance('USD')).toEqual({ asset: 'USD', free: '99970', held: '30', total: '100000' });
    expect(one.server.count('GET', `${api}/accounts`)).toBe(3);
    const account = (uuid: string, type = 'ACCOUNT_TYPE_CRYPTO', currency = 'BTC') => ({
      uuid,
      currency,
      available_balance: { value: '1', currency },
      hold: { value: '0', currency },
      type,
    });
    const meet = (accounts: unknown[]) =>
      one.server.faults.meet([{ status: 200, body: { accounts, has_next: false, cursor: '' } }]);
    meet([account('a'), account('b', 'ACCOUNT_TYPE_VAULT')]);
    expect(insist(await one.connection.inspector.balances())).toHaveLength(1);
    for (const accounts of [
      [account('a'), account('b')],
      [],
      [{ ...account('a'), hold: { value: '0', currency: 'ETH' } }],
    ]) {
      meet(accounts);
      expect(await one.connection.inspector.balances()).toMatchObject({ error: { code: 'venue-answer-malformed' } });
    }
  });

  it('cancels by client id, answers how a finished one ended, and changes nothing by doing it twice', async () => {
    const placed = insist(await one.submit());
    const canceled = insist(await one.connection.canceller.cancel('BTC/USD', 'ours-1'));
    expect(canceled).toMatchObject({ venueOrderId: placed.venueOrderId, status: 'canceled', filled: '0' });
    expect(insist(await one.connection.canceller.cancel('BTC/USD', 'ours-1'))).toEqual(canceled);
    expect(one.server.count('POST', `${api}/orders/batch_cancel`)).toBe(1);
    expect(await one.connection.canceller.cancel('BTC/USD', 'ours-2')).toMatchObject({ error: { code: 'not-found' } });
    expect(await balance('USD')).toMatchObject({ held: '0' });
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

  it('waits a moment for an order that was taken and cannot be read yet', async () => {
    const notYet = { status: 404, body: { error: 'NOT_FOUND', message: 'order with this orderID was not found' } };
    one.server.faults.meet([notYet, notYet], ({ method }) => method === 'GET');
    expect(await one.submit()).toMatchObject({ ok: true, value: { status: 'open' } });
    one.server.faults.meet([notYet, notYet, notYet, notYet], ({ method }) => method === 'GET');
    expect(await one.submit({ clientOrderId: 'ours-2' })).toMatchObject({ error: { code: 'outcome-unknown' } });
    expect(one.server.mutating()).toBe(2);
  });

  it('refuses, before anything leaves, what the venue would round or read otherwise', async () => {
    const wrong: readonly [Partial<OrderIntent>, string][] = [
      [{ amount: decimal('0.000001') }, 'amount'],
      [{ price: decimal('15000.001') }, 'price'],
      [{ ...market, price: decimal('15000') }, 'price'],
      [{ ...market, amount: null, quoteAmount: decimal('10.001') }, 'quoteAmount'],
      [{ amount: null, quoteAmount: decimal('10') }, 'quoteAmount'],
      [{ timeInForce: null }, 'timeInForce'],
      [{ clientOrderId: 'a b' }, 'clientOrderId'],
    ];
    for (const [changes, path] of wrong) {
      const answer = await one.submit(changes);
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input', issues: [{ path }] } });
    }
    expect(await one.submit({ symbol: 'DOGE/USD' })).toMatchObject({ error: { code: 'not-found' } });
    expect(await one.submit({ exchange: 'kraken' })).toMatchObject({ error: { code: 'not-found' } });
    expect(one.server.requests()).toEqual([]);
  });

  it('lets no order out of a scope that is not armed, or not any more', async () => {
    expect(one.connection.orderClient({ isArmed: () => false }, 'live:coinbase')).toMatchObject({
      error: { code: 'not-allowed' },
    });
    let isArmed = true;
    const client = insist(one.connection.orderClient({ isArmed: () => isArmed }, 'live:coinbase'));
    isArmed = false;
    expect(await client.submit(approvedOrder())).toMatchObject({ error: { code: 'egress-denied' } });
    expect(one.server.requests()).toEqual([]);
  });
});
