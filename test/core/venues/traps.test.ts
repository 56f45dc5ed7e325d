import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { createCcxt } from '../../../core/venues/binance/binance-client.ts';
import { manualClock } from '../../manual-clock.ts';
import { type OpenedBinance, openBinanceServer } from './open-binance-server.ts';

/**
 * The behaviours of ccxt and of Binance that bite, each as it was measured on ccxt 4.5.84, and what stands against it. Numbers are those
 * of the study of venues. Over real HTTPS, with real signatures. 8 to 15 stand in traps-8-to-15.test.ts, Kraken's and Coinbase's own in their folders.
 */
let opened: OpenedBinance;
beforeAll(async () => {
  opened = await openBinanceServer(1_500);
  await opened.server.other('SELL', '0.5', '50000.00');
});
afterEach(async () => {
  const { connection, server } = opened;
  server.faults.clear();
  server.skew(0);
  server.credentials.isRevoked = false;
  const open = await connection.inspector.openOrders();
  for (const order of open.ok ? open.value : []) await connection.canceller.cancelAtVenue(order);
  server.forget();
});
afterAll(() => opened.close());

let orders = 0;
function nextId(): string {
  orders += 1;
  return `trap-${orders}`;
}
const malformed = { ok: false, error: { code: 'venue-answer-malformed' } };

describe('1: an answer that is empty, cut short or a page', () => {
  it.each([
    ['page with 200 before', 'a page'],
    ['truncated after', 'half of an answer'],
    ['empty answer before', 'an empty object'],
  ] as const)('(%s) is no balance, no book, no list of orders and no order', async (fault, _title) => {
    const { connection, server, submit } = opened;
    const { inspector } = connection;
    const reads = [
      () => inspector.balances(),
      () => inspector.book('BTC/USDT', 5),
      () => inspector.markets(),
      () => inspector.fillsOf('BTC/USDT', '1'),
      () => inspector.status(),
      () => inspector.ping(),
    ];
    for (const read of reads) {
      server.faults.meet([fault]);
      expect(await read()).toMatchObject(malformed);
    }
    await submit({ clientOrderId: nextId() });
    server.faults.meet([fault]);
    // ccxt makes a phantom order of this, with the id "0".
    expect(await inspector.openOrders()).toMatchObject(malformed);
    server.faults.meet([fault]);
    const clientOrderId = nextId();
    expect(await submit({ clientOrderId })).toEqual({
      ok: false,
      error: { code: 'outcome-unknown', retry: 'after-checking', clientOrderId },
    });
  });
});

describe('2: a revoked key looks like rate limiting', () => {
  it('after a good call it is a refused key, for reads, orders and the key reader, and nothing is asked twice', async () => {
    const { connection, keyReader, server, submit } = opened;
    expect(await connection.inspector.balances()).toMatchObject({ ok: true });
    server.credentials.isRevoked = true;
    server.forget();
    const refused = {
      ok: false,
      error: { code: 'key-refused', retry: 'never', problem: 'key-unclear', venueCode: '-2015' },
    };
    expect(await connection.inspector.balances()).toMatchObject(refused);
    expect(await submit({ clientOrderId: nextId() })).toMatchObject(refused);
    expect(await keyReader.read()).toMatchObject(refused);
    expect(server.requests()).toHaveLength(3);
    server.credentials.isRevoked = false;
    expect(await keyReader.read()).toMatchObject({ ok: true });
  });
});

describe('3: ccxt gives refusals the wrong class', () => {
  it('so they are told by the code alone, whatever ccxt calls them', async () => {
    const { connection, server } = opened;
    const table = [
      [400, -2015, 'key-refused'],
      [401, -2008, 'key-refused'],
      [400, -1022, 'key-refused'],
      [400, -1021, 'key-refused'],
      [400, -1013, 'venue-rejected'],
      [400, -2010, 'venue-rejected'],
      [429, -1003, 'rate-limited'],
      [418, -1003, 'rate-limited'],
      [503, -1001, 'venue-unreachable'],
    ] as const;
    for (const [status, code, outcome] of table) {
      server.faults.meet([{ status, body: { code, msg: 'no' } }]);
      expect(await connection.inspector.balances()).toMatchObject({ ok: false, error: { code: outcome } });
    }
  });
});

describe('4: every network trouble is the same class to ccxt, and is to be tried again', () => {
  it.each(['hang after', 'reset after', 'cut off after', '503 after'] as const)(
    '(%s) an order is sent once, is of unknown outcome, and is found by its client id',
    async (fault) => {
      const { connection, server, submit } = opened;
      const clientOrderId = nextId();
      server.faults.meet([fault], ({ method }) => method === 'POST');
      expect(await submit({ clientOrderId })).toMatchObject({ ok: false, error: { code: 'outcome-unknown' } });
      expect(server.count('POST', '/api/v3/order')).toBe(1);
      expect(await connection.inspector.orderByClientId('BTC/USDT', clientOrderId)).toMatchObject({
        ok: true,
        value: { clientOrderId, status: 'open' },
      });
    },
  );

  it('and one whose connection was refused is known to be nowhere', async () => {
    const { net, server, submit } = opened;
    net.refuse(1);
    expect(await submit({ clientOrderId: nextId() })).toMatchObject({
      ok: false,
      error: { code: 'venue-unreachable' },
    });
    expect(server.requests()).toEqual([]);
  });
});

describe('5: errors of ccxt hold the signed address, and its instance the key', () => {
  it('so none of ours does, whatever went wrong', async () => {
    const { connection, server, submit } = opened;
    const secrets = [server.credentials.apiKey, server.credentials.secret, 'signature=', 'https://'];
    const echo = (text: string) => ({ status: 400, body: { code: -1000, msg: text } });
    for (const fault of [
      'reset before',
      'hang before',
      '500 before',
      'truncated after',
      echo(`GET https://api.binance.com/api/v3/account?signature=abc ${server.credentials.apiKey}`),
    ] as const) {
      server.faults.meet([fault, fault]);
      const told = JSON.stringify([await connection.inspector.balances(), await submit({ clientOrderId: nextId() })]);
      for (const secret of secrets) expect(told).not.toContain(secret);
    }
  });

  it('and ccxt is not let keep what it heard', () => {
    const exchange = createCcxt({
      credentials: null,
      clock: manualClock(),
      allowed: [],
      isOpen: () => false,
      left: () => undefined,
      pace: null,
      timeoutMs: 1,
      transport: () => Promise.reject(new Error('no')),
    });
    expect(exchange).toMatchObject({
      verbose: false,
      enableLastHttpResponse: false,
      enableLastJsonResponse: false,
      enableLastResponseHeaders: false,
    });
  });
});

describe("6: ccxt puts its authors' rebate on orders", () => {
  it('so ours leave under our own id, with no tag of anyone in any request', async () => {
    const { server, submit } = opened;
    const clientOrderId = nextId();
    expect(await submit({ clientOrderId })).toMatchObject({ ok: true });
    const sent = server.requests();
    expect(new URLSearchParams(sent[0]?.body).get('newClientOrderId')).toBe(clientOrderId);
    expect(JSON.stringify(sent)).not.toMatch(/x-[A-Z0-9]{8}|TKT5PX2F|CCXT|broker|referer/i);
  });
});

describe('7: a price makes a market order a cost', () => {
  it('so a market order with a price is refused before it leaves, and one without spends no more than it says', async () => {
    const { server, submit } = opened;
    const market = { type: 'market', timeInForce: null, clientOrderId: nextId() } as const;
    expect(await submit({ ...market, price: decimal('50000') })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(server.requests()).toEqual([]);
    expect(await submit({ ...market, price: null })).toMatchObject({ ok: true, value: { filled: '0.002' } });
    const { body } = server.requests()[0] ?? { body: '' };
    expect([...new URLSearchParams(body).keys()]).not.toContain('price');
    expect([...new URLSearchParams(body).keys()]).not.toContain('quoteOrderQty');
  });
});
