import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../core/practice/accounts.ts';
import { holdings } from '../../../core/practice/accounts.ts';
import { createExchange } from '../../../core/practice/exchange.ts';
import { practiceMarkets, quoteUnits } from '../../../core/practice/market-spec.ts';
import { isOpen, isWaiting, type PracticeOrder } from '../../../core/practice/practice-order.ts';
import { manualClock } from '../../manual-clock.ts';

const market = practiceMarkets[0] ?? expect.fail('no market');
const start = 10n ** 15n;
const runs = process.env.PORTCULLIS_LONG === '1' ? 5_000 : 150;

type Action =
  | {
      readonly kind: 'place';
      readonly account: number;
      readonly side: 'buy' | 'sell';
      readonly type: PracticeOrder['type'];
      /** Whether a market order is given in quote. */
      readonly inQuote: boolean;
      readonly timeInForce: 'GTC' | 'IOC' | 'FOK';
      readonly ticks: bigint;
      readonly stopTicks: bigint;
      readonly lots: bigint;
    }
  | { readonly kind: 'cancel'; readonly index: number };

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('place' as const),
        account: fc.constantFrom(1, 2, 3),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        type: fc.constantFrom(
          ...(['LIMIT', 'LIMIT', 'LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'STOP_LOSS'] as const),
        ),
        inQuote: fc.boolean(),
        timeInForce: fc.constantFrom('GTC' as const, 'GTC' as const, 'GTC' as const, 'IOC' as const, 'FOK' as const),
        ticks: fc.bigInt({ min: 95n, max: 105n }),
        stopTicks: fc.bigInt({ min: 95n, max: 105n }),
        lots: fc.bigInt({ min: 1n, max: 50n }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), index: fc.nat(50) }) },
  ),
  // fast-check draws ten at the most unless it is told that more are meant.
  { maxLength: 60, size: 'max' },
);

function world() {
  const fees = { base: 0n, quote: 0n };
  const fillsOf = new Map<number, bigint>();
  const sequence: { maker: number; ticks: bigint }[] = [];
  const sides = new Map<number, number[]>();
  const prints: bigint[] = [];
  const printedBefore = new Map<number, number>();
  const exchange = createExchange({
    clock: manualClock(),
    fees: { maker: 1_000n, taker: 2_000n },
    store(change) {
      for (const fill of change.fills) {
        if (fill.feeAsset === market.base) fees.base += fill.feeUnits;
        else fees.quote += fill.feeUnits;
        fillsOf.set(fill.orderId, (fillsOf.get(fill.orderId) ?? 0n) + fill.lots);
        sides.set(fill.tradeId, [...(sides.get(fill.tradeId) ?? []), fill.orderId]);
        if (fill.isMaker) sequence.push({ maker: fill.orderId, ticks: fill.ticks });
      }
    },
    printed: ({ ticks }) => void prints.push(ticks),
    hinted: () => undefined,
  });
  for (const id of [1, 2, 3]) {
    const account: Account = {
      id,
      apiKey: `${id}`,
      secret: `${id}`,
      isStored: true,
      holdings: new Map([
        [market.base, { free: start, held: 0n }],
        [market.quote, { free: start, held: 0n }],
      ]),
    };
    exchange.accounts.set(id, account);
  }
  const orders: PracticeOrder[] = [];
  const total = (asset: string) =>
    [...exchange.accounts.values()]
      .flatMap(holdings)
      .filter((item) => item.asset === asset)
      .reduce((sum, item) => sum + item.free + item.held, 0n);
  return { exchange, orders, fees, fillsOf, sequence, sides, prints, printedBefore, total };
}

const plain = { timeInForce: 'GTC', quoteTarget: null, stopTicks: null } as const;

function play(all: ReturnType<typeof world>, list: readonly Action[], after: () => void): void {
  const { exchange, orders, prints, printedBefore } = all;
  for (const [index, action] of list.entries()) {
    if (action.kind === 'cancel') {
      const order = orders[action.index];
      if (order !== undefined && isOpen(order)) exchange.cancel(order);
    } else {
      const account = exchange.accounts.get(action.account) ?? expect.fail('no account');
      const { side, type } = action;
      const inQuote = type === 'MARKET' && action.inQuote;
      const before = prints.length;
      const placed = exchange.place(account, {
        clientOrderId: `${index}`,
        market,
        side,
        type,
        lots: inQuote ? null : action.lots,
        timeInForce: type === 'LIMIT' || type === 'STOP_LOSS_LIMIT' ? action.timeInForce : 'GTC',
        quoteTarget: inQuote ? quoteUnits(action.ticks, action.lots, market) + 1n : null,
        ticks: type === 'MARKET' || type === 'STOP_LOSS' ? null : action.ticks,
        stopTicks: type === 'STOP_LOSS_LIMIT' || type === 'STOP_LOSS' ? action.stopTicks : null,
      });
      if (placed.ok) {
        orders.push(placed.value.order);
        printedBefore.set(placed.value.order.orderId, before);
      }
    }
    after();
  }
}

describe('the practice exchange, whatever is sent', () => {
  it('keeps free and held at or above zero, and loses or makes nothing but fees', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const all = world();
        play(all, list, () => {
          for (const item of [...all.exchange.accounts.values()].flatMap(holdings)) {
            expect(item.free >= 0n && item.held >= 0n).toBe(true);
          }
          expect(all.total(market.base) + all.fees.base).toBe(3n * start);
          expect(all.total(market.quote) + all.fees.quote).toBe(3n * start);
        });
      }),
      { numRuns: runs },
    );
  });

  it('never has a crossed book, and never fills more than was ordered', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const all = world();
        play(all, list, () => {
          const bid = all.exchange.book(market).best('buy');
          const ask = all.exchange.book(market).best('sell');
          if (bid !== null && ask !== null) expect(bid < ask).toBe(true);
          for (const order of all.orders) {
            expect(order.filledLots <= order.lots).toBe(true);
            expect(all.fillsOf.get(order.orderId) ?? 0n).toBe(order.filledLots);
          }
        });
      }),
      { numRuns: runs },
    );
  });

  it('keeps each kind to its word: nobody trades with himself, only what may rest rests, no more is spent than was given', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const all = world();
        const accountOf = (orderId: number) => all.orders.find((order) => order.orderId === orderId)?.accountId;
        play(all, list, () => undefined);
        for (const [a = 0, b = 0] of all.sides.values()) expect(accountOf(a)).not.toBe(accountOf(b));
        for (const order of all.orders) {
          const { type, timeInForce, quoteTarget, filledLots, lots } = order;
          const mayRest = type !== 'MARKET' && type !== 'STOP_LOSS' && timeInForce === 'GTC';
          if (!mayRest && !isWaiting(order)) expect(isOpen(order)).toBe(false);
          if (timeInForce === 'FOK') expect(filledLots === 0n || filledLots === lots).toBe(true);
          if (quoteTarget !== null) expect(order.quoteUnits <= quoteTarget).toBe(true);
        }
      }),
      { numRuns: runs },
    );
  });

  it('sets a stop order going exactly where a trade since it was placed has come to its price, and none trades before', () => {
    let gone = 0;
    fc.assert(
      fc.property(actions, (list) => {
        const all = world();
        play(all, list, () => {
          for (const order of all.orders) {
            const { side, stopTicks, triggeredAtMs } = order;
            if (stopTicks === null) continue;
            const since = all.prints.slice(all.printedBefore.get(order.orderId));
            const isReached = since.some((ticks) => (side === 'sell' ? ticks <= stopTicks : ticks >= stopTicks));
            if (triggeredAtMs !== null) gone += 1;
            // One that was cancelled first may have been passed later.
            if (isOpen(order) || triggeredAtMs !== null) expect(triggeredAtMs !== null).toBe(isReached);
            if (triggeredAtMs === null) expect(order.filledLots).toBe(0n);
          }
        });
      }),
      { numRuns: runs },
    );
    expect(gone).toBeGreaterThan(runs / 2);
  });

  it('holds exactly what its open orders could still need', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const all = world();
        play(all, list, () => undefined);
        for (const account of all.exchange.accounts.values()) {
          const open = all.exchange.openOrders(account.id);
          const needed = open
            .filter((order) => order.side === 'sell')
            .reduce((sum, order) => sum + (order.lots - order.filledLots) * market.lotUnits, 0n);
          expect(holdings(account).find((item) => item.asset === market.base)?.held ?? 0n).toBe(needed);
          const pledged = open
            .filter((order) => order.side === 'buy')
            .reduce(
              (sum, order) =>
                sum + quoteUnits(order.ticks ?? order.stopTicks ?? 0n, order.lots - order.filledLots, market),
              0n,
            );
          expect(holdings(account).find((item) => item.asset === market.quote)?.held ?? 0n).toBe(pledged);
        }
      }),
      { numRuns: runs },
    );
  });

  it('serves one price in the order of arrival', () => {
    const all = world();
    const [a, b] = [all.exchange.accounts.get(1), all.exchange.accounts.get(2)];
    if (a === undefined || b === undefined) expect.fail('no accounts');
    const rest = (clientOrderId: string) => {
      const order = { clientOrderId, market, side: 'sell', type: 'LIMIT', ...plain, ticks: 100n, lots: 10n } as const;
      const placed = all.exchange.place(a, order);
      return placed.ok ? placed.value.order.orderId : expect.fail(placed.error);
    };
    const [first, second] = [rest('first'), rest('second')];
    all.exchange.place(b, {
      clientOrderId: 'taker',
      market,
      side: 'buy',
      type: 'MARKET',
      ...plain,
      ticks: null,
      lots: 15n,
    });
    expect(all.sequence).toEqual([
      { maker: first, ticks: 100n },
      { maker: second, ticks: 100n },
    ]);
  });
});
