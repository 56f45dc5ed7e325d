import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../../core/domain/money.ts';
import { openKraken } from '../../../../core/venues/kraken/open-kraken.ts';
import { approvedOrder, hastyClock, type KrakenWorld, krakenWorld, value } from './kraken-world.ts';

let world: KrakenWorld;
beforeAll(async () => {
  world = await krakenWorld();
});
afterAll(() => world.close());

const endpoints = () => world.server.requests().map(({ method, path }) => `${method} ${path.slice(3)}`);

describe('a connection to Kraken', () => {
  it('reads its markets with one call, and nothing more', () => {
    expect(endpoints()).toEqual(['GET public/AssetPairs']);
    expect(world.connection.markets.map(({ symbol }) => symbol)).toEqual(['BTC/USD', 'ETH/USD', 'SOL/USD']);
    expect(world.connection.markets[0]).toEqual({
      exchange: 'kraken',
      symbol: 'BTC/USD',
      base: 'BTC',
      quote: 'USD',
      tickSize: '0.01',
      lotSize: '0.00001',
      minAmount: '0.00005',
      minNotional: '0.5',
      makerFee: '0.0016',
      takerFee: '0.0026',
      orderTypes: ['limit', 'limit-maker', 'market', 'stop-limit', 'stop-market'],
    });
  });

  it('reads the book, the balances, the status and the clock', async () => {
    const { inspector } = world.connection;
    expect(value(await inspector.book('BTC/USD', 5))).toMatchObject({
      bids: [['19999', '10']],
      asks: [['20001', '10']],
    });
    expect(value(await inspector.balances())).toContainEqual({
      asset: 'USD',
      free: '100000',
      held: '0',
      total: '100000',
    });
    expect(value(await inspector.status())).toBe('ok');
    world.kraken.status = 'cancel_only';
    expect(value(await inspector.status())).toBe('maintenance');
    world.kraken.status = 'something new';
    expect(value(await inspector.status())).toBe('unknown');
    expect(value(await inspector.ping()).skewMs).toBe(0);
    world.server.skew(5_000);
    const { skewMs } = value(await inspector.ping());
    expect(skewMs).toBeGreaterThan(3_000);
    expect(skewMs).toBeLessThanOrEqual(5_000);
    world.server.skew(0);
  });

  it('gives each order so little time to arrive that one which is not there ten seconds later never comes', async () => {
    world.server.forget();
    world.server.skew(9_000);
    const late = approvedOrder();
    expect(await world.orders.submit(late)).toMatchObject({ error: { code: 'outcome-unknown' } });
    expect(value(await world.connection.inspector.orderByClientId('BTC/USD', late.clientOrderId))).toBeNull();
    world.server.skew(0);
    const sent = world.server.requests().find(({ path }) => path.endsWith('/AddOrder'));
    const lifeMs = Date.parse(new URLSearchParams(sent?.body).get('deadline') ?? '') - world.clock.nowMs();
    expect(lifeMs).toBeLessThanOrEqual(6_000);
  });

  it('places, finds, lists and cancels an order under an id of ours', async () => {
    const { canceller, inspector } = world.connection;
    const order = approvedOrder();
    const placed = value(await world.orders.submit(order));
    expect(placed).toMatchObject({
      clientOrderId: order.clientOrderId,
      symbol: 'BTC/USD',
      side: 'buy',
      type: 'limit',
      timeInForce: 'gtc',
      amount: '0.01',
      price: '19000.5',
      filled: '0',
      averagePrice: null,
      status: 'open',
    });
    expect(value(await inspector.orderByClientId('BTC/USD', order.clientOrderId))).toMatchObject({ status: 'open' });
    expect(value(await inspector.openOrders())).toMatchObject([
      { venueOrderId: placed.venueOrderId, clientOrderId: order.clientOrderId, symbol: 'BTC/USD', type: 'limit' },
    ]);
    expect(value(await canceller.cancel('BTC/USD', order.clientOrderId))).toMatchObject({ status: 'canceled' });
    expect(value(await canceller.cancel('BTC/USD', order.clientOrderId))).toMatchObject({ status: 'canceled' });
    expect(value(await inspector.openOrders())).toEqual([]);
    expect(await canceller.cancel('BTC/USD', `pc-${'0'.repeat(24)}`)).toMatchObject({ error: { code: 'not-found' } });
  });

  it('tells every fill of an order with its fee in the quote currency', async () => {
    const order = approvedOrder({
      type: 'market',
      price: null,
      timeInForce: null,
      amount: decimal('0.5'),
      side: 'sell',
    });
    const placed = value(await world.orders.submit(order));
    expect(placed).toMatchObject({ status: 'filled', filled: '0.5', averagePrice: '19999', cumulativeQuote: '9999.5' });
    expect(value(await world.connection.inspector.fillsOf('BTC/USD', placed.venueOrderId))).toMatchObject([
      {
        venueOrderId: placed.venueOrderId,
        price: '19999',
        amount: '0.5',
        fee: { amount: '25.9987', asset: 'USD' },
        role: 'taker',
      },
    ]);
  });

  it('buys for a quote amount, and tells what came of it in base units', async () => {
    const order = approvedOrder({
      type: 'market',
      price: null,
      timeInForce: null,
      amount: null,
      quoteAmount: decimal('500'),
    });
    const placed = value(await world.orders.submit(order));
    expect(placed).toMatchObject({
      status: 'filled',
      filled: '0.02499',
      amount: '0.02499',
      cumulativeQuote: '499.82499',
    });
    expect(value(await world.connection.inspector.orderByClientId('BTC/USD', order.clientOrderId))).toMatchObject({
      filled: '0.02499',
      status: 'filled',
    });
  });

  it('knows an order that it posts only, and an IOC order that ended at once', async () => {
    const maker = value(await world.orders.submit(approvedOrder({ type: 'limit-maker', timeInForce: null })));
    expect(maker).toMatchObject({ type: 'limit-maker', status: 'open', timeInForce: null });
    const taking = approvedOrder({ type: 'limit-maker', timeInForce: null, price: decimal('20001') });
    expect(await world.orders.submit(taking)).toMatchObject({
      error: { code: 'venue-rejected', venueCode: 'EOrder:Post only order' },
    });
    const ioc = value(await world.orders.submit(approvedOrder({ timeInForce: 'ioc' })));
    expect(ioc).toMatchObject({ status: 'canceled', filled: '0', timeInForce: 'ioc' });
  });

  it('sends nothing for what Kraken does not offer, or would have to round', async () => {
    world.server.forget();
    const { orders } = world;
    const market = {
      type: 'market',
      price: null,
      timeInForce: null,
      amount: null,
      quoteAmount: decimal('500'),
    } as const;
    expect(await orders.submit(approvedOrder({ timeInForce: 'fok' }))).toMatchObject({
      error: { code: 'not-offered' },
    });
    expect(await orders.submit(approvedOrder({ ...market, side: 'sell' }))).toMatchObject({
      error: { code: 'not-offered' },
    });
    const wrong = [
      approvedOrder({ price: decimal('19000.505') }),
      approvedOrder({ amount: decimal('0.000055') }),
      approvedOrder({ amount: decimal('0.00001') }),
      approvedOrder({ clientOrderId: 'mine-1' }),
      approvedOrder({ ...market, quoteAmount: decimal('0.000001') }),
    ];
    for (const order of wrong) expect(await orders.submit(order)).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await orders.submit(approvedOrder({ symbol: 'DOGE/USD' }))).toMatchObject({ error: { code: 'not-found' } });
    expect(world.server.requests()).toEqual([]);
  });

  it('refuses a secret that could not sign, and needs none for what is public', async () => {
    const options = {
      exchange: 'kraken',
      transport: world.net.fetch,
      clock: hastyClock(),
      rateLimit: false,
      timeoutMs: 2_000,
    };
    world.server.forget();
    expect(await openKraken({ ...options, credentials: { apiKey: 'a', secret: 'not base64!' } })).toMatchObject({
      error: { code: 'invalid-input', issues: [{ path: 'secret' }] },
    });
    expect(world.server.requests()).toEqual([]);
    const open = value(await openKraken({ ...options, credentials: null }));
    expect(open.deadman).toBeNull();
    expect(open.orderClient({ isArmed: () => true }, 'live')).toMatchObject({ error: { code: 'not-found' } });
    expect(await open.inspector.balances()).toMatchObject({ error: { code: 'not-found' } });
    expect(open.mutatingRequests()).toBe(0);
  });

  it('counts what changes something, though its reads are POST too', async () => {
    const before = world.connection.mutatingRequests();
    await world.connection.inspector.balances();
    await world.connection.inspector.openOrders();
    expect(world.connection.mutatingRequests()).toBe(before);
    await world.orders.submit(approvedOrder());
    expect(world.connection.mutatingRequests()).toBe(before + 1);
  });
});
