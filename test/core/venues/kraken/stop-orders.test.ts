import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../../core/domain/intent.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { createKrakenNames } from '../../../../core/venues/kraken/kraken-names.ts';
import { saysWhatWasAsked } from '../../../../core/venues/kraken/placed-echo.ts';
import { listings } from '../../../exchange/kraken/kraken-listing.ts';
import { approvedOrder, type KrakenWorld, krakenWorld, value } from './kraken-world.ts';

let world: KrakenWorld;
beforeAll(async () => {
  world = await krakenWorld();
});
beforeEach(() => world.server.forget());
afterAll(() => world.close());

const stopLimit: Partial<OrderIntent> = {
  side: 'sell',
  type: 'stop-limit',
  stopPrice: decimal('19500'),
  price: decimal('19400'),
  timeInForce: null,
};
const stopMarket: Partial<OrderIntent> = { ...stopLimit, type: 'stop-market', price: null };
const added = () => {
  const request = world.server.requests().find(({ path }) => path.endsWith('AddOrder'));
  return Object.fromEntries(new URLSearchParams(request?.body));
};
/** Somebody else sells down to 19,400: a trade at 19,500 and below is made. */
function fall(): void {
  const spec = listings[0]?.spec;
  if (spec === undefined) throw new Error('no market');
  const { engine } = world.kraken.book;
  engine.takeAsHouse(spec, 'sell', 10n ** 12n);
  engine.quote(spec, 'buy', 1_945_000n, 1_000_000n);
  engine.takeAsHouse(spec, 'sell', 1n);
}

describe('a stop order on Kraken', () => {
  it('is sent with its trigger as the first price and its limit as the second, by the last trade', async () => {
    const order = approvedOrder(stopLimit);
    expect(value(await world.orders.submit(order))).toMatchObject({
      status: 'open',
      type: 'stop-limit',
      stopPrice: '19500',
      price: '19400',
      timeInForce: null,
    });
    expect(added()).toMatchObject({
      ordertype: 'stop-loss-limit',
      price: '19500',
      price2: '19400',
      trigger: 'last',
      volume: '0.01',
      oflags: 'fciq',
    });
    expect(added().timeinforce).toBeUndefined();
    const { inspector } = world.connection;
    expect(value(await inspector.openOrders())).toContainEqual(
      expect.objectContaining({ type: 'stop-loss-limit', stopPrice: '19500', price: '19400' }),
    );
    expect(value(await inspector.orderByClientId('BTC/USD', order.clientOrderId))).toMatchObject({
      type: 'stop-limit',
      stopPrice: '19500',
      price: '19400',
    });
    value(await world.connection.canceller.cancel('BTC/USD', order.clientOrderId));
  });

  it.each<[string, boolean, string]>([
    ['what was asked', true, 'stop loss 19500.0 -> limit 19400.00'],
    ['another trigger', false, 'stop loss 19500.1 -> limit 19400.0'],
    ['another limit', false, 'stop loss 19500.0 -> limit 19400.1'],
    ['no limit', false, 'stop loss 19500.0'],
    ['no trigger', false, 'limit 19400.0'],
    ['a take profit', false, 'take profit 19500.0 -> limit 19400.0'],
    ['leverage', false, 'stop loss 19500.0 -> limit 19400.0 with 5:1 leverage'],
  ])('is believed by a sentence that says %s: %s', (_title, isBelieved, kind) => {
    const names = createKrakenNames();
    const pair = { altname: 'XBTUSD', wsname: 'XBT/USD', base: 'XXBT', quote: 'ZUSD' };
    names.learnPairs(new Map([['XXBTZUSD', pair]]));
    const order = approvedOrder(stopLimit);
    expect(saysWhatWasAsked(`sell 0.01000000 XBTUSD @ ${kind}`, order, names)).toBe(isBelieved);
  });

  it('whose answer is lost is of unknown outcome, and found by its client id', async () => {
    const order = approvedOrder(stopLimit);
    world.server.faults.meet(['reset after'], ({ path }) => path.endsWith('AddOrder'));
    expect(await world.orders.submit(order)).toMatchObject({ error: { code: 'outcome-unknown' } });
    const found = await world.connection.inspector.orderByClientId('BTC/USD', order.clientOrderId);
    expect(value(found)).toMatchObject({ type: 'stop-limit', stopPrice: '19500', status: 'open' });
    value(await world.connection.canceller.cancel('BTC/USD', order.clientOrderId));
  });

  it.each<[string, Partial<OrderIntent>, string]>([
    ['off its ticks', { ...stopLimit, stopPrice: decimal('19500.001') }, 'stopPrice'],
    ['that has none', { ...stopLimit, stopPrice: null }, 'stopPrice'],
    ['of a limit order', { stopPrice: decimal('19500') }, 'stopPrice'],
    ['with a price where none belongs', { ...stopLimit, type: 'stop-market' }, 'price'],
  ])('with a stop price %s never leaves', async (_title, changes, path) => {
    const answer = await world.orders.submit(approvedOrder(changes));
    expect(answer).toMatchObject({ error: { code: 'invalid-input', issues: [{ path }] } });
    expect(world.server.requests()).toEqual([]);
  });

  it('without a limit goes when a trade reaches it, and is told as it ended with its stop price', async () => {
    const order = approvedOrder(stopMarket);
    expect(value(await world.orders.submit(order))).toMatchObject({
      status: 'open',
      type: 'stop-market',
      stopPrice: '19500',
      price: null,
    });
    expect(added()).toMatchObject({ ordertype: 'stop-loss', price: '19500', trigger: 'last' });
    expect(added().price2).toBeUndefined();
    fall();
    const found = value(await world.connection.inspector.orderByClientId('BTC/USD', order.clientOrderId));
    expect(found).toMatchObject({ type: 'stop-market', stopPrice: '19500', status: 'filled', averagePrice: '19450' });
  });
});
