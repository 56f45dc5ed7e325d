import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyLane } from '../../../../core/venues/kraken/key-lane.ts';
import { createKrakenKeyReader } from '../../../../core/venues/kraken/kraken-key-reader.ts';
import { openKraken } from '../../../../core/venues/kraken/open-kraken.ts';
import { manualClock } from '../../../manual-clock.ts';
import { approvedOrder, hastyClock, type KrakenWorld, krakenWorld, value } from './kraken-world.ts';

const hourMs = 3_600_000;
let world: KrakenWorld;
beforeEach(async () => {
  world = await krakenWorld();
});
afterEach(() => world.close());

const errorsOf = async (asked: readonly Promise<{ readonly ok: boolean }>[]): Promise<readonly unknown[]> =>
  (await Promise.all(asked)).filter(({ ok }) => !ok);

describe("a key's lane", () => {
  it('lets one request out at a time, the urgent before all that wait', async () => {
    const lane = createKeyLane();
    const order: string[] = [];
    let under = 0;
    const task = (name: string, isUrgent = false) =>
      lane.run(isUrgent, async () => {
        under += 1;
        expect(under).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(name);
        under -= 1;
      });
    const failing = lane.run(false, () => Promise.reject(new Error('failed')));
    await Promise.all([
      expect(failing).rejects.toThrow('failed'),
      task('read 1'),
      task('read 2'),
      task('cancel', true),
    ]);
    expect(order).toEqual(['cancel', 'read 1', 'read 2']);
  });

  it('numbers by the clock, and rises when the clock stands or goes back', () => {
    const lane = createKeyLane();
    const clock = manualClock(1_000_000);
    const numbers = [lane.nonce(clock), lane.nonce(clock)];
    clock.jump(-500_000);
    numbers.push(lane.nonce(clock));
    clock.jump(600_000);
    numbers.push(lane.nonce(clock));
    expect(numbers).toEqual([1_000_000, 1_000_001, 1_000_002, 1_100_000]);
  });
});

describe('private requests of one key', () => {
  it('meet no refused nonce, sent all at once by every object of two connections and a key reader', async () => {
    const { canceller, inspector } = world.connection;
    const clock = hastyClock();
    const options = {
      transport: world.net.fetch,
      credentials: world.credentials,
      clock,
      rateLimit: false,
      timeoutMs: 5_000,
    };
    const other = value(await openKraken({ ...options, exchange: 'kraken' }));
    const reader = createKrakenKeyReader(options);
    world.server.forget();
    const asked = Array.from({ length: 4 }, () => [
      inspector.balances(),
      canceller.openOrders(),
      other.inspector.openOrders(),
      reader.read(),
      world.orders.submit(approvedOrder()),
    ]).flat();
    expect(await errorsOf(asked)).toEqual([]);
    const nonces = world.server
      .requests()
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => BigInt(new URLSearchParams(body).get('nonce') ?? ''));
    expect(nonces).toHaveLength(24);
    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('go on when our clock steps back a day', async () => {
    value(await world.connection.inspector.balances());
    world.clock.offMs = -24 * hourMs;
    world.server.forget();
    value(await world.connection.inspector.balances());
    value(await world.connection.inspector.balances());
    expect(world.server.count('POST', '/0/private/BalanceEx')).toBe(2);
  });

  it.each([
    ['by Kraken’s clock where ours went back while we were away', 0],
    ['above what an hour’s lead of an earlier clock left behind', hourMs / 2],
    ['above what a day’s lead left behind', 24 * hourMs],
  ])('recover %s', async (_how, leadMs) => {
    const [key] = world.kraken.keys;
    if (key === undefined) throw new Error('no key');
    world.clock.offMs = -10 * hourMs;
    // What an earlier run of ours, in another process, had used.
    key.nonce = BigInt(Date.now() + 24 * hourMs * 400 + leadMs);
    world.server.skew(24 * hourMs * 400);
    expect(await world.connection.canceller.cancel('BTC/USD', approvedOrder().clientOrderId)).toMatchObject({
      error: { code: 'not-found' },
    });
    value(await world.connection.inspector.balances());
    // Other tests of this file go on under the same key.
    key.nonce = 0n;
  });

  it('are not repeated for an order: its nonce refused says nothing of a first delivery', async () => {
    world.server.faults.meet(['delivered twice'], ({ path }) => path.endsWith('/AddOrder'));
    const order = approvedOrder();
    expect(await world.orders.submit(order)).toMatchObject({ error: { code: 'outcome-unknown' } });
    expect(value(await world.connection.inspector.orderByClientId('BTC/USD', order.clientOrderId))).toMatchObject({
      status: 'open',
    });
    expect(world.kraken.book.open()).toHaveLength(1);
    expect(world.server.count('POST', '/0/private/AddOrder')).toBe(1);
  });
});
