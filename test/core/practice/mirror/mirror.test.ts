import { afterEach, expect, it } from 'vitest';
import type { PublicTrade } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { err, ok } from '../../../../core/domain/result.ts';
import type { MarketFilters } from '../../../../core/practice/market-source.ts';
import type { MirroredBook, MirroredVenue } from '../../../../core/practice/mirror/mirrored-venue.ts';
import { type TemporaryPractice, temporaryPractice } from '../temporary-practice.ts';

let open: TemporaryPractice | null = null;
afterEach(() => {
  open?.remove();
  open = null;
});

/** What a test's exchange says, and what it was asked. */
interface Said {
  markets: ReadonlyMap<string, MarketFilters | null>;
  book: MirroredBook;
  trades: readonly PublicTrade[];
  failure: { readonly retryAfterMs: number } | 'silent' | null;
  readonly asked: string[];
}

const level = (price: string, amount: string): [ReturnType<typeof decimal>, ReturnType<typeof decimal>] => [
  decimal(price),
  decimal(amount),
];
const trade = (tradeId: string, price: string, amount: string): PublicTrade => ({
  tradeId,
  price: decimal(price),
  amount: decimal(amount),
  takerSide: 'sell',
  atMs: Date.UTC(2026, 0, 1),
});

/** A practice exchange that mirrors an exchange of the test's words. */
function mirroring(changes: Partial<Said> = {}) {
  const said: Said = {
    markets: new Map([['BTC/USDT', null]]),
    book: { bids: [level('40000', '1')], asks: [level('40010', '1')] },
    trades: [],
    failure: null,
    asked: [],
    ...changes,
  };
  const answer = async <T>(what: string, value: T) => {
    said.asked.push(what);
    if (said.failure === null) return ok(value);
    return said.failure === 'silent'
      ? err({ code: 'venue-unreachable', retry: 'safe', venue: 'one', why: 'it is silent' } as const)
      : err({ code: 'rate-limited', retry: 'safe', venue: 'one', ...said.failure } as const);
  };
  const mirrored: MirroredVenue = {
    title: 'One',
    markets: () => answer('markets', said.markets),
    book: (symbol) => answer(`book ${symbol}`, said.book),
    trades: (symbol) => answer(`trades ${symbol}`, said.trades),
  };
  const world = temporaryPractice({ mirrored });
  open = world;
  return {
    ...world,
    said,
    place: (parameters: Record<string, string>) =>
      world.ask('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', ...parameters }),
    /** Winds the clock in small steps, so that what was asked is answered in between. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 100) {
        await new Promise((resolve) => setImmediate(resolve));
        world.clock.wind(Math.min(100, left));
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it('asks nothing before it is started, then one market after the other, no faster than once a second', async () => {
  const { pass, practice, said } = mirroring({
    markets: new Map([
      ['BTC/USDT', null],
      ['SOL/USDT', null],
      ['DOGE/USDT', null],
    ]),
  });
  expect(practice.standing()).toMatchObject({ isLive: false });
  await pass(5_000);
  expect(said.asked).toEqual([]);
  practice.start();
  await pass(1_000);
  said.asked.splice(0);
  await pass(10_000);
  expect(said.asked.length).toBeLessThanOrEqual(20);
  expect(new Set(said.asked)).toEqual(
    new Set(['BTC/USDT', 'SOL/USDT'].flatMap((at) => [`trades ${at}`, `book ${at}`])),
  );
  expect(practice.standing()).toEqual({ isLive: true, text: 'Mirrors One' });
  practice.stop();
  said.asked.splice(0);
  await pass(10_000);
  expect(said.asked).toEqual([]);
});

it('refuses orders of a market that is not listed there, and says what it does not hear', async () => {
  const { ask, pass, place, practice } = mirroring();
  practice.start();
  await pass(3_000);
  expect(await place({ quantity: '0.1' })).toMatchObject({ status: 200, body: { status: 'FILLED' } });
  expect(await place({ symbol: 'SOLUSDT', quantity: '1' })).toMatchObject({
    status: 400,
    body: { code: -2010, msg: 'SOL/USDT is not traded at One, which is mirrored.' },
  });
  const { body } = await ask('GET', '/api/v3/exchangeInfo');
  expect(body.symbols).toMatchObject([{ status: 'TRADING' }, { status: 'BREAK' }, {}, {}]);
});

it('waits longer after each failure, as long as it is told to, and goes silent to its listeners meanwhile', async () => {
  const { pass, place, practice, said } = mirroring();
  const heard: string[] = [];
  practice.feed.subscribe(({ symbol }) => heard.push(symbol));
  practice.start();
  await pass(3_000);
  expect(new Set(heard)).toEqual(new Set(['BTC/USDT']));
  said.failure = 'silent';
  await pass(2_000);
  heard.splice(0);
  said.asked.splice(0);
  await pass(60_000);
  // After 2, 4, 8, 16 and 32 seconds.
  expect(said.asked.filter((what) => what.startsWith('book')).length).toBeLessThanOrEqual(5);
  expect(heard).toEqual([]);
  expect(practice.standing()).toEqual({
    isLive: false,
    text: 'One, mirrored, is not heard: no orders are taken in BTC/USDT',
  });
  expect(await place({ quantity: '0.1' })).toMatchObject({
    status: 400,
    body: { msg: 'The book of BTC/USDT at One, which is mirrored, is not known now.' },
  });
  said.failure = { retryAfterMs: 300_000 };
  await pass(70_000);
  said.asked.splice(0);
  await pass(200_000);
  expect(said.asked).toEqual([]);
  said.failure = null;
  await pass(200_000);
  expect(await place({ quantity: '0.1' })).toMatchObject({ body: { status: 'FILLED' } });
  expect(heard.length).toBeGreaterThan(0);
});

it('keeps orders to the filters of the exchange where they are coarser than its own', async () => {
  const filters = { tickSize: '0.1', lotSize: '0.00000001', minAmount: '0.0002', minNotional: '12' } as const;
  const { ask, pass, place, practice } = mirroring({
    markets: new Map([
      [
        'BTC/USDT',
        {
          tickSize: decimal(filters.tickSize),
          lotSize: decimal(filters.lotSize),
          minAmount: decimal(filters.minAmount),
          minNotional: decimal(filters.minNotional),
        },
      ],
    ]),
  });
  await practice.opened();
  practice.start();
  await pass(1_000);
  const limit = { type: 'LIMIT', timeInForce: 'GTC' };
  const refused = (name: string) => ({ status: 400, body: { msg: `Filter failure: ${name}` } });
  expect(await place({ ...limit, quantity: '0.1', price: '39000.05' })).toMatchObject(refused('PRICE_FILTER'));
  expect(await place({ ...limit, quantity: '0.0001', price: '39000.1' })).toMatchObject(refused('LOT_SIZE'));
  expect(await place({ ...limit, quantity: '0.0003', price: '39000.1' })).toMatchObject(refused('NOTIONAL'));
  expect(await place({ ...limit, quantity: '0.001', price: '39000.1' })).toMatchObject({ status: 200 });
  const { body } = await ask('GET', '/api/v3/exchangeInfo');
  expect(body.symbols).toMatchObject([
    { filters: [{ tickSize: '0.1' }, { stepSize: '0.00001', minQty: '0.0002' }, { minNotional: '12' }] },
    {},
    {},
    {},
  ]);
});

it('moves what does not fall on its grid against whoever takes', async () => {
  const { ask, pass, practice } = mirroring({
    book: {
      bids: [level('40000.009', '1.000009'), level('40000.001', '1')],
      asks: [level('40010.001', '1'), level('40020', '0.000009')],
    },
  });
  practice.start();
  await pass(1_000);
  expect((await ask('GET', '/api/v3/depth', { symbol: 'BTCUSDT' })).body).toMatchObject({
    bids: [['40000.00000000', '2.00000000']],
    asks: [['40010.01000000', '1.00000000']],
  });
});

it('shows the trades and the candles of the exchange from this run on, and makes up nothing before', async () => {
  const { clock, pass, practice, said } = mirroring({ trades: [trade('1', '40005', '0.5')] });
  expect(practice.feed.snapshot('BTC/USDT')).toBeNull();
  practice.start();
  await pass(1_500);
  said.trades = [trade('1', '40005', '0.5'), { ...trade('2', '40001', '0.25'), atMs: clock.nowMs() }];
  await pass(2_500);
  const snapshot = practice.feed.snapshot('BTC/USDT');
  expect(snapshot).toMatchObject({
    ticker: { last: '40001', bid: '40000', ask: '40010', high: '40005', low: '40001', volume: '0.75' },
    trades: [
      { price: '40001', amount: '0.25' },
      { price: '40005', amount: '0.5' },
    ],
  });
  await pass(120_000);
  expect(practice.feed.candles('BTC/USDT', '1m', 50)).toMatchObject([
    { open: '40005', close: '40001', volume: '0.75' },
    { open: '40001', close: '40001', volume: '0' },
    { volume: '0' },
  ]);
  expect(practice.feed.candles('BTC/USDT', '1h', 50)).toHaveLength(1);
});
