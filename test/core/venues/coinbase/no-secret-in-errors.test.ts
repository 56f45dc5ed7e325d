import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCoinbaseKeyReader } from '../../../../core/venues/coinbase/coinbase-key-reader.ts';
import { openCoinbase } from '../../../../core/venues/coinbase/open-coinbase.ts';
import type { VenueConnection } from '../../../../core/venues/venue.ts';
import { approvedOrder, insist, orderClientOf, passingClock, type Served, served } from './served.ts';

/** Every way in which Coinbase, or something on the way to it, can fail: each repeats what it was sent as far as it can. */
const failures: readonly [string, (echo: string) => Response | Promise<Response>][] = [
  [
    'a refusal that repeats the request',
    (echo) => Response.json({ error: 'INVALID_ARGUMENT', message: echo }, { status: 400 }),
  ],
  ['a refusal whose code is the request', (echo) => Response.json({ error: echo, message: echo }, { status: 400 })],
  ['a key that is refused', (echo) => new Response(`Unauthorized ${echo}`, { status: 401 })],
  [
    'an order that is refused',
    (echo) => Response.json({ success: false, error_response: { error: 'INVALID_SIDE', message: echo } }),
  ],
  [
    'a rate limit',
    (echo) => Response.json({ errors: [{ id: 'rate_limit_exceeded', message: echo }] }, { status: 429 }),
  ],
  ['an error page that repeats the request', (echo) => new Response(echo, { status: 503 })],
  ['a page with 200 that repeats the request', (echo) => new Response(echo)],
  ['an error in a 200', (echo) => Response.json({ error: echo, message: echo })],
  [
    'fields that repeat the request',
    (echo) => Response.json({ orders: echo, accounts: echo, order: { order_id: echo }, products: [echo] }),
  ],
  [
    'a cancel whose reason is the request',
    (echo) => Response.json({ results: [{ success: false, failure_reason: echo, order_id: 'o-1' }] }),
  ],
  ['a reset that names the request', (echo) => Promise.reject(new TypeError(`fetch failed ${echo}`))],
  ['a system error', (echo) => Promise.reject(Object.assign(new Error(echo), { code: 'ECONNRESET' }))],
  ['silence', () => new Promise(() => undefined)],
];

describe('an error of Coinbase', () => {
  let one: Served;
  let connection: VenueConnection;
  let fail: ((echo: string) => Response | Promise<Response>) | null = null;
  const tokens: string[] = [];
  const transport = async (url: string, init?: RequestInit): Promise<Response> => {
    const token = new Headers(init?.headers).get('authorization') ?? '';
    if (token !== '') tokens.push(token.slice('Bearer '.length));
    if (fail === null) return one.internet.fetch(url, init);
    return fail(`${one.exchange.key.apiKey} ${one.exchange.key.secret} ${token} ${url} ${String(init?.body)}`);
  };
  beforeAll(async () => {
    one = await served();
    connection = insist(await openCoinbase({ ...one.options, transport, timeoutMs: 15 * 20 }));
  });
  afterAll(() => one.close());

  it.each(failures)('never tells key, secret, token or address: %s', async (name, failure) => {
    tokens.splice(0);
    fail = failure;
    const { canceller, inspector } = connection;
    const open = { venueOrderId: 'o-1', clientOrderId: null, symbol: 'BTC/USD', side: 'buy', type: 'LIMIT' } as const;
    const reader = createCoinbaseKeyReader({
      ...one.options,
      credentials: one.exchange.key,
      transport,
      clock: passingClock(),
      timeoutMs: 300,
    });
    const answers = await Promise.all([
      inspector.markets(),
      inspector.book('BTC/USD', 5),
      inspector.balances(),
      inspector.openOrders(),
      inspector.orderByClientId('BTC/USD', 'ours-1'),
      inspector.fillsOf('BTC/USD', 'o-1'),
      connection.fees('BTC/USD'),
      inspector.ping(),
      canceller.cancel('BTC/USD', 'ours-1'),
      canceller.cancelAtVenue(open as never),
      orderClientOf(connection).submit(approvedOrder()),
      reader.read(),
    ]);
    fail = null;
    // Only the rights of a key are read from whatever came: as unknown.
    const isPage = ['a page with 200', 'an error in a 200', 'fields', 'a cancel'].some((start) =>
      name.startsWith(start),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(isPage ? 1 : 0);
    expect(tokens.length).toBeGreaterThan(8);
    const text = JSON.stringify(answers);
    const pem = one.exchange.key.secret.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));
    const parts = tokens.flatMap((token) => token.split('.'));
    for (const hidden of [
      one.exchange.key.apiKey,
      ...pem,
      ...parts,
      'https:',
      'api.coinbase.com/api',
      'PRIVATE KEY-----\\nM',
    ]) {
      expect(text).not.toContain(hidden);
    }
  });
});
