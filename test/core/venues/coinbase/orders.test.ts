import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../../core/domain/intent.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { api, approvedOrder, insist, orderClientOf, type Served, served } from './served.ts';

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

  it('reads markets with their increments, least sizes and the public fees', async () => {
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
      orderTypes: ['limit', 'limit-maker', 'market', 'stop-limit'],
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
