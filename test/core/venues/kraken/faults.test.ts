import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeFault } from '../../../exchange/exchange-faults.ts';
import { tradingKey } from '../../../exchange/kraken/kraken-keys.ts';
import { approvedOrder, type KrakenWorld, krakenWorld, value } from './kraken-world.ts';

let world: KrakenWorld;
beforeAll(async () => {
  world = await krakenWorld({ timeoutMs: 1_500 });
});
afterEach(() => {
  world.server.faults.clear();
  world.server.forget();
  if (world.kraken.keys.length === 0) world.kraken.keys.push(tradingKey());
});
afterAll(() => world.close());

const to =
  (endpoint: string) =>
  ({ path }: { readonly path: string }) =>
    path.endsWith(`/${endpoint}`);
const page = (status: number, error: string): ExchangeFault => ({ status, body: { error: [error] } });

/** What reading the balances comes to under each fault. */
const reads: readonly (readonly [what: string, fault: ExchangeFault, error: object])[] = [
  ['no answer', 'hang before', { code: 'venue-unreachable' }],
  ['a reset connection', 'reset before', { code: 'venue-unreachable' }],
  ['an answer cut off', 'cut off after', { code: 'venue-unreachable' }],
  ['a redirect', 'redirect before', { code: 'venue-unreachable' }],
  ['JSON cut off', 'truncated after', { code: 'venue-answer-malformed' }],
  ['HTML with 200', 'page with 200 before', { code: 'venue-answer-malformed' }],
  ['an empty object', 'empty answer before', { code: 'venue-answer-malformed' }],
  ['429', '429 before', { code: 'rate-limited', retryAfterMs: 2_000 }],
  ['418', '418 before', { code: 'rate-limited' }],
  ['500', '500 before', { code: 'venue-unreachable' }],
  ['503', '503 before', { code: 'venue-unreachable' }],
  ['520 of what stands in front of Kraken', { status: 520, body: '<html>520</html>' }, { code: 'venue-unreachable' }],
  ['a rate limit', page(200, 'EAPI:Rate limit exceeded'), { code: 'rate-limited' }],
  ['a busy engine', page(200, 'EService:Busy'), { code: 'venue-unreachable' }],
  ['a key that is gone', page(200, 'EAPI:Invalid key'), { code: 'key-refused', problem: 'key-gone' }],
  ['a wrong signature', page(200, 'EAPI:Invalid signature'), { code: 'key-refused', problem: 'signature' }],
  ['a lockout', page(200, 'EGeneral:Temporary lockout'), { code: 'key-refused', problem: 'key-unclear' }],
  ['a missing right', page(200, 'EGeneral:Permission denied'), { code: 'key-refused', problem: 'permission' }],
];

/** What placing an order comes to, and whether it is there afterwards. */
const orders: readonly (readonly [
  what: string,
  endpoint: string,
  fault: ExchangeFault,
  code: string,
  isThere: boolean,
])[] = [
  ['no answer', 'AddOrder', 'hang before', 'outcome-unknown', false],
  ['no answer after it was taken', 'AddOrder', 'hang after', 'outcome-unknown', true],
  ['a reset', 'AddOrder', 'reset before', 'outcome-unknown', false],
  ['a reset after it was taken', 'AddOrder', 'reset after', 'outcome-unknown', true],
  ['JSON cut off', 'AddOrder', 'truncated after', 'outcome-unknown', true],
  ['HTML with 200', 'AddOrder', 'page with 200 after', 'outcome-unknown', true],
  ['an empty object', 'AddOrder', 'empty answer after', 'outcome-unknown', true],
  ['503 after it was taken', 'AddOrder', '503 after', 'outcome-unknown', true],
  ['no number of the order', 'AddOrder', 'missing echo after', 'outcome-unknown', true],
  ['a number that is none', 'AddOrder', 'foreign echo after', 'outcome-unknown', true],
  ['a second delivery', 'AddOrder', 'delivered twice', 'outcome-unknown', true],
  ['EService:Timeout', 'AddOrder', page(200, 'EService:Timeout'), 'outcome-unknown', false],
  ['EService:Unavailable', 'AddOrder', page(200, 'EService:Unavailable'), 'outcome-unknown', false],
  ['a code nobody knows', 'AddOrder', page(200, 'ENew:Something'), 'outcome-unknown', false],
  ['429', 'AddOrder', '429 before', 'outcome-unknown', false],
  ['no funds', 'AddOrder', page(200, 'EOrder:Insufficient funds'), 'insufficient-funds', false],
  ['a rate limit of the engine', 'AddOrder', page(200, 'EOrder:Rate limit exceeded'), 'rate-limited', false],
  ['a market that only cancels', 'AddOrder', page(200, 'EService:Market in cancel_only mode'), 'venue-rejected', false],
  ['a key without the right', 'AddOrder', page(200, 'EGeneral:Permission denied'), 'key-refused', false],
  ['another’s order told of it', 'QueryOrders', 'foreign echo after', 'outcome-unknown', true],
  ['an order without its id told of it', 'QueryOrders', 'missing echo after', 'outcome-unknown', true],
];

describe('a read of Kraken', () => {
  it.each(reads)('that meets %s says so', async (_what, fault, error) => {
    world.server.faults.meet([fault], to('BalanceEx'));
    expect(await world.connection.inspector.balances()).toMatchObject({ ok: false, error });
  });

  it('that is refused at the door was not sent', async () => {
    world.net.refuse(1);
    expect(await world.connection.inspector.balances()).toMatchObject({ error: { code: 'venue-unreachable' } });
    expect(world.server.requests()).toEqual([]);
  });

  it('tells a warning’s answer for what it is', async () => {
    world.kraken.warning = 'WGeneral:Something to know';
    expect(value(await world.connection.inspector.balances()).length).toBeGreaterThan(0);
    world.kraken.warning = null;
  });

  it('with a key revoked meanwhile is refused as that, each time, and never as too many requests', async () => {
    world.kraken.keys.length = 0;
    for (const _turn of [1, 2]) {
      expect(await world.connection.inspector.openOrders()).toMatchObject({
        error: { code: 'key-refused', problem: 'key-gone', venueCode: 'EAPI:Invalid key' },
      });
    }
    expect(await world.orders.submit(approvedOrder())).toMatchObject({
      error: { code: 'key-refused', problem: 'key-gone' },
    });
  });
});

describe('what Kraken says', () => {
  it('never brings the key, its secret or a signature into an error', async () => {
    const { apiKey, secret } = world.credentials;
    const error = `EOrder:Insufficient funds ${apiKey} ${secret} https://api.kraken.com/?signature=abc`;
    world.server.faults.meet([page(200, error), page(200, error)]);
    const answers = [await world.orders.submit(approvedOrder()), await world.connection.inspector.balances()];
    for (const answer of answers) {
      expect(answer.ok).toBe(false);
      for (const told of [apiKey, secret, 'https:']) expect(JSON.stringify(answer)).not.toContain(told);
    }
  });
});

describe('an order on Kraken', () => {
  it.each(orders)('that meets %s (%s) is told as it is', async (_what, endpoint, fault, code, isThere) => {
    // The follow-up is asked for more than once before its order counts as unknown.
    world.server.faults.meet(endpoint === 'AddOrder' ? [fault] : [fault, fault, fault], to(endpoint));
    const order = approvedOrder();
    expect(await world.orders.submit(order)).toMatchObject({ ok: false, error: { code } });
    world.server.faults.clear();
    const found = value(await world.connection.inspector.orderByClientId('BTC/USD', order.clientOrderId));
    expect(found === null ? null : found.status).toBe(isThere ? 'open' : null);
    expect(world.server.count('POST', '/0/private/AddOrder')).toBe(1);
  });

  it('that was never sent is sure not to be there', async () => {
    world.net.refuse(1);
    expect(await world.orders.submit(approvedOrder())).toMatchObject({ error: { code: 'venue-unreachable' } });
  });

  it('is asked for again where Kraken does not tell of it at once', async () => {
    world.kraken.lag('QueryOrders', 2);
    expect(value(await world.orders.submit(approvedOrder()))).toMatchObject({ status: 'open' });
    world.kraken.lag('QueryOrders', 3);
    expect(await world.orders.submit(approvedOrder())).toMatchObject({ error: { code: 'outcome-unknown' } });
  });

  it.each([
    ['another amount', 'buy 0.02000000 XBTUSD @ limit 19000.50'],
    ['another price', 'buy 0.01000000 XBTUSD @ limit 19000.00'],
    ['another side', 'sell 0.01000000 XBTUSD @ limit 19000.50'],
    ['another market', 'buy 0.01000000 ETHUSD @ limit 19000.50'],
    ['another kind', 'buy 0.01000000 XBTUSD @ market'],
    ['leverage', 'buy 0.01000000 XBTUSD @ limit 19000.50 with 5:1 leverage'],
  ])('whose sentence says %s is not believed', async (_what, order) => {
    const body = { error: [], result: { descr: { order }, txid: ['OUF4EM-FRGI2-MQMWZD'] } };
    world.server.faults.meet([{ status: 200, body }], to('AddOrder'));
    expect(await world.orders.submit(approvedOrder())).toMatchObject({ error: { code: 'outcome-unknown' } });
    expect(world.server.count('POST', '/0/private/QueryOrders')).toBe(0);
  });
});

describe('looking for an order', () => {
  it('believes that there is none only when both lists said so twice', async () => {
    const { inspector } = world.connection;
    expect(value(await inspector.orderByClientId('BTC/USD', approvedOrder().clientOrderId))).toBeNull();
    expect(world.server.count('POST', '/0/private/OpenOrders')).toBe(2);
    expect(world.server.count('POST', '/0/private/ClosedOrders')).toBe(2);
  });

  it('finds one that is in neither list for a moment', async () => {
    const order = approvedOrder({ timeInForce: 'ioc' });
    value(await world.orders.submit(order));
    world.kraken.lag('ClosedOrders', 1);
    expect(value(await world.connection.inspector.orderByClientId('BTC/USD', order.clientOrderId))).toMatchObject({
      status: 'canceled',
    });
  });

  it('takes a list that was not narrowed down for no proof', async () => {
    // An exchange that does not know the filter tells every order.
    const info = {
      status: 'canceled',
      opentm: 1,
      closetm: 2,
      descr: { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '1', price2: '0', leverage: 'none', order: '' },
      vol: '1',
      vol_exec: '0',
      cost: '0',
      price: '0',
      oflags: '',
    };
    const unfiltered = { status: 200, body: { error: [], result: { closed: { 'OAAAAA-AAAAA-AAAAAA': info } } } };
    world.server.faults.meet([unfiltered], to('ClosedOrders'));
    expect(await world.connection.inspector.orderByClientId('BTC/USD', approvedOrder().clientOrderId)).toMatchObject({
      error: { code: 'venue-answer-malformed', what: 'ClosedOrders' },
    });
  });

  it('does not tell half an order by quote amount while its trades lag behind', async () => {
    const order = approvedOrder({
      type: 'market',
      price: null,
      timeInForce: null,
      amount: null,
      quoteAmount: '500' as never,
    });
    world.kraken.lag('QueryTrades', 1);
    expect(await world.orders.submit(order)).toMatchObject({ error: { code: 'outcome-unknown' } });
    expect(value(await world.connection.inspector.orderByClientId('BTC/USD', order.clientOrderId))).toMatchObject({
      filled: '0.02499',
    });
  });
});
