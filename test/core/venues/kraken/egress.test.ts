import { describe, expect, it } from 'vitest';
import type { Allowed } from '../../../../core/venues/guarded-fetch.ts';
import { createKrakenCcxt } from '../../../../core/venues/kraken/kraken-ccxt.ts';
import {
  krakenCancellerEgress,
  krakenDeadmanEgress,
  krakenInspectorEgress,
  krakenKeyEgress,
  krakenOrderEgress,
  krakenTimeEgress,
} from '../../../../core/venues/kraken/kraken-egress.ts';
import { manualClock } from '../../../manual-clock.ts';

const dangerous =
  /withdraw|transfer|deposit|earn|allocate|subaccount|export|websocketstoken|editorder|amendorder|batch|cancelall(?!ordersafter)/i;
const implicit = /(Get|Post|Put|Patch|Delete)[A-Z0-9]|_(get|post|put|patch|delete)_/;
type Methods = Readonly<Record<string, unknown>>;

function instance(allowed: readonly Allowed[]) {
  const left: string[] = [];
  let mutating = 0;
  let nonce = 0;
  const exchange = createKrakenCcxt({
    credentials: { apiKey: 'the-public-part', secret: 'c2VjcmV0' },
    clock: manualClock(),
    allowed,
    isOpen: () => true,
    mutates: () => {
      mutating += 1;
    },
    nonce: () => {
      nonce += 1;
      return nonce;
    },
    timeoutMs: 1_000,
    transport: async (url, init) => {
      const { origin, pathname } = new URL(url);
      left.push(`${init?.method} ${origin}${pathname}`);
      return new Response('{"error":[],"result":{}}');
    },
  });
  return { exchange: exchange as unknown as Methods, left, mutating: () => mutating };
}

const methodsOf = (exchange: Methods) =>
  Object.keys(exchange).filter((name) => implicit.test(name) && typeof exchange[name] === 'function');

const callEvery = (exchange: Methods, names: readonly string[]): Promise<string[]> =>
  Promise.all(
    names.map(async (name) => {
      try {
        await (exchange[name] as (parameters: object) => Promise<unknown>).call(exchange, {
          pair: 'XBTUSD',
          asset: 'XBT',
          amount: '1',
          key: 'x',
        });
        return 'answered';
      } catch (cause) {
        return cause instanceof Error ? cause.name : 'thrown';
      }
    }),
  );

const objects = [
  ['inspector', krakenInspectorEgress, 0],
  ['canceller', krakenCancellerEgress, 1],
  ['order client', krakenOrderEgress, 1],
  ['dead man’s switch', krakenDeadmanEgress, 1],
  ['key reader', krakenKeyEgress, 0],
  ['timekeeper', krakenTimeEgress, 0],
] as const;

describe.each(objects)("ccxt's own methods on the instance of the %s", (_name, allowed, mutatingPaths) => {
  it('reach nothing but the egress list, whatever their name', async () => {
    const { exchange, left, mutating } = instance(allowed);
    const names = methodsOf(exchange);
    expect(names.length).toBeGreaterThan(100);
    await callEvery(exchange, names);
    expect([...new Set(left)].sort()).toEqual(
      allowed.map(({ method, origin, path }) => `${method} ${origin}${path}`).sort(),
    );
    // Each endpoint has a method in both spellings.
    expect(mutating()).toBe(2 * mutatingPaths);
  });

  it('are all denied before leaving where they move funds', async () => {
    const { exchange, left } = instance(allowed);
    const names = methodsOf(exchange).filter((name) => dangerous.test(name));
    expect(names.length).toBeGreaterThan(50);
    const outcomes = await callEvery(exchange, names);
    expect(names.filter((_method, i) => outcomes[i] !== 'EgressDenied')).toEqual([]);
    expect(left).toEqual([]);
  });

  it('have no withdraw and no transfer beside them', () => {
    const { exchange } = instance(allowed);
    for (const name of ['withdraw', 'transfer', 'transferOut']) expect(exchange[name]).toBeUndefined();
  });
});

describe('an implicit call', () => {
  it('is one request: no markets, no accounts, no clock beside it', async () => {
    const { exchange, left } = instance([
      ...krakenCancellerEgress,
      ...krakenOrderEgress,
      ...krakenDeadmanEgress,
      ...krakenKeyEgress,
    ]);
    const names = [
      'publicGetAssetPairs',
      'publicGetDepth',
      'privatePostBalanceEx',
      'privatePostOpenOrders',
      'privatePostQueryOrders',
      'privatePostAddOrder',
      'privatePostCancelOrder',
      'privatePostCancelAllOrdersAfter',
      'privatePostGetApiKeyInfo',
      'privatePostTradeVolume',
    ];
    expect(await callEvery(exchange, names)).toEqual(names.map(() => 'answered'));
    expect(left).toHaveLength(names.length);
    expect(exchange.markets).toBeUndefined();
  });

  it('leaves nothing of its answer or of its signature on the instance', async () => {
    const { exchange } = instance(krakenInspectorEgress);
    await callEvery(exchange, ['privatePostBalanceEx']);
    expect(exchange.last_http_response).toBeUndefined();
    expect(exchange.last_json_response).toBeUndefined();
    expect(exchange.last_response_headers).toBeUndefined();
    expect(exchange.last_request_headers).toBeUndefined();
    expect(exchange.last_request_body).toBeUndefined();
  });
});
