import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, type DecimalText, decimal, multiply, subtract, zero } from '../../../core/domain/money.ts';
import type { Result } from '../../../core/domain/result.ts';
import { openVenue } from '../../../core/venues/open-venue.ts';
import { isFinished, type VenueConnection, type VenueOrder } from '../../../core/venues/venue.ts';
import { type QuietBook, quietBook } from '../practice/quiet-book.ts';
import { type Step, steps } from './fault-steps.ts';
import { type FaultyTransport, faultyTransport } from './faulty-transport.ts';
import { approvedOrder, orderClientOf } from './scripted-venue.ts';

const runs = process.env.PORTCULLIS_LONG === '1' ? 1_000 : 25;
const symbol = 'BTC/USDT';
/** Short, because a silent venue takes this long; whoever is cut off wrongly is a fault more and nothing else. */
const timeoutMs = 15;
/** Longer than any order's window to arrive in. */
const windowMs = 6_000;

interface World {
  readonly book: QuietBook;
  readonly faulty: FaultyTransport;
  readonly connection: VenueConnection;
}

async function open(): Promise<World> {
  const book = quietBook();
  await book.rest('SELL', '0.03', '50000.00');
  await book.rest('SELL', '0.5', '50100.00');
  await book.rest('BUY', '0.03', '49900.00');
  await book.rest('BUY', '0.5', '49800.00');
  const { practice, clock } = book;
  // The venue itself answers a second copy of an order that was filled at once by filling it again, as Binance would: see below.
  const faulty = faultyTransport(once(practice.fetch));
  const { credentials } = practice;
  const { transport } = faulty;
  const options = { exchange: 'practice', transport, credentials, clock, rateLimit: false, timeoutMs };
  return { book, faulty, connection: await insist(() => openVenue(options)) };
}

/** A venue that answers a second copy of a request that placed an order which is not open any more as the first. */
function once(venue: QuietBook['practice']['fetch']): typeof venue {
  const finished = new Map<string, string>();
  return async (url, init) => {
    const body = typeof init?.body === 'string' ? init.body : null;
    const before = body === null ? undefined : finished.get(body);
    if (before !== undefined) return new Response(before);
    const answer = await venue(url, init);
    if (body === null || answer.status !== 200) return answer;
    const text = await answer.text();
    if (!/"status":"(NEW|PARTIALLY_FILLED)"/.test(text)) finished.set(body, text);
    return new Response(text);
  };
}

/** Asks until the venue answers: what a reconciliation does. */
async function insist<T>(ask: () => Promise<Result<T>>): Promise<T> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const answer = await ask();
    if (answer.ok) return answer.value;
  }
  throw new Error('the venue never answered');
}

/** What a submission said for sure: that the venue has the order, that it never will, or nothing. */
type Said = 'taken' | 'not taken' | 'unknown';

async function play({ book, faulty, connection }: World, list: readonly Step[]): Promise<Map<string, Said>> {
  const said = new Map<string, Said>();
  const client = orderClientOf(connection);
  for (const step of list) {
    switch (step.kind) {
      case 'submit': {
        const clientOrderId = `ours-${said.size}`;
        faulty.meet([step.fault]);
        const answer = await client.submit(approvedOrder({ ...step.order, clientOrderId }));
        said.set(
          clientOrderId,
          answer.ok ? 'taken' : answer.error.code === 'outcome-unknown' ? 'unknown' : 'not taken',
        );
        expect(faulty.sent('POST', clientOrderId)).toBe(1);
        break;
      }
      case 'cancel': {
        const clientOrderId = [...said.keys()][step.index];
        if (clientOrderId === undefined) break;
        faulty.meet(step.faults);
        const answer = await connection.canceller.cancel(symbol, clientOrderId);
        if (answer.ok) expect((await book.get(clientOrderId)).body.status).toMatch(/CANCELED|FILLED|EXPIRED/);
        break;
      }
      case 'somebody':
        await book.take(step.side, step.quantity);
        break;
      case 'late delivery':
        await faulty.deliverLate();
        break;
      case 'time':
        book.clock.wind(step.ms);
    }
  }
  faulty.meet([]);
  return said;
}

/** Free and held as they must be after the given orders and fills. */
async function expectedBalances(connection: VenueConnection, orders: readonly VenueOrder[]) {
  const own = new Map<string, DecimalText>([
    ['USDT', decimal('10000')],
    ['BTC', decimal('0.1')],
  ]);
  const held = new Map<string, DecimalText>([
    ['USDT', zero],
    ['BTC', zero],
  ]);
  const move = (into: Map<string, DecimalText>, asset: string, by: DecimalText): void =>
    void into.set(asset, add(into.get(asset) ?? zero, by));
  const minus = (value: DecimalText): DecimalText => subtract(zero, value);
  for (const order of orders) {
    const isBuy = order.side === 'buy';
    const fills = await insist(() => connection.inspector.fillsOf(symbol, order.venueOrderId));
    expect(fills.reduce((sum, fill) => add(sum, fill.amount), zero)).toBe(order.filled);
    for (const fill of fills) {
      const cost = multiply(fill.amount, fill.price);
      move(own, 'BTC', isBuy ? fill.amount : minus(fill.amount));
      move(own, 'USDT', isBuy ? minus(cost) : cost);
      move(own, fill.fee.asset, minus(fill.fee.amount));
    }
    if (isFinished(order) || order.price === null) continue;
    const left = subtract(order.amount, order.filled);
    move(held, isBuy ? 'USDT' : 'BTC', isBuy ? multiply(left, order.price) : left);
  }
  return ['USDT', 'BTC'].map((asset) => ({ asset, total: own.get(asset), held: held.get(asset) }));
}

describe('a venue behind a faulty network', () => {
  it('ends with the books that the adapter reports, nothing sent twice, and no sure answer that was wrong', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const world = await open();
        try {
          const { book, faulty, connection } = world;
          const said = await play(world, list);
          const find = (clientOrderId: string) =>
            insist(() => connection.inspector.orderByClientId(symbol, clientOrderId));
          // Whatever the venue does not know when its window is over never comes, even if it was still on its way.
          book.clock.wind(windowMs);
          const absent = new Set<string>();
          for (const clientOrderId of said.keys()) if ((await find(clientOrderId)) === null) absent.add(clientOrderId);
          await faulty.deliverLate();

          const orders: VenueOrder[] = [];
          for (const [clientOrderId, word] of said) {
            const found = await find(clientOrderId);
            expect(found === null).toBe(absent.has(clientOrderId));
            if (word !== 'unknown') expect(found === null ? 'not taken' : 'taken').toBe(word);
            const { body } = await book.get(clientOrderId);
            expect(found?.filled ?? null).toBe(
              body.executedQty === undefined ? null : decimal(String(body.executedQty)),
            );
            if (found !== null) orders.push(found);
          }
          const open_ = await insist(() => connection.inspector.openOrders());
          expect(open_.map((order) => order.clientOrderId).sort()).toEqual(
            orders
              .filter((order) => !isFinished(order))
              .map((order) => order.clientOrderId)
              .sort(),
          );
          const balances = await insist(() => connection.inspector.balances());
          expect(balances.filter(({ asset }) => asset === 'USDT' || asset === 'BTC')).toHaveLength(2);
          for (const { asset, total, held } of await expectedBalances(connection, orders)) {
            expect(balances.find((balance) => balance.asset === asset)).toMatchObject({ total, held });
          }
        } finally {
          world.book.remove();
        }
      }),
      { numRuns: runs },
    );
  }, 900_000);

  it('fills an order that the network delivered twice a second time where the first is done: the venue knows only open ids', async () => {
    const book = quietBook();
    await book.rest('SELL', '0.03', '50000.00');
    const { practice, clock } = book;
    const faulty = faultyTransport(practice.fetch);
    const { credentials } = practice;
    const { transport } = faulty;
    const opened = await openVenue({
      exchange: 'practice',
      transport,
      credentials,
      clock,
      rateLimit: false,
      timeoutMs: 1_000,
    });
    if (!opened.ok) throw new Error(opened.error.code);
    faulty.meet(['duplicate, first answer']);
    const market = { type: 'market', price: null, timeInForce: null, amount: decimal('0.01') } as const;
    expect(await orderClientOf(opened.value).submit(approvedOrder(market))).toMatchObject({ ok: true });
    expect(faulty.sent('POST', 'ours-1')).toBe(1);
    // The adapter sent it once; the balances tell that it was filled twice.
    const balances = await opened.value.inspector.balances();
    expect(balances.ok && balances.value.find(({ asset }) => asset === 'BTC')).toMatchObject({ total: '0.11998' });
    book.remove();
  });
});
