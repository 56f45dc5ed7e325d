import { describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { isOpen } from '../../../../core/practice/practice-order.ts';
import { fromKrakenId } from '../../../../core/venues/kraken/client-order-id.ts';
import type { Kept } from '../../../exchange/kraken/kraken-book.ts';
import { cut, listings } from '../../../exchange/kraken/kraken-listing.ts';
import { orderStorm, type StormExchange, type TrueOrder } from '../../../exchange/order-storm.ts';
import { type KrakenWorld, krakenWorld } from './kraken-world.ts';

const orders = process.env.PORTCULLIS_LONG === undefined ? 60 : 2_000;
const statuses = { NEW: 'open', PARTIALLY_FILLED: 'partially-filled', FILLED: 'filled' } as const;

function trueOrder({ clOrdId, listing, order, trades }: Kept): TrueOrder {
  return {
    clientOrderId: fromKrakenId(clOrdId ?? ''),
    status: order.status in statuses ? statuses[order.status as keyof typeof statuses] : endedAs(order),
    filled: decimal(cut(order.filledLots * listing.spec.lotUnits, 8).replace(/\.?0+$/, '')),
    fills: trades.length,
  };
}

/** Kraken calls a market order by quote amount closed when it did what it could. */
function endedAs({ filledLots, lots }: Kept['order']): TrueOrder['status'] {
  return filledLots === lots ? 'filled' : 'canceled';
}

function draft(random: () => number): OrderDraft {
  const symbol = ['BTC/USD', 'ETH/USD', 'SOL/USD'][Math.floor(random() * 3)] ?? 'BTC/USD';
  const side = random() < 0.5 ? 'buy' : 'sell';
  const base = { exchange: 'kraken', symbol, marketType: 'spot', side } as const;
  const amount = decimal(`0.0${2 + Math.floor(random() * 8)}`);
  const price = decimal(String(19_990 + Math.floor(random() * 20)));
  const kind = random();
  if (kind < 0.15) return { ...base, type: 'market', amount };
  if (kind < 0.25 && side === 'buy') return { ...base, type: 'market', quoteAmount: decimal('900') };
  if (kind < 0.35) return { ...base, type: 'limit', amount, price, timeInForce: 'ioc' };
  if (kind < 0.45) return { ...base, type: 'limit-maker', amount, price: decimal(side === 'buy' ? '19990' : '20010') };
  return { ...base, type: 'limit', amount, price, timeInForce: 'gtc' };
}

function stormOf({ connection, kraken, net, server }: KrakenWorld): StormExchange {
  const { book } = kraken;
  return {
    connection,
    server,
    net,
    placementOf: ({ body, path }) =>
      path.endsWith('/AddOrder') ? fromKrakenId(new URLSearchParams(body).get('cl_ord_id') ?? '') : null,
    draft,
    stir(random) {
      const listing = listings[Math.floor(random() * listings.length)];
      if (listing === undefined) return;
      book.engine.takeAsHouse(listing.spec, random() < 0.5 ? 'buy' : 'sell', BigInt(1 + Math.floor(random() * 60)));
      // Somebody always stands a little further off.
      book.engine.quote(listing.spec, 'buy', 1_998_900n, 10_000n);
      book.engine.quote(listing.spec, 'sell', 2_001_100n, 10_000n);
    },
    truth: () => [...book.orders.values()].map(trueOrder),
  };
}

describe(`a storm of ${orders} orders on Kraken`, () => {
  it('ends with equal books and nothing sent twice', { timeout: 3_600_000 }, async () => {
    const world = await krakenWorld({ timeoutMs: 1_000 });
    try {
      const report = await orderStorm(stormOf(world), { orders, seed: 7 });
      expect(report.differences).toEqual([]);
      expect(report.faults).toBeGreaterThan(orders / 20);
      expect(world.server.problems()).toEqual([]);
      expect(world.kraken.book.open().every(({ order }) => isOpen(order))).toBe(true);
    } finally {
      await world.close();
    }
  });
});
