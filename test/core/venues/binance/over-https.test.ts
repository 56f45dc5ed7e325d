import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweepOpenOrders } from '../../../../core/venues/sweep.ts';
import type { ExchangeFault } from '../../../exchange/exchange-faults.ts';
import { type OpenedBinance, openBinanceServer } from '../open-binance-server.ts';
import { restingOrder } from '../scripted-venue.ts';

let opened: OpenedBinance;
beforeAll(async () => {
  opened = await openBinanceServer(1_500);
});
afterEach(async () => {
  opened.server.faults.clear();
  await sweepOpenOrders(opened.connection.canceller);
  opened.server.tellStatus(0);
  opened.server.forget();
});
afterAll(() => opened.close());

let orders = 0;
function nextId(): string {
  orders += 1;
  return `https-${orders}`;
}

/** A fault, what a read comes to under it, and what an order does; whether the order is there afterwards. */
const table: readonly (readonly [string, ExchangeFault, string, string, boolean])[] = [
  ['hangs', 'hang before', 'venue-unreachable', 'outcome-unknown', false],
  ['hangs once it was taken', 'hang after', 'venue-unreachable', 'outcome-unknown', true],
  ['is reset', 'reset before', 'venue-unreachable', 'outcome-unknown', false],
  ['is reset once it was taken', 'reset after', 'venue-unreachable', 'outcome-unknown', true],
  ['is cut off', 'cut off after', 'venue-unreachable', 'outcome-unknown', true],
  ['is cut short', 'truncated after', 'venue-answer-malformed', 'outcome-unknown', true],
  ['is answered by a page', 'page with 200 before', 'venue-answer-malformed', 'outcome-unknown', false],
  ['is taken and answered by a page', 'page with 200 after', 'venue-answer-malformed', 'outcome-unknown', true],
  ['is answered by nothing', 'empty answer before', 'venue-answer-malformed', 'outcome-unknown', false],
  ['is one too many', '429 before', 'rate-limited', 'rate-limited', false],
  ['is banned', '418 before', 'rate-limited', 'rate-limited', false],
  ['meets a server error', '500 before', 'venue-unreachable', 'outcome-unknown', false],
  ['is taken and meets a server error', '503 after', 'venue-unreachable', 'outcome-unknown', true],
  ['is sent elsewhere', 'redirect before', 'venue-unreachable', 'outcome-unknown', false],
];

describe('over real HTTPS, a request that', () => {
  it.each(table)('%s (%s)', async (_title, fault, readOutcome, orderOutcome, isThere) => {
    const { connection, server, submit } = opened;
    server.faults.meet([fault]);
    expect(await connection.inspector.balances()).toMatchObject({ ok: false, error: { code: readOutcome } });
    const clientOrderId = nextId();
    server.faults.meet([fault], ({ method }) => method === 'POST');
    expect(await submit({ clientOrderId })).toMatchObject({ ok: false, error: { code: orderOutcome } });
    const found = await connection.inspector.orderByClientId('BTC/USDT', clientOrderId);
    expect(found.ok && found.value !== null).toBe(isThere);
    expect(server.count('POST', '/api/v3/order')).toBe(1);
    expect(opened.net.strays).toEqual([]);
  });

  it('the network delivers twice is one order, and is told as unsure', async () => {
    const { connection, server, submit } = opened;
    const clientOrderId = nextId();
    server.faults.meet(['delivered twice'], ({ method }) => method === 'POST');
    expect(await submit({ clientOrderId })).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
    const open = await connection.inspector.openOrders();
    expect(open.ok && open.value.map((order) => order.clientOrderId)).toEqual([clientOrderId]);
  });

  it.each([
    'hang after',
    'reset after',
    'truncated after',
    '503 after',
    'delivered twice',
    'missing echo after',
  ] as const)('cancels, and meets a fault (%s), can be repeated, and then tells how the order ended', async (fault) => {
    const { connection, server, submit } = opened;
    const clientOrderId = nextId();
    await submit({ clientOrderId });
    server.faults.meet([fault], ({ method }) => method === 'DELETE');
    const first = await connection.canceller.cancel('BTC/USDT', clientOrderId);
    if (fault !== 'delivered twice') expect(first.ok).toBe(false);
    expect(await connection.canceller.cancel('BTC/USDT', clientOrderId)).toMatchObject({
      ok: true,
      value: { clientOrderId, status: 'canceled' },
    });
  });
});

describe('over real HTTPS', () => {
  it('a sweep ends what we placed and what was placed by hand, and proves it', async () => {
    const { connection, server, submit } = opened;
    await submit({ clientOrderId: nextId() });
    server.placeByHand({
      ...restingOrder({ orderId: 900_001, type: 'STOP_LOSS_LIMIT', clientOrderId: 'web_1' }),
      orderListId: 4,
    });
    server.faults.meet(['reset before'], ({ method }) => method === 'DELETE');
    const first = await sweepOpenOrders(connection.canceller);
    expect(first).toMatchObject({ ok: true, value: { left: [{}], failure: { code: 'venue-unreachable' } } });
    expect(await sweepOpenOrders(connection.canceller)).toMatchObject({
      ok: true,
      value: { listed: [{}], left: [], failure: null },
    });
  });

  it.each([
    [0, 'ok'],
    [1, 'maintenance'],
    [2, 'unknown'],
  ])('the status %i is told as %s', async (status, told) => {
    opened.server.tellStatus(status);
    expect(await opened.connection.inspector.status()).toEqual({ ok: true, value: told });
  });

  it.each([
    ['page with 200 before', 'ok'],
    ['empty answer before', 'ok'],
    ['truncated after', 'ok'],
    ['reset before', 'venue-unreachable'],
    ['hang before', 'venue-unreachable'],
    ['429 before', 'rate-limited'],
    ['503 before', 'venue-unreachable'],
  ] as const)('asking of a key under "%s" (%s) never makes it safe', async (fault, outcome) => {
    opened.server.faults.meet([fault]);
    const reading = await opened.keyReader.read();
    if (outcome !== 'ok') return expect(reading).toMatchObject({ ok: false, error: { code: outcome } });
    expect(reading).toMatchObject({ ok: true, value: { rights: { withdraw: 'unknown', trade: 'unknown' } } });
  });

  it('asking of a key sends one request that changes nothing', async () => {
    opened.server.forget();
    expect(await opened.keyReader.read()).toMatchObject({
      ok: true,
      value: { rights: { trade: 'yes', withdraw: 'no', ipRestricted: 'yes', expiresAtMs: 'never' } },
    });
    expect(opened.server.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /sapi/v1/account/apiRestrictions',
    ]);
  });

  it('everything that only reads changes nothing, and counts none', async () => {
    const { connection, server } = opened;
    server.forget();
    const before = connection.mutatingRequests();
    await connection.inspector.markets();
    await connection.inspector.balances();
    await connection.inspector.openOrders();
    await connection.inspector.ping();
    await connection.inspector.status();
    await connection.inspector.book('BTC/USDT', 5);
    expect([server.mutating(), connection.mutatingRequests() - before]).toEqual([0, 0]);
  });
});
