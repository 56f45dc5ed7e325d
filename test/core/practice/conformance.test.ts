import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decimal, fromUnits, toUnits } from '../../../core/domain/money.ts';
import type { Account } from '../../../core/practice/accounts.ts';
import { holdings } from '../../../core/practice/accounts.ts';
import { createExchange } from '../../../core/practice/exchange.ts';
import { marketNamed, toLots, toTicks } from '../../../core/practice/market-spec.ts';
import { manualClock } from '../../manual-clock.ts';
import { sharedFolder } from '../../shared-folder.ts';

interface Step {
  readonly op: string;
  readonly side: string;
  readonly symbol: string;
  readonly amount: string;
  readonly price: string;
}
interface Case {
  readonly id: string;
  readonly area: string;
  readonly given: { readonly deposits: Record<string, string>; readonly open?: readonly Omit<Step, 'op'>[] };
  readonly when: Step | readonly Step[];
  readonly then: Record<string, unknown> & { readonly outcome: string | readonly string[] };
}

/** The exchange without fees, with one person and a counterparty that quotes whatever a step needs. */
function world(deposits: Record<string, string>) {
  const exchange = createExchange({
    clock: manualClock(),
    fees: { maker: 0n, taker: 0n },
    store: () => undefined,
    printed: () => undefined,
    hinted: () => undefined,
  });
  const person: Account = {
    id: 1,
    apiKey: 'p',
    secret: 'p',
    isStored: true,
    holdings: new Map(
      Object.entries(deposits).map(([asset, amount]) => [asset, { free: toUnits(decimal(amount), 8) ?? 0n, held: 0n }]),
    ),
  };
  exchange.accounts.set(1, person);
  let orders = 0;

  function place(step: Omit<Step, 'op'>, type: 'LIMIT' | 'MARKET'): string {
    const market = marketNamed(step.symbol.replace('/', ''));
    if (market === null || !step.symbol.includes('/') || (step.side !== 'buy' && step.side !== 'sell')) return 'reject';
    const lots = toLots(decimal(step.amount), market);
    const ticks = toTicks(decimal(step.price), market);
    if (lots === null || lots <= 0n || ticks === null || ticks <= 0n) return 'reject';
    // In the cases the market is wherever the step says it is: somebody stands ready at that price.
    const quoted = type === 'MARKET' ? exchange.quote(market, step.side === 'buy' ? 'sell' : 'buy', ticks, lots) : null;
    orders += 1;
    const placed = exchange.place(person, {
      clientOrderId: `${orders}`,
      market,
      side: step.side,
      type,
      lots,
      timeInForce: 'GTC',
      stopTicks: null,
      quoteTarget: null,
      ticks: type === 'LIMIT' ? ticks : null,
    });
    if (!placed.ok && quoted !== null) exchange.book(market).remove(quoted);
    if (!placed.ok) return 'reject';
    return placed.value.order.status === 'FILLED' ? 'filled' : 'open';
  }

  return {
    place,
    /** The market trades through a price. */
    tick(symbol: string, price: string): string {
      const market = marketNamed(symbol.replace('/', '')) ?? expect.fail('no market');
      const before = exchange.openOrders(1).length;
      exchange.quote(market, 'sell', toTicks(decimal(price), market) ?? 0n, 10n ** 9n);
      return exchange.openOrders(1).length < before ? 'filled' : 'open';
    },
    free: (asset: string) => fromUnits(holdings(person).find((item) => item.asset === asset)?.free ?? 0n, 8),
  };
}

describe('the paper exchange of the forerunner', () => {
  it('is not followed where it took what is no order', () => {
    const all = world({ USDT: '10' });
    expect(all.place({ side: 'buy', symbol: 'BTCUSDT', amount: '1', price: '1' }, 'MARKET')).toBe('reject');
    expect(all.place({ side: 'hold', symbol: 'BTC/USDT', amount: '1', price: '1' }, 'MARKET')).toBe('reject');
    expect(all.free('USDT')).toBe('10');
  });
});

const shared = sharedFolder();
if (shared !== null) {
  const cases = (
    JSON.parse(readFileSync(join(shared, 'cases', 'custody-cases.json'), 'utf8')) as readonly Case[]
  ).filter(
    (item) =>
      item.area === 'paper' &&
      [item.when].flat().every((step) => /^paper\.(market|limit|tick)$/.test((step as Step).op)),
  );
  describe('the conformance cases of the paper exchange', () => {
    it('are there', () => expect(cases.length).toBeGreaterThanOrEqual(4));
    it.each(cases.map((item) => [item.id, item] as const))('%s', (_id, item) => {
      const all = world(item.given.deposits);
      for (const open of item.given.open ?? []) expect(all.place(open, 'LIMIT')).toBe('open');
      for (const [index, step] of ([item.when].flat() as readonly Step[]).entries()) {
        const outcome =
          step.op === 'paper.tick'
            ? all.tick(step.symbol, step.price)
            : all.place(step, step.op === 'paper.limit' ? 'LIMIT' : 'MARKET');
        expect(outcome).toBe([item.then.outcome].flat()[index]);
        const after =
          (item.then.balances_after as readonly Record<string, string>[] | undefined)?.[index] ?? item.then.balances;
        for (const [asset, amount] of Object.entries((after ?? {}) as Record<string, string>))
          expect(all.free(asset)).toBe(decimal(amount));
      }
    });
  });
}
