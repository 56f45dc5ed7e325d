import { describe, expect, it } from 'vitest';
import { createCcxt } from '../../../core/venues/binance/binance-client.ts';
import {
  binanceCancellerEgress,
  binanceInspectorEgress,
  binanceKeyReaderEgress,
  binanceOrderEgress,
} from '../../../core/venues/binance/binance-egress.ts';
import type { Allowed } from '../../../core/venues/guarded-fetch.ts';
import { manualClock } from '../../manual-clock.ts';
import { canary, json } from './scripted-venue.ts';

const dangerous =
  /withdraw|transfer|loan|repay|borrow|sub[-_]?account|convert|deposit|dust|redeem|subscribe|staking|listen_?key|ip_?restriction/i;
const implicit = /(Get|Post|Put|Patch|Delete)[A-Z]|_(get|post|put|patch|delete)_/;

type Methods = Readonly<Record<string, unknown>>;

function instance(allowed: readonly Allowed[]) {
  const left: string[] = [];
  const exchange = createCcxt({
    credentials: canary,
    clock: manualClock(),
    allowed,
    isOpen: () => true,
    left: () => undefined,
    pace: null,
    timeoutMs: 1_000,
    transport: async (url, init) => {
      const { origin, pathname } = new URL(url);
      left.push(`${init?.method} ${origin}${pathname}`);
      return json(200, {});
    },
  });
  return { exchange: exchange as unknown as Methods, left };
}

function methodsOf(exchange: Methods): readonly string[] {
  return Object.keys(exchange).filter((name) => implicit.test(name) && typeof exchange[name] === 'function');
}

async function callEvery(exchange: Methods, names: readonly string[]): Promise<string[]> {
  const outcomes = names.map(async (name) => {
    const method = exchange[name] as (parameters: object) => Promise<unknown>;
    try {
      await method.call(exchange, { symbol: 'BTCUSDT', asset: 'BTC', amount: '1', address: 'x', network: 'BTC' });
      return 'answered';
    } catch (cause) {
      return cause instanceof Error ? cause.name : 'thrown';
    }
  });
  return Promise.all(outcomes);
}

const objects = [
  ['inspector', binanceInspectorEgress],
  ['canceller', binanceCancellerEgress],
  ['order client', binanceOrderEgress],
  ['key reader', binanceKeyReaderEgress],
] as const;

describe.each(objects)("ccxt's own methods on the instance of the %s", (_name, allowed) => {
  it('are all denied before leaving where they move funds', async () => {
    const { exchange, left } = instance(allowed);
    const names = methodsOf(exchange).filter((name) => dangerous.test(name));
    expect(names.length).toBeGreaterThan(400);
    const outcomes = await callEvery(exchange, names);
    expect(names.filter((_method, i) => outcomes[i] !== 'EgressDenied')).toEqual([]);
    expect(left).toEqual([]);
  });

  it('reach nothing but the egress list, whatever their name', async () => {
    const { exchange, left } = instance(allowed);
    const names = methodsOf(exchange);
    expect(names.length).toBeGreaterThan(1_600);
    await callEvery(exchange, names);
    const listed = allowed.map(({ method, origin, path }) => `${method} ${origin}${path}`);
    expect([...new Set(left)].sort()).toEqual([...listed].sort());
  });

  it('have no withdraw and no transfer beside them', () => {
    const { exchange } = instance(allowed);
    expect(exchange.withdraw).toBeUndefined();
    expect(exchange.transfer).toBeUndefined();
  });
});
