import { randomUUID } from 'node:crypto';
import { type Account, holdingOf } from '../../../core/practice/accounts.ts';
import { createExchange } from '../../../core/practice/exchange.ts';
import type { Exchange as Engine, PlaceRefusal } from '../../../core/practice/exchange-port.ts';
import { assetScale, type MarketSpec, practiceMarkets, quoteUnits } from '../../../core/practice/market-spec.ts';
import { isOpen, type PracticeFill, type PracticeOrder } from '../../../core/practice/practice-order.ts';

/** A product as Coinbase lists it, traded on the practice exchange's engine. `alias` has its book in another product's. */
export interface Product {
  readonly id: string;
  readonly alias: string;
  readonly base: string;
  readonly quote: string;
  readonly spec: MarketSpec;
}

const specOf = (symbol: string): MarketSpec => {
  const spec = practiceMarkets.find((one) => one.symbol === symbol);
  if (spec === undefined) throw new Error(`no such market: ${symbol}`);
  return spec;
};
const product = (base: string, quote: string, alias = ''): Product => ({
  id: `${base}-${quote}`,
  alias,
  base,
  quote,
  spec: specOf(`${base}/USDT`),
});

/** BTC-USD and ETH-USD, on which the engine's USDT stands for US dollars; and BTC-USDC, which shares a book. */
export const coinbaseProducts: readonly Product[] = [
  product('BTC', 'USD'),
  product('BTC', 'USDC', 'BTC-USD'),
  product('ETH', 'USD'),
];

/** An order as Coinbase keeps it, over the engine's. */
export interface Kept {
  readonly orderId: string;
  readonly number: number;
  readonly clientOrderId: string;
  readonly product: Product;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly order: PracticeOrder;
  readonly fills: KeptFill[];
}

/** A fill as Coinbase keeps it; the fee in quote units of 10^-8. */
export interface KeptFill {
  readonly entryId: string;
  readonly tradeId: string;
  readonly fill: PracticeFill;
  readonly feeUnits: bigint;
}

/** What an order asks for, read and checked. */
export interface Asked {
  readonly clientOrderId: string;
  readonly product: Product;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly side: 'buy' | 'sell';
  readonly isPostOnly: boolean;
  readonly timeInForce: 'GTC' | 'IOC' | 'FOK';
  readonly ticks: bigint | null;
  readonly stopTicks: bigint | null;
  readonly lots: bigint | null;
  readonly quoteTarget: bigint | null;
}

/** The orders of one account on the engine, oldest first. */
export interface CoinbaseBook {
  readonly engine: Engine;
  readonly account: Account;
  readonly orders: Map<string, Kept>;
  byClientId(clientOrderId: string): Kept | null;
  place(asked: Asked): Kept | PlaceRefusal;
  cancel(kept: Kept): void;
}

const feeMillionths = { maker: 6_000n, taker: 12_000n };

/** An account with 100,000 US dollars, 5 BTC and 50 ETH, on books with one level a side at 19,999 and 20,001. */
export function createCoinbaseBook(nowMs: () => number): CoinbaseBook {
  const account: Account = { id: 1, apiKey: '', secret: '', isStored: true, holdings: new Map() };
  const orders = new Map<string, Kept>();
  const byNumber = new Map<number, Kept>();
  let early: PracticeFill[] = [];

  function keepFill(fill: PracticeFill, kept: Kept): void {
    const cost = quoteUnits(fill.ticks, fill.lots, fill.market);
    const feeUnits = (cost * (fill.isMaker ? feeMillionths.maker : feeMillionths.taker)) / 1_000_000n;
    holdingOf(account, fill.market.quote).free -= feeUnits;
    kept.fills.push({ entryId: randomUUID(), tradeId: randomUUID(), fill, feeUnits });
  }

  const stopped = () => () => undefined;
  const engine = createExchange({
    clock: { nowMs, monotonicMs: nowMs, sinceBootMs: nowMs, after: stopped, every: stopped },
    // Coinbase takes its fee in the quote currency, beside the trade; the engine would take it out of what was bought.
    fees: { maker: 0n, taker: 0n },
    store({ fills }) {
      for (const fill of fills) {
        const kept = byNumber.get(fill.orderId);
        if (kept === undefined) early.push(fill);
        else keepFill(fill, kept);
      }
    },
    printed: () => undefined,
    hinted: () => undefined,
  });
  engine.accounts.set(account.id, account);
  const one = 10n ** BigInt(assetScale);
  for (const [asset, units] of [
    ['USDT', 100_000n],
    ['BTC', 5n],
    ['ETH', 50n],
  ] as const) {
    holdingOf(account, asset).free = units * one;
  }
  for (const { spec } of coinbaseProducts.filter(({ alias }) => alias === '')) {
    engine.quote(spec, 'buy', 1_999_900n, 1_000_000n);
    engine.quote(spec, 'sell', 2_000_100n, 1_000_000n);
  }

  return {
    engine,
    account,
    orders,
    byClientId: (clientOrderId) => [...orders.values()].find((kept) => kept.clientOrderId === clientOrderId) ?? null,
    place({ clientOrderId, configuration, isPostOnly, product: asked, side, stopTicks, ticks, timeInForce, ...size }) {
      early = [];
      const placed = engine.place(account, {
        clientOrderId,
        market: asked.spec,
        side,
        type: stopTicks !== null ? 'STOP_LOSS_LIMIT' : ticks === null ? 'MARKET' : isPostOnly ? 'LIMIT_MAKER' : 'LIMIT',
        timeInForce,
        ticks,
        stopTicks,
        lots: size.lots,
        quoteTarget: size.quoteTarget,
      });
      if (!placed.ok) return placed.error;
      const { order } = placed.value;
      const kept: Kept = {
        orderId: randomUUID(),
        number: orders.size,
        clientOrderId,
        product: asked,
        configuration,
        order,
        fills: [],
      };
      orders.set(kept.orderId, kept);
      byNumber.set(order.orderId, kept);
      for (const fill of early) keepFill(fill, kept);
      early = [];
      return kept;
    },
    cancel({ order }) {
      if (isOpen(order)) engine.cancel(order);
    },
  };
}
