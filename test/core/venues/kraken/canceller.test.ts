import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../../core/domain/money.ts';
import { sweepOpenOrders } from '../../../../core/venues/sweep.ts';
import { approvedOrder, type KrakenWorld, krakenWorld, value } from './kraken-world.ts';

let world: KrakenWorld;
beforeAll(async () => {
  world = await krakenWorld({ timeoutMs: 2_000 });
});
afterAll(() => world.close());

const to =
  (endpoint: string) =>
  ({ path }: { readonly path: string }) =>
    path.endsWith(`/${endpoint}`);

/** A stop order as its person placed it on Kraken's page. */
const byHand = {
  refid: null,
  userref: 45326,
  status: 'open',
  opentm: 1688665899.5699,
  starttm: 0,
  expiretm: 0,
  descr: {
    pair: 'ETHUSD',
    type: 'sell',
    ordertype: 'stop-loss',
    price: '15000.00',
    price2: '0',
    leverage: 'none',
    order: 'sell 0.50000000 ETHUSD @ stop loss 15000.00',
    close: '',
  },
  vol: '0.50000000',
  vol_exec: '0.00000000',
  cost: '0.00000',
  fee: '0.00000',
  price: '0.00000',
  stopprice: '0.00000',
  limitprice: '0.00000',
  misc: '',
  oflags: 'fciq',
};

describe('a canceller of Kraken', () => {
  it('lists and cancels every open order, stop orders and those of others too', async () => {
    const { canceller } = world.connection;
    world.kraken.byHand.set('OB5VMB-B4U2U-DK2WRW', byHand);
    for (const symbol of ['BTC/USD', 'SOL/USD'])
      value(await world.orders.submit(approvedOrder({ symbol, amount: decimal('0.1') })));
    expect(value(await canceller.openOrders())).toContainEqual({
      venueOrderId: 'OB5VMB-B4U2U-DK2WRW',
      clientOrderId: null,
      symbol: 'ETH/USD',
      side: 'sell',
      type: 'stop-loss',
      amount: '0.5',
      filled: '0',
      price: null,
      stopPrice: '15000',
    });
    const { failure, gone, left } = value(await sweepOpenOrders(canceller));
    expect(gone).toHaveLength(3);
    expect({ failure, left }).toEqual({ failure: null, left: [] });
  });

  it('takes an order that is not there for gone, by its number alone', async () => {
    const { canceller } = world.connection;
    const order = {
      clientOrderId: null,
      symbol: 'BTC/USD',
      side: 'buy',
      type: 'limit',
      price: null,
      stopPrice: null,
    } as const;
    const amounts = { amount: decimal('1'), filled: decimal('0') };
    world.server.forget();
    value(await canceller.cancelAtVenue({ ...order, ...amounts, venueOrderId: 'OAAAAA-AAAAA-AAAAAA' }));
    expect(world.server.count('POST', '/0/private/CancelOrder')).toBe(1);
    // A number would be a user reference, under which many orders may stand.
    expect(await canceller.cancelAtVenue({ ...order, ...amounts, venueOrderId: '45326' })).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(world.server.count('POST', '/0/private/CancelOrder')).toBe(1);
  });

  it('says of a cancel what became of the order, not what the answer said', async () => {
    const { canceller } = world.connection;
    const order = approvedOrder();
    value(await world.orders.submit(order));
    const none = { status: 200, body: { error: [], result: { count: 0 } } };
    world.server.faults.meet([none], to('CancelOrder'));
    expect(await canceller.cancel('BTC/USD', order.clientOrderId)).toMatchObject({
      error: { code: 'venue-answer-malformed' },
    });
    const pending = { status: 200, body: { error: [], result: { count: 1, pending: true } } };
    world.server.faults.meet([pending], to('CancelOrder'));
    expect(await canceller.cancel('BTC/USD', order.clientOrderId)).toMatchObject({ ok: false });
    world.server.faults.meet(['hang after'], to('CancelOrder'));
    expect(await canceller.cancel('BTC/USD', order.clientOrderId)).toMatchObject({
      error: { code: 'venue-unreachable' },
    });
    expect(value(await canceller.cancel('BTC/USD', order.clientOrderId))).toMatchObject({ status: 'canceled' });
  });

  it('answers a filled order as filled', async () => {
    const order = approvedOrder({ price: decimal('20001') });
    value(await world.orders.submit(order));
    expect(value(await world.connection.canceller.cancel('BTC/USD', order.clientOrderId))).toMatchObject({
      status: 'filled',
      filled: '0.01',
    });
  });
});

describe("Kraken's dead man's switch", () => {
  it('cancels everything when no beat came in time, and nothing while they come', async () => {
    const { canceller, deadman } = world.connection;
    if (deadman === null) throw new Error('no switch');
    value(await world.orders.submit(approvedOrder()));
    const { untilMs } = value(await deadman.beat(60));
    expect(untilMs - Date.now()).toBeGreaterThan(55_000);
    expect(untilMs - Date.now()).toBeLessThanOrEqual(61_000);
    world.server.skew(50_000);
    value(await deadman.beat(60));
    world.server.skew(100_000);
    expect(value(await canceller.openOrders())).toHaveLength(1);
    world.server.skew(200_000);
    expect(value(await canceller.openOrders())).toEqual([]);
    world.server.skew(0);
  });

  it('is taken away for good', async () => {
    const { canceller, deadman } = world.connection;
    if (deadman === null) throw new Error('no switch');
    value(await world.orders.submit(approvedOrder()));
    value(await deadman.beat(60));
    value(await deadman.disarm());
    world.server.skew(200_000);
    expect(value(await canceller.openOrders())).toHaveLength(1);
    world.server.skew(0);
  });

  it('believes only an answer that says what was asked', async () => {
    const { deadman } = world.connection;
    if (deadman === null) throw new Error('no switch');
    const answer = (triggerTime: string) => ({
      status: 200,
      body: { error: [], result: { currentTime: '2026-01-01T00:00:00Z', triggerTime } },
    });
    world.server.faults.meet([answer('0'), answer('2026-01-01T00:10:00Z'), answer('soon')], to('CancelAllOrdersAfter'));
    for (const _turn of [1, 2, 3]) {
      expect(await deadman.beat(60)).toMatchObject({ error: { code: 'venue-answer-malformed' } });
    }
    world.server.faults.meet([answer('2026-01-01T00:01:00Z')], to('CancelAllOrdersAfter'));
    expect(await deadman.disarm()).toMatchObject({ error: { code: 'venue-answer-malformed' } });
    for (const seconds of [0, -1, 0.5, 86_400]) {
      expect(await deadman.beat(seconds)).toMatchObject({ error: { code: 'invalid-input' } });
    }
  });
});
