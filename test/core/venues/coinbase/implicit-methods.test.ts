import { beforeAll, describe, expect, it } from 'vitest';
import { createCoinbaseCcxt } from '../../../../core/venues/coinbase/coinbase-client.ts';
import {
  coinbaseCancellerEgress,
  coinbaseInspectorEgress,
  coinbaseKeyEgress,
  coinbaseOrderEgress,
  coinbaseOrigin,
} from '../../../../core/venues/coinbase/coinbase-egress.ts';
import type { Allowed } from '../../../../core/venues/guarded-fetch.ts';
import { newEcdsaKey } from '../../../exchange/coinbase/jwt.ts';
import { passingClock } from './served.ts';

type Methods = Readonly<Record<string, unknown>>;
const implicit = /^v[23]_?(Public|Private|public|private)/;
const moving =
  /transfer|withdraw|deposit|transactions|buys|sells|convert|move_?funds|sweeps|allocate|payment|addresses|close_?position|margin/i;
const key = newEcdsaKey();

/** Calls every implicit method of an instance; tells what left, and how each call ended. */
async function callAll(allowed: readonly Allowed[]) {
  const left = new Set<string>();
  const exchange = createCoinbaseCcxt({
    credentials: key,
    clock: passingClock(),
    allowed,
    isOpen: () => true,
    left: () => undefined,
    pace: null,
    timeoutMs: 1_000,
    transport: async (url, init) => {
      left.add(`${init?.method} ${new URL(url).origin}${new URL(url).pathname}`);
      return Response.json({});
    },
  }) as unknown as Methods;
  const names = Object.keys(exchange).filter((name) => implicit.test(name) && typeof exchange[name] === 'function');
  const outcomes = new Map<string, string>();
  const ids = [
    'order_id',
    'account_id',
    'account_uuid',
    'address_id',
    'transaction_id',
    'portfolio_uuid',
    'product_id',
    'trade_id',
  ];
  const parameters = Object.fromEntries(
    [...ids, 'id', 'symbol', 'user_id', 'buy_id', 'sell_id', 'deposit_id'].map((name) => [name, 'x-1']),
  );
  for (const name of names) {
    const method = exchange[name] as (given: object) => Promise<unknown>;
    outcomes.set(
      name,
      await method.call(exchange, { ...parameters, withdrawal_id: 'x-1', payment_method_id: 'x-1' }).then(
        () => 'answered',
        (cause: unknown) => (cause instanceof Error ? cause.name : 'thrown'),
      ),
    );
  }
  return { exchange, left, names, outcomes };
}

const objects = [
  ['inspector', coinbaseInspectorEgress],
  ['canceller', coinbaseCancellerEgress],
  ['order client', coinbaseOrderEgress],
  ['key reader', coinbaseKeyEgress],
] as const;

describe.each(objects)("ccxt's own methods on the instance of the %s", (_name, allowed) => {
  let called: Awaited<ReturnType<typeof callAll>>;
  beforeAll(async () => {
    called = await callAll(allowed);
  });

  it('are all denied before leaving where they move funds', () => {
    const { names, outcomes } = called;
    const dangerous = names.filter((name) => moving.test(name) && !/summary/i.test(name));
    expect(dangerous.length).toBeGreaterThan(70);
    expect(dangerous.filter((name) => outcomes.get(name) !== 'EgressDenied')).toEqual([]);
  });

  it('reach nothing but the egress list, whatever their name', () => {
    const { left, names } = called;
    expect(names.length).toBeGreaterThan(180);
    // An id may be any word: those of the two lists beside it are reads too.
    const words = (path: string) => (path.endsWith('{id}') ? ['x-1', 'batch', 'fills'] : ['']);
    const listed = allowed.flatMap(({ method, origin, path }) =>
      words(path).map((word) => `${method} ${origin}${path.replace('{id}', word)}`),
    );
    expect([...left].sort()).toEqual([...new Set(listed)].sort());
  });

  it('have no withdraw and no transfer beside them, and remember nothing of a request', () => {
    const { exchange } = called;
    expect([exchange.withdraw, exchange.transfer]).toEqual([undefined, undefined]);
    expect([exchange.last_request_headers, exchange.last_request_body, exchange.last_request_url]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const { secret: _given, ...rest } = exchange;
    expect(JSON.stringify(rest, (name, value) => (name === 'throttler' ? undefined : value))).not.toMatch(
      /Bearer|eyJ[A-Za-z]/,
    );
  });
});

describe("Coinbase's egress lists", () => {
  it('let an inspector and a key reader only read', () => {
    expect([...coinbaseInspectorEgress, ...coinbaseKeyEgress].every(({ method }) => method === 'GET')).toBe(true);
  });

  it('let a canceller read and cancel, and an order client place one order and read it', () => {
    const path = '/api/v3/brokerage/orders';
    const extra = coinbaseCancellerEgress.filter((item) => !coinbaseInspectorEgress.includes(item));
    expect(extra).toEqual([{ method: 'POST', origin: coinbaseOrigin, path: `${path}/batch_cancel` }]);
    expect(coinbaseOrderEgress.map(({ method, path: allowed }) => `${method} ${allowed}`)).toEqual([
      `POST ${path}`,
      `GET ${path}/historical/{id}`,
    ]);
  });
});
