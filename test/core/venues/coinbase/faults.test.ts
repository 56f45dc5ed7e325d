import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeFault } from '../../../exchange/exchange-faults.ts';
import { approvedOrder, insist, type Served, served } from './served.ts';

/** What each fault looks like to a read. Nothing, or something half, is never taken for an answer. */
const readFaults: readonly [ExchangeFault & string, string][] = [
  ['hang after', 'venue-unreachable'],
  ['reset before', 'venue-unreachable'],
  ['cut off after', 'venue-unreachable'],
  ['truncated after', 'venue-answer-malformed'],
  ['page with 200 before', 'venue-answer-malformed'],
  ['empty answer after', 'venue-answer-malformed'],
  ['429 before', 'rate-limited'],
  ['418 before', 'rate-limited'],
  ['500 before', 'venue-unreachable'],
  ['503 before', 'venue-unreachable'],
  ['redirect before', 'venue-unreachable'],
];

/** What each fault around a placement may be told as: only a rate limit at the door and a refused connection say that there is no order. */
const placingFaults: readonly [ExchangeFault & string, string, number][] = [
  ['hang before', 'outcome-unknown', 0],
  ['hang after', 'outcome-unknown', 1],
  ['reset before', 'outcome-unknown', 0],
  ['reset after', 'outcome-unknown', 1],
  ['cut off after', 'outcome-unknown', 1],
  ['truncated after', 'outcome-unknown', 1],
  ['page with 200 before', 'outcome-unknown', 0],
  ['page with 200 after', 'outcome-unknown', 1],
  ['empty answer before', 'outcome-unknown', 0],
  ['empty answer after', 'outcome-unknown', 1],
  ['429 before', 'rate-limited', 0],
  ['500 before', 'outcome-unknown', 0],
  ['503 before', 'outcome-unknown', 0],
  ['503 after', 'outcome-unknown', 1],
  ['missing echo after', 'outcome-unknown', 1],
  ['foreign echo after', 'outcome-unknown', 1],
  ['redirect before', 'outcome-unknown', 0],
  ['late', 'outcome-unknown', 0],
];

describe('Coinbase behind a failing network', () => {
  let one: Served;
  let placed: string;
  beforeAll(async () => {
    one = await served({ timeoutMs: 1_500 });
    placed = insist(await one.submit()).venueOrderId;
  });
  afterAll(() => one.close());
  beforeEach(() => {
    one.server.faults.clear();
    one.server.forget();
  });

  const reads: readonly [string, () => Promise<{ readonly ok: boolean }>][] = [
    ['markets', () => one.connection.inspector.markets()],
    ['book', () => one.connection.inspector.book('BTC/USD', 5)],
    ['balances', () => one.connection.inspector.balances()],
    ['openOrders', () => one.connection.inspector.openOrders()],
    ['orderByClientId', () => one.connection.inspector.orderByClientId('BTC/USD', 'ours-1')],
    ['orderByClientId of one that is not there', () => one.connection.inspector.orderByClientId('BTC/USD', 'ours-0')],
    ['fillsOf', () => one.connection.inspector.fillsOf('BTC/USD', placed)],
    ['ping', () => one.connection.inspector.ping()],
    ['cancel', () => one.connection.canceller.cancel('BTC/USD', 'ours-1')],
  ];

  it.each(readFaults)('takes no answer for one, whatever is read: %s', async (fault, code) => {
    for (const [name, read] of reads) {
      one.server.faults.meet([fault]);
      expect(await read(), name).toMatchObject({ ok: false, error: { code } });
    }
    // The order is still there: no cancel got further than reading.
    expect(one.exchange.book.engine.openOrders(one.exchange.book.account.id)).toHaveLength(1);
  });

  it.each(placingFaults)('around placing an order, %s is %s', async (fault, code, taken) => {
    const clientOrderId = `faulty-${fault.replaceAll(' ', '-')}`;
    one.server.faults.meet([fault]);
    expect(await one.submit({ clientOrderId })).toMatchObject({ ok: false, error: { code } });
    expect(one.server.mutating()).toBe(1);
    const known = { sentAtMs: one.clock.nowMs(), venueOrderId: null };
    const found = insist(await one.connection.inspector.orderByClientId('BTC/USD', clientOrderId, known));
    expect(found === null ? 0 : 1).toBe(taken);
  });

  it('knows that a connection that was refused brought nothing', async () => {
    one.internet.refuse(1);
    expect(await one.submit({ clientOrderId: 'refused-1' })).toMatchObject({
      ok: false,
      error: { code: 'venue-unreachable' },
    });
    expect(one.server.requests()).toEqual([]);
  });

  it('lets no order come that is late by more than its signature lives', async () => {
    one.server.faults.meet(['late']);
    expect(await one.submit({ clientOrderId: 'late-1' })).toMatchObject({ error: { code: 'outcome-unknown' } });
    one.clock.wind(9_000);
    expect(await one.server.faults.deliverLate()).toBe(1);
    expect(one.exchange.unauthenticated.at(-1)).toBe('not now');
    expect(insist(await one.connection.inspector.orderByClientId('BTC/USD', 'late-1'))).toBeNull();
  });

  it('asks a read once more where the connection failed, and never an order or a cancel', async () => {
    const patient = await one.reopen({ readRetryMs: 20, timeoutMs: 10_000 });
    one.server.forget();
    one.server.faults.meet(['reset before']);
    expect((await patient.inspector.balances()).ok).toBe(true);
    expect(one.server.requests()).toHaveLength(2);
    const client = insist(patient.orderClient({ isArmed: () => true }, 'live:coinbase'));
    one.server.forget();
    one.server.faults.meet(['reset before']);
    expect(await client.submit(approvedOrder({ clientOrderId: 'once-1' }))).toMatchObject({
      error: { code: 'outcome-unknown' },
    });
    const [open] = insist(await patient.inspector.openOrders());
    if (open === undefined) throw new Error('nothing is open');
    one.server.faults.meet(['reset before']);
    expect(await patient.canceller.cancelAtVenue(open)).toMatchObject({
      ok: false,
      error: { code: 'venue-unreachable' },
    });
    expect(one.server.mutating()).toBe(2);
  });

  it('says of a clock that is behind by more than a signature lives what Coinbase says: the key was not taken', async () => {
    one.server.skew(30_000);
    expect(await one.connection.inspector.balances()).toMatchObject({
      error: { code: 'key-refused', problem: 'key-unclear' },
    });
    expect(insist(await one.connection.inspector.ping()).skewMs).toBe(30_000);
    one.server.skew(0);
  });
});
