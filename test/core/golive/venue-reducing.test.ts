import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LiveWorld, liveWorld, type Traded } from './live-world.ts';

let world: LiveWorld;
beforeAll(async () => {
  world = await liveWorld();
}, 60_000);
afterAll(() => world.close());
afterEach(async () => {
  world.kraken.faults.clear();
  world.kraken.skew(0);
  world.slow(0);
  await wellAgain();
});

const standing = async (exchange: Traded) => {
  const listed = await world.core.get('venues.list', {});
  return listed.find((one) => one.exchange === exchange)?.reducing ?? null;
};
/** Lets time go by in which both answer well, until Kraken is open again. */
async function wellAgain(): Promise<void> {
  if (world.core.core.status().reducing.length === 0) return;
  for (const others of [['binance'], [], ['binance']] as const) {
    world.passTime(30_000);
    for (const exchange of ['kraken', ...others] as const) await world.check(exchange);
  }
  expect([await standing('binance'), await standing('kraken')]).toEqual([null, null]);
}
const refused = (code: string) => ({ ok: false, error: { code: 'denied-by-policy', rulings: [{ code }] } });

/** Only orders that reduce, and cancels, go to Kraken; to Binance all do; and no halt comes of it. */
async function onlyReduces(why: RegExp, code = 'venue_reducing'): Promise<void> {
  expect((await standing('kraken'))?.why).toMatch(why);
  expect(world.core.core.status()).toMatchObject({ reducing: ['kraken'], halt: { state: 'active' } });
  const before = world.kraken.mutating();
  expect(await world.order('kraken')).toMatchObject(refused(code));
  expect(world.kraken.mutating()).toBe(before);
  const sold = await world.passes('kraken', { side: 'sell', price: '30000' });
  expect(await world.core.ask('orders.cancel', { orderId: sold.orderId })).toMatchObject({ ok: true });
  expect(world.kraken.mutating()).toBe(before + 2);
  await world.passes('binance');
}

describe('an exchange in trouble takes only what reduces, and the other goes on', () => {
  it('after failed requests within a minute, until it was well for one', async () => {
    await world.passes('kraken');
    world.kraken.faults.draw(() => '503 before');
    for (let n = 0; n < 5; n += 1) await world.check('kraken');
    world.kraken.faults.clear();
    await world.check('kraken');
    await onlyReduces(/5 requests went wrong within a minute/);
    await wellAgain();
    await world.passes('kraken');
    const rows = await world.core.get('audit.query', { eventType: 'venue-reducing' });
    expect(rows.map(({ subject }) => subject)).toEqual(['kraken', 'kraken']);
  });

  it('where it takes long to answer', async () => {
    world.slow(3_500);
    await world.check('kraken');
    world.slow(0);
    await onlyReduces(/its answer took \d{4} ms/);
  });

  it('where its clock is off', async () => {
    world.kraken.skew(3_000);
    await world.check('kraken');
    await onlyReduces(/its clock is [23]\d{3} ms from ours/, 'clock_skew');
    world.kraken.skew(0);
    await world.check('kraken');
    // It may be open again only when it was well for a while.
    expect(await world.order('kraken')).toMatchObject(refused('venue_reducing'));
  });

  it('where it has told nothing new for long', async () => {
    // The other one has just told something: it is not old at any moment of this.
    await world.check('binance');
    world.passTime(60_000);
    await world.check('binance');
    world.passTime(31_000);
    await expect.poll(async () => (await standing('kraken'))?.why).toMatch(/nothing new came of its time/);
    await world.check('kraken');
    await onlyReduces(/nothing new came of its time/);
  });

  it('also where an order was previewed before and is submitted then', async () => {
    const draft = { exchange: 'kraken', symbol: 'BTC/USD', side: 'buy', type: 'limit' } as const;
    const { previewId } = await world.core.get('orders.preview', { ...draft, amount: '0.001', price: '15000' });
    world.kraken.skew(3_000);
    await world.check('kraken');
    world.kraken.skew(0);
    await world.check('kraken');
    const before = world.mutating();
    expect(await world.core.ask('orders.submit', { previewId })).toMatchObject(refused('venue_reducing'));
    expect(world.mutating()).toBe(before);
  });
});
