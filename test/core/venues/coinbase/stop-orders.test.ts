import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../../core/domain/intent.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { quantise } from '../../../../core/trading/quantise.ts';
import { Configuration } from '../../../../core/venues/coinbase/order-configuration.ts';
import { coinbaseProducts } from '../../../exchange/coinbase/coinbase-book.ts';
import { insist, type Served, served } from './served.ts';

let one: Served;
beforeAll(async () => {
  one = await served();
});
beforeEach(() => {
  one.server.faults.clear();
  one.server.forget();
});
afterAll(() => one.close());

const stopLimit: Partial<OrderIntent> = {
  side: 'sell',
  type: 'stop-limit',
  stopPrice: decimal('19500'),
  price: decimal('19400'),
  timeInForce: null,
};
const wired = { base_size: '0.002', limit_price: '19400', stop_price: '19500' };
const posts = () => one.server.requests().filter(({ method }) => method === 'POST');

describe('a stop order on Coinbase', () => {
  it('is sent with the direction of its side, and believed once the order itself says so', async () => {
    expect(await one.submit({ ...stopLimit, clientOrderId: 'stop-1' })).toMatchObject({
      value: { status: 'open', type: 'stop-limit', stopPrice: '19500', price: '19400', timeInForce: null },
    });
    expect(JSON.parse(posts()[0]?.body ?? '')).toMatchObject({
      order_configuration: {
        stop_limit_stop_limit_gtc: { ...wired, stop_direction: 'STOP_DIRECTION_STOP_DOWN' },
      },
    });
    expect(insist(await one.connection.inspector.openOrders())).toContainEqual(
      expect.objectContaining({ type: 'STOP_LIMIT', stopPrice: '19500', price: '19400' }),
    );
    const buy: Partial<OrderIntent> = {
      ...stopLimit,
      side: 'buy',
      stopPrice: decimal('20500'),
      price: decimal('20600'),
    };
    one.server.forget();
    expect(await one.submit({ ...buy, clientOrderId: 'stop-2' })).toMatchObject({ value: { status: 'open' } });
    expect(posts()[0]?.body).toContain('"stop_direction":"STOP_DIRECTION_STOP_UP"');
  });

  it('without a limit is not offered: neither when it is previewed nor when it is to be sent', async () => {
    const market = one.connection.markets.find(({ symbol }) => symbol === 'BTC/USD');
    if (market === undefined) throw new Error('no market');
    const kind = { exchange: 'coinbase', symbol: 'BTC/USD', marketType: 'spot', side: 'sell' } as const;
    const draft = { ...kind, type: 'stop-market', amount: decimal('0.002'), stopPrice: decimal('19500') } as const;
    const refusal = { error: { code: 'not-offered', what: 'a stop-market order of BTC/USD on coinbase' } };
    expect(quantise(draft, market)).toMatchObject(refusal);
    expect(await one.submit({ ...stopLimit, type: 'stop-market', price: null })).toMatchObject(refusal);
    expect(posts()).toEqual([]);
  });

  it('that is read with another stop, direction or kind than was asked for is of unknown outcome', async () => {
    const asIs = { ...wired, stop_direction: 'STOP_DIRECTION_STOP_DOWN' };
    const others = [
      { stop_limit_stop_limit_gtc: { ...asIs, stop_price: '19500.01' } },
      { stop_limit_stop_limit_gtc: { ...asIs, stop_direction: 'STOP_DIRECTION_STOP_UP' } },
      { stop_limit_stop_limit_gtc: { ...asIs, stop_direction: '' } },
      { limit_limit_gtc: { base_size: '0.002', limit_price: '19400', post_only: false } },
    ];
    const { book } = one.exchange;
    const { place } = book;
    for (const [index, configuration] of others.entries()) {
      book.place = (asked) => place({ ...asked, configuration });
      const answer = await one.submit({ ...stopLimit, clientOrderId: `other-${index}` });
      expect(answer).toMatchObject({ error: { code: 'outcome-unknown' } });
    }
    book.place = place;
  });

  it('whose answer is lost is of unknown outcome, and found among all orders by its client id', async () => {
    one.server.faults.meet(['reset after'], ({ method }) => method === 'POST');
    expect(await one.submit({ ...stopLimit, clientOrderId: 'lost' })).toMatchObject({
      error: { code: 'outcome-unknown' },
    });
    expect(insist(await one.connection.inspector.orderByClientId('BTC/USD', 'lost'))).toMatchObject({
      type: 'stop-limit',
      stopPrice: '19500',
      status: 'open',
    });
  });

  it('goes when a trade reaches it, and is told as it ended with its stop price', async () => {
    await one.submit({ ...stopLimit, clientOrderId: 'goes' });
    const spec = coinbaseProducts[0]?.spec;
    if (spec === undefined) throw new Error('no market');
    const { engine } = one.exchange.book;
    engine.takeAsHouse(spec, 'sell', 10n ** 12n);
    engine.quote(spec, 'buy', 1_945_000n, 1_000_000n);
    engine.takeAsHouse(spec, 'sell', 1n);
    expect(insist(await one.connection.inspector.orderByClientId('BTC/USD', 'goes'))).toMatchObject({
      status: 'filled',
      type: 'stop-limit',
      stopPrice: '19500',
      averagePrice: '19450',
    });
  });
});

describe('a stop configuration', () => {
  it('is read only when it is whole', () => {
    const whole = { ...wired, stop_direction: 'STOP_DIRECTION_STOP_DOWN' };
    expect(Configuration.parse({ stop_limit_stop_limit_gtc: whole })).toEqual({
      type: 'stop-limit',
      timeInForce: null,
      baseSize: '0.002',
      quoteSize: null,
      price: '19400',
      stopPrice: '19500',
      stopDirection: 'STOP_DIRECTION_STOP_DOWN',
    });
    for (const missing of ['base_size', 'limit_price', 'stop_price']) {
      const { [missing]: _, ...rest } = whole as Record<string, string>;
      expect(Configuration.safeParse({ stop_limit_stop_limit_gtc: rest }).success).toBe(false);
    }
    const limit = { base_size: '1', limit_price: '1', stop_price: '1', stop_direction: 'x' };
    expect(Configuration.safeParse({ limit_limit_gtc: limit }).success).toBe(false);
  });
});
