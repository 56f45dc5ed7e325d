import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../core/domain/intent.ts';
import { decimal } from '../../../core/domain/money.ts';
import { openVenue } from '../../../core/venues/open-venue.ts';
import type { VenueConnection } from '../../../core/venues/venue.ts';
import { type QuietBook, quietBook } from '../practice/quiet-book.ts';
import { approvedOrder, openScripted, orderClientOf, placed, type Sent } from './scripted-venue.ts';

const route = 'POST /api/v3/order';
const market = { type: 'market', price: null, timeInForce: null } as const;
const forQuote = { ...market, amount: null, quoteAmount: decimal('120.5') } as const;
const only = ['symbol', 'side', 'type', 'newClientOrderId', 'newOrderRespType', 'timestamp', 'recvWindow', 'signature'];

/** What a venue answers that took an order for now: `filled` of it at 60,000, the rest expired. */
const tookNow =
  (filled: string, cost: string, changes: Record<string, unknown> = {}) =>
  (order: Sent) =>
    placed(order, {
      status: 'EXPIRED',
      executedQty: filled,
      cummulativeQuoteQty: cost,
      fills: [{ price: '60000.00', qty: filled, commission: '0', commissionAsset: 'BTC', tradeId: 5 }],
      ...changes,
    });

describe('each kind of order', () => {
  it.each<[string, Partial<OrderIntent>, Record<string, string>]>([
    ['a limit order', {}, { quantity: '0.002', price: '60000', timeInForce: 'GTC' }],
    ['one for now', { timeInForce: 'ioc' }, { quantity: '0.002', price: '60000', timeInForce: 'IOC' }],
    ['one for all or nothing', { timeInForce: 'fok' }, { quantity: '0.002', price: '60000', timeInForce: 'FOK' }],
    ['one that only makes', { type: 'limit-maker', timeInForce: null }, { quantity: '0.002', price: '60000' }],
    ['a market order', market, { quantity: '0.002' }],
    ['a market order in quote', forQuote, { quoteOrderQty: '120.5' }],
  ])('is sent with exactly what belongs to it: %s', async (_name, changes, own) => {
    const { venue, submit } = await openScripted();
    await submit(changes);
    const [sent, ...more] = venue.sentTo(route);
    expect(more).toEqual([]);
    expect([...(sent?.parameters.keys() ?? [])].sort()).toEqual([...only, ...Object.keys(own)].sort());
    expect(Object.fromEntries(sent?.parameters ?? [])).toMatchObject(own);
  });

  it.each<[string, Partial<OrderIntent>, string]>([
    ['a limit order without a time in force', { timeInForce: null }, 'timeInForce'],
    ['a market order with one', { ...market, timeInForce: 'ioc' }, 'timeInForce'],
    ['a maker order with one', { type: 'limit-maker', timeInForce: 'gtc' }, 'timeInForce'],
    ['a maker order without a price', { type: 'limit-maker', timeInForce: null, price: null }, 'price'],
    ['a limit order in quote', { amount: null, quoteAmount: decimal('5') }, 'quoteAmount'],
    ['a market order with both amounts', { ...market, quoteAmount: decimal('5') }, 'quoteAmount'],
    ['a market order with none', { ...market, amount: null }, 'quoteAmount'],
    ['a quote amount of nothing', { ...forQuote, quoteAmount: decimal('0') }, 'quoteAmount'],
    ['a quote amount finer than the venue takes', { ...forQuote, quoteAmount: decimal('0.000000001') }, 'quoteAmount'],
  ])('is refused where its parts do not belong together: %s', async (_name, changes, path) => {
    const { venue, submit } = await openScripted();
    expect(await submit(changes)).toMatchObject({ ok: false, error: { code: 'invalid-input', issues: [{ path }] } });
    expect(venue.sentTo(route)).toEqual([]);
  });
});

describe('the answer to each kind', () => {
  it.each<[string, Partial<OrderIntent>, (order: Sent) => unknown, object]>([
    [
      'now, a part',
      { timeInForce: 'ioc' },
      tookNow('0.001', '60'),
      { status: 'expired', filled: '0.001', timeInForce: 'ioc' },
    ],
    ['all or nothing, nothing', { timeInForce: 'fok' }, (o) => placed(o, { status: 'EXPIRED' }), { status: 'expired' }],
    [
      'quote, all of it',
      forQuote,
      tookNow('0.002', '120', { status: 'FILLED', origQty: '0.002' }),
      { status: 'filled', amount: '0.002', cumulativeQuote: '120', price: null },
    ],
    [
      'quote, an empty book',
      forQuote,
      (o) => placed(o, { status: 'EXPIRED', origQty: '0' }),
      { status: 'expired', amount: '0' },
    ],
  ])('is believed where it fits: %s', async (_name, changes, script, expected) => {
    const { venue, submit } = await openScripted();
    venue.on(route, script);
    expect(await submit(changes)).toMatchObject({ ok: true, value: expected });
  });

  it.each<[string, Partial<OrderIntent>, (order: Sent) => unknown]>([
    ['another time in force', { timeInForce: 'ioc' }, (o) => placed(o, { timeInForce: 'GTC', status: 'EXPIRED' })],
    ['one for now that works on', { timeInForce: 'ioc' }, (o) => placed(o)],
    ['all or nothing in part', { timeInForce: 'fok' }, tookNow('0.001', '60')],
    ['a maker that took', { type: 'limit-maker', timeInForce: null }, tookNow('0.002', '120', { status: 'FILLED' })],
    [
      'a maker that became a limit order',
      { type: 'limit-maker', timeInForce: null },
      (o) => placed(o, { type: 'LIMIT' }),
    ],
    ['a market order that rests', market, (o) => placed(o)],
    ['a price above the limit', { price: decimal('59999') }, tookNow('0.002', '120', { status: 'FILLED' })],
    ['a price below the limit of a sell', { side: 'sell', price: decimal('60001') }, tookNow('0.001', '60')],
    ['a cost that its fills do not make', {}, tookNow('0.001', '61')],
    ['more spent than given', forQuote, tookNow('0.00201', '120.6', { status: 'FILLED', origQty: '0.00201' })],
    ['a quote order without its amount', forQuote, (o) => placed(o, { status: 'EXPIRED', origQty: undefined })],
  ])('leaves the outcome unknown where it does not: %s', async (_name, changes, script) => {
    const { venue, submit } = await openScripted();
    venue.on(route, script);
    expect(await submit(changes)).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
    expect(venue.sentTo(route)).toHaveLength(1);
  });
});

describe('each kind on the practice exchange', () => {
  let book: QuietBook;
  let connection: VenueConnection;
  beforeEach(async () => {
    book = quietBook();
    await book.rest('SELL', '0.01', '50000.00');
    await book.rest('SELL', '0.02', '50100.00');
    const { practice, clock } = book;
    const { fetch: transport, credentials } = practice;
    const options = { exchange: 'practice', transport, credentials, clock, rateLimit: false, timeoutMs: 30 };
    const opened = await openVenue(options);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    connection = opened.value;
  });
  afterEach(() => book.remove());
  const submit = (changes: Partial<OrderIntent>) => orderClientOf(connection).submit(approvedOrder(changes));

  it.each<[string, Partial<OrderIntent>, object]>([
    ['gtc', { amount: decimal('0.02'), price: decimal('50000') }, { status: 'partially-filled', filled: '0.01' }],
    [
      'ioc',
      { amount: decimal('0.02'), price: decimal('50000'), timeInForce: 'ioc' },
      { status: 'expired', filled: '0.01' },
    ],
    [
      'fok',
      { amount: decimal('0.02'), price: decimal('50000'), timeInForce: 'fok' },
      { status: 'expired', filled: '0' },
    ],
    [
      'maker',
      { type: 'limit-maker', timeInForce: null, price: decimal('49000') },
      { status: 'open', type: 'limit-maker' },
    ],
    ['quote', { ...market, amount: null, quoteAmount: decimal('700') }, { status: 'filled', filled: '0.01399' }],
    [
      'quote, thin book',
      { ...market, amount: null, quoteAmount: decimal('9000') },
      { status: 'expired', filled: '0.03' },
    ],
  ])(
    'is placed, told the same when asked again, and filled by the fills it names: %s',
    async (_name, changes, expected) => {
      const answer = await submit(changes);
      expect(answer).toMatchObject({ ok: true, value: expected });
      if (!answer.ok) return;
      const { fills, ...order } = answer.value;
      expect(await connection.inspector.orderByClientId('BTC/USDT', 'ours-1')).toEqual({ ok: true, value: order });
      expect(await connection.inspector.fillsOf('BTC/USDT', order.venueOrderId)).toEqual({ ok: true, value: fills });
    },
  );

  it('is refused by name where it would take but may only make', async () => {
    expect(await submit({ type: 'limit-maker', timeInForce: null, price: decimal('50000') })).toMatchObject({
      ok: false,
      error: { code: 'venue-rejected', venueCode: '-2010', reason: 'Order would immediately match and take.' },
    });
    expect(await connection.inspector.orderByClientId('BTC/USDT', 'ours-1')).toEqual({ ok: true, value: null });
  });

  it('tells an order that expired because it stood in the way of another of ours', async () => {
    await submit({ side: 'sell', amount: decimal('0.05'), price: decimal('50050'), clientOrderId: 'first' });
    await submit({ amount: decimal('0.02'), price: decimal('50100'), clientOrderId: 'second' });
    expect(await connection.inspector.orderByClientId('BTC/USDT', 'first')).toMatchObject({
      ok: true,
      value: { status: 'expired', filled: '0' },
    });
  });
});
