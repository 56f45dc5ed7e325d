import { randomInt } from 'node:crypto';
import type { Account } from '../../../core/practice/accounts.ts';
import { holdingOf } from '../../../core/practice/accounts.ts';
import { createExchange } from '../../../core/practice/exchange.ts';
import type { Exchange as Engine } from '../../../core/practice/exchange-port.ts';
import { assetScale, quoteUnits } from '../../../core/practice/market-spec.ts';
import { isOpen, type PracticeFill, type PracticeOrder } from '../../../core/practice/practice-order.ts';
import { type Listing, listings, txid } from './kraken-listing.ts';

/** An order as Kraken keeps it, over the engine's. */
export interface Kept {
  readonly txid: string;
  readonly clOrdId: string | null;
  readonly listing: Listing;
  readonly flags: readonly string[];
  readonly order: PracticeOrder;
  readonly trades: string[];
}

/** A trade as Kraken keeps it; the fee in quote units of 10^-8. */
export interface KeptTrade {
  readonly txid: string;
  readonly of: Kept;
  readonly fill: PracticeFill;
  readonly feeUnits: bigint;
}

/** What an order asks for, read and checked. */
export interface Asked {
  readonly clOrdId: string | null;
  readonly listing: Listing;
  readonly flags: readonly string[];
  readonly side: 'buy' | 'sell';
  readonly ticks: bigint | null;
  readonly stopTicks: bigint | null;
  readonly lots: bigint | null;
  readonly quoteTarget: bigint | null;
  readonly isIoc: boolean;
}

/** The orders and trades of one account on the engine. */
export interface KrakenBook {
  readonly engine: Engine;
  readonly account: Account;
  readonly orders: Map<string, Kept>;
  readonly trades: Map<string, KeptTrade>;
  /** Places an order, or says with which of Kraken's codes it is not taken. */
  place(asked: Asked): Kept | string;
  cancel(kept: Kept): void;
  open(): Kept[];
}

function typeOf(ticks: bigint | null, stopTicks: bigint | null, isPost: boolean): PracticeOrder['type'] {
  if (stopTicks !== null) return ticks === null ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT';
  return ticks === null ? 'MARKET' : isPost ? 'LIMIT_MAKER' : 'LIMIT';
}

const feeMillionths = { maker: 1_600n, taker: 2_600n };

/** An account with 100,000 US dollars, 5 BTC, 50 ETH and 500 SOL, on books with one level a side. */
export function createKrakenBook(nowMs: () => number): KrakenBook {
  const account: Account = { id: 1, apiKey: '', secret: '', isStored: true, holdings: new Map() };
  const orders = new Map<string, Kept>();
  const trades = new Map<string, KeptTrade>();
  const byNumber = new Map<number, Kept>();
  let early: PracticeFill[] = [];
  // Numbers of earlier runs are taken.
  let numbers = randomInt(2 ** 40);

  function keepFill(fill: PracticeFill, of: Kept): void {
    numbers += 1;
    const id = txid('T', numbers);
    const cost = quoteUnits(fill.ticks, fill.lots, fill.market);
    const feeUnits = (cost * (fill.isMaker ? feeMillionths.maker : feeMillionths.taker)) / 1_000_000n;
    holdingOf(account, fill.market.quote).free -= feeUnits;
    trades.set(id, { txid: id, of, fill, feeUnits });
    of.trades.push(id);
  }

  const engine = createExchange({
    clock: {
      nowMs,
      monotonicMs: nowMs,
      sinceBootMs: nowMs,
      after: () => () => undefined,
      every: () => () => undefined,
    },
    // Kraken takes its fee in the quote currency, beside the trade; the engine would take it out of what was bought.
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
    ['SOL', 500n],
  ] as const) {
    holdingOf(account, asset).free = units * one;
  }
  for (const { spec } of listings) {
    engine.quote(spec, 'buy', 1_999_900n, 1_000_000n);
    engine.quote(spec, 'sell', 2_000_100n, 1_000_000n);
  }

  return {
    engine,
    account,
    orders,
    trades,
    place({ clOrdId, flags, isIoc, listing, lots, quoteTarget, side, stopTicks, ticks }) {
      numbers += 1;
      const id = txid('O', numbers);
      early = [];
      const placed = engine.place(account, {
        clientOrderId: id,
        market: listing.spec,
        side,
        type: typeOf(ticks, stopTicks, flags.includes('post')),
        timeInForce: isIoc ? 'IOC' : 'GTC',
        ticks,
        stopTicks,
        lots,
        quoteTarget,
      });
      if (!placed.ok) {
        if (placed.error === 'insufficient-balance') return 'EOrder:Insufficient funds';
        // What Kraken answers to a stop that would go at once is not documented; nothing of ours depends on it.
        if (placed.error === 'would-trigger') return 'EOrder:Invalid price';
        return placed.error === 'would-take' ? 'EOrder:Post only order' : 'EOrder:Order minimum not met';
      }
      const kept: Kept = { txid: id, clOrdId, listing, flags, order: placed.value.order, trades: [] };
      orders.set(id, kept);
      byNumber.set(kept.order.orderId, kept);
      for (const fill of early) keepFill(fill, kept);
      return kept;
    },
    cancel: ({ order }) => engine.cancel(order),
    open: () => [...orders.values()].filter(({ order }) => isOpen(order)),
  };
}
