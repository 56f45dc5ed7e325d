import { afterEach, describe, expect, it } from 'vitest';
import { add, compare, type DecimalText, decimal, zero } from '../../../core/domain/money.ts';
import type { Fetch } from '../../../core/ports.ts';
import { openVenue } from '../../../core/venues/open-venue.ts';
import type { VenueConnection } from '../../../core/venues/venue.ts';
import { type TemporaryPractice, temporaryPractice } from '../practice/temporary-practice.ts';
import { approvedOrder, orderClientOf } from './scripted-venue.ts';

let opened: TemporaryPractice[] = [];
afterEach(() => {
  for (const practice of opened) practice.remove();
  opened = [];
});

function openPractice(): TemporaryPractice {
  const practice = temporaryPractice();
  opened.push(practice);
  return practice;
}

async function connect(exchange: TemporaryPractice, transport: Fetch = exchange.practice.fetch) {
  const { credentials } = exchange.practice;
  const { clock } = exchange;
  const venue = await openVenue({
    exchange: 'practice',
    transport,
    credentials,
    clock,
    rateLimit: false,
    timeoutMs: 30,
  });
  if (!venue.ok) throw new Error(JSON.stringify(venue.error));
  return venue.value;
}

async function balanceOf(connection: VenueConnection, asset: string) {
  const balances = await connection.inspector.balances();
  if (!balances.ok) throw new Error(JSON.stringify(balances.error));
  return balances.value.find((balance) => balance.asset === asset);
}

describe('the adapter on the practice exchange', () => {
  it('reads its markets with exact filters and fees', async () => {
    const connection = await connect(openPractice());
    expect(connection.markets.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/ETH']);
    for (const market of connection.markets) expect(market).toMatchObject({ makerFee: '0.001', takerFee: '0.001' });
  });

  it('reads a book that descends and ascends, and a clock that agrees with ours', async () => {
    const connection = await connect(openPractice());
    const book = await connection.inspector.book('BTC/USDT', 10);
    expect(book.ok && book.value.bids).toHaveLength(10);
    expect(book.ok && book.value.asks).toHaveLength(10);
    expect(await connection.inspector.ping()).toEqual({ ok: true, value: { latencyMs: 0, skewMs: 0 } });
  });

  it('lets a limit order rest, finds it by its client id, and cancels it with everything given back', async () => {
    const connection = await connect(openPractice());
    const order = approvedOrder({ amount: decimal('0.1'), price: decimal('45000') });
    expect(await orderClientOf(connection).submit(order)).toMatchObject({
      ok: true,
      value: { status: 'open', filled: '0', averagePrice: null, cumulativeQuote: '0', fills: [] },
    });
    expect(await balanceOf(connection, 'USDT')).toMatchObject({ free: '5500', held: '4500', total: '10000' });
    expect(await connection.inspector.openOrders()).toMatchObject({ ok: true, value: [{ clientOrderId: 'ours-1' }] });
    expect(await connection.inspector.orderByClientId('BTC/USDT', 'ours-1')).toMatchObject({
      ok: true,
      value: { status: 'open' },
    });

    const canceled = await connection.canceller.cancel('BTC/USDT', 'ours-1');
    expect(canceled).toMatchObject({ ok: true, value: { status: 'canceled' } });
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({
      ok: true,
      value: { status: 'canceled' },
    });
    expect(await connection.inspector.openOrders()).toEqual({ ok: true, value: [] });
    expect(await balanceOf(connection, 'USDT')).toMatchObject({ free: '10000', held: '0' });
    expect(connection.mutatingRequests()).toBe(3);
  });

  it('fills a market order, and its fills, its trades and the balances say the same', async () => {
    const connection = await connect(openPractice());
    const order = approvedOrder({ type: 'market', price: null, timeInForce: null, amount: decimal('0.05') });
    const placed = await orderClientOf(connection).submit(order);
    if (!placed.ok) throw new Error(JSON.stringify(placed.error));
    expect(placed.value).toMatchObject({ status: 'filled', filled: '0.05', price: null });
    const trades = await connection.inspector.fillsOf('BTC/USDT', placed.value.venueOrderId);
    expect(trades).toEqual({ ok: true, value: placed.value.fills });
    const sum = (placed.value.fills ?? []).reduce<DecimalText>((total, fill) => add(total, fill.amount), zero);
    expect(sum).toBe('0.05');
    expect(await balanceOf(connection, 'BTC')).toMatchObject({ free: '0.14995' });
  });

  it('tells apart what the venue refuses, and what was never taken is surely unknown to it', async () => {
    const connection = await connect(openPractice());
    const client = orderClientOf(connection);
    expect(await client.submit(approvedOrder({ amount: decimal('5') }))).toMatchObject({
      ok: false,
      error: { code: 'insufficient-funds', asset: 'USDT' },
    });
    expect(await client.submit(approvedOrder({ side: 'sell', amount: decimal('5') }))).toMatchObject({
      ok: false,
      error: { code: 'insufficient-funds', asset: 'BTC' },
    });
    expect(await client.submit(approvedOrder({ amount: decimal('0.00001'), price: decimal('100') }))).toMatchObject({
      ok: false,
      error: { code: 'venue-rejected', venueCode: '-1013', reason: 'Filter failure: NOTIONAL' },
    });
    expect(await connection.inspector.orderByClientId('BTC/USDT', 'ours-1')).toEqual({ ok: true, value: null });
    expect(await connection.canceller.cancel('BTC/USDT', 'ours-1')).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('leaves an order whose answer was lost unknown, and finds it by its client id without sending it again', async () => {
    const exchange = openPractice();
    let deaf = true;
    const connection = await connect(exchange, async (url, init) => {
      const answer = await exchange.practice.fetch(url, init);
      return deaf && init?.method === 'POST' ? new Promise(() => undefined) : answer;
    });
    const client = orderClientOf(connection);
    const order = approvedOrder({ price: decimal('45000') });
    expect(await client.submit(order)).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
    expect(connection.mutatingRequests()).toBe(1);
    const found = await connection.inspector.orderByClientId('BTC/USDT', 'ours-1');
    expect(found).toMatchObject({ ok: true, value: { status: 'open', amount: '0.002' } });

    deaf = false;
    expect(await client.submit(order)).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
    const open = await connection.inspector.openOrders();
    expect(open.ok && open.value).toHaveLength(1);
  });

  it('is refused with another key or secret, as a venue would', async () => {
    const exchange = openPractice();
    const { apiKey } = exchange.practice.credentials;
    for (const [credentials, venueCode] of [
      [{ apiKey: 'revoked', secret: 'x' }, '-2015'],
      [{ apiKey, secret: 'wrong' }, '-1022'],
    ] as const) {
      const { clock } = exchange;
      const transport = exchange.practice.fetch;
      const options = { exchange: 'practice', transport, credentials, clock, rateLimit: false, timeoutMs: 30 };
      const opened = await openVenue(options);
      const asked = opened.ok ? await opened.value.inspector.balances() : opened;
      expect(asked).toMatchObject({ ok: false, error: { code: 'key-refused', venueCode } });
    }
  });

  it('follows a resting order that the market fills bit by bit, never beyond its amount', async () => {
    const exchange = openPractice();
    const connection = await connect(exchange);
    const book = await connection.inspector.book('BTC/USDT', 1);
    const bestBid = book.ok ? book.value.bids[0]?.[0] : undefined;
    await orderClientOf(connection).submit(approvedOrder({ amount: decimal('0.1'), price: bestBid ?? null }));
    exchange.practice.start();
    for (let turn = 0; turn < 3_000; turn += 1) {
      exchange.clock.wind(400);
      const order = await connection.inspector.orderByClientId('BTC/USDT', 'ours-1');
      if (!order.ok || order.value === null) throw new Error('the order is lost');
      if (order.value.filled === zero) continue;
      const fills = await connection.inspector.fillsOf('BTC/USDT', order.value.venueOrderId);
      const sum = fills.ok ? fills.value.reduce<DecimalText>((total, fill) => add(total, fill.amount), zero) : null;
      expect(sum).toBe(order.value.filled);
      expect(compare(order.value.filled, order.value.amount)).toBeLessThanOrEqual(0);
      expect(fills.ok && fills.value.every(({ role, price }) => role === 'maker' && price === bestBid)).toBe(true);
      if (order.value.status === 'filled') return;
    }
    throw new Error('the market never came to the order');
  });
});
