import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Order, OrderDraft } from '../../../../core/contract/shapes.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { systemClock } from '../../../../core/node-ports.ts';
import { cancelOrder } from '../../../../core/trading/cancel.ts';
import { previewOrder } from '../../../../core/trading/preview.ts';
import { reconcile } from '../../../../core/trading/reconcile.ts';
import { submitOrder } from '../../../../core/trading/submit.ts';
import { openExchange } from '../../../../core/venues/open-exchange.ts';
import { sweepOpenOrders } from '../../../../core/venues/sweep.ts';
import type { VenueConnection } from '../../../../core/venues/venue.ts';
import { type BinanceServer, serveBinance } from '../../../exchange/binance/binance-server.ts';
import { openStormTrading, type StormTrading } from '../../../exchange/storm-trading.ts';
import { type TlsFetch, tlsFetch } from '../../../exchange/tls-fetch.ts';

const dayMs = 86_400_000;
let aheadMs: number;
let server: BinanceServer;
let net: TlsFetch;
let folder: string;
let connection: VenueConnection;
let world: StormTrading;
beforeEach(async () => {
  aheadMs = 0;
  server = await serveBinance({ nowMs: () => Date.now() + aheadMs });
  net = tlsFetch([server]);
  await server.other('SELL', '0.5', '50010.00');
  await server.other('BUY', '0.5', '49990.00');
  const opened = await openExchange('binance', {
    transport: net.fetch,
    credentials: server.credentials,
    clock: { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs },
    rateLimit: false,
    timeoutMs: 1_500,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  connection = opened.value;
  folder = mkdtempSync(join(tmpdir(), 'portcullis-archived-'));
  world = openStormTrading(folder, connection);
});
afterEach(async () => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
  net.close();
  await server.close();
});

const draft: OrderDraft = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  marketType: 'spot',
  side: 'buy',
  type: 'limit',
  amount: decimal('0.001'),
  price: decimal('40000'),
  timeInForce: 'gtc',
};

async function place(changes: Partial<OrderDraft> = {}): Promise<Order> {
  const previewed = await previewOrder(world.trading, { ...draft, ...changes });
  if (!previewed.ok) throw new Error(previewed.error.code);
  await submitOrder(world.trading, previewed.value, 'test');
  return now(previewed.value.intent.clientOrderId);
}
function now(clientOrderId: string): Order {
  const order = world.trading.journal.byClientOrderId(clientOrderId);
  if (order === null) throw new Error('no such order');
  return order;
}
function pass(days: number): void {
  aheadMs += days * dayMs;
  world.later(days * dayMs);
}

/** The account's own page: everything is cancelled there, and then archived. */
async function endElsewhere(...orders: readonly Order[]): Promise<void> {
  expect(await sweepOpenOrders(connection.canceller)).toMatchObject({ ok: true, value: { left: [] } });
  for (const { clientOrderId } of orders) server.archive(clientOrderId);
}

describe('an order that Binance has archived', () => {
  it('ends as canceled, whether its placing was answered or not', async () => {
    const resting = await place();
    server.faults.meet(['hang after'], ({ method }) => method === 'POST');
    const lost = await place();
    expect([resting.status, lost.status]).toEqual(['open', 'outcome-unknown']);
    await endElsewhere(resting, lost);
    pass(91);
    expect(await reconcile(world.trading)).toBe(0);
    for (const { clientOrderId } of [resting, lost]) {
      expect(now(clientOrderId)).toMatchObject({
        status: 'canceled',
        filled: '0',
        reason: 'ended unfilled long ago; the venue keeps no more of it',
      });
    }
    expect(world.trading.journal.openCount()).toBe(0);
    expect(server.problems()).toEqual([]);
  });

  it('cannot be one that was sent less than 90 days ago: that stays as it is', async () => {
    const resting = await place();
    server.archive(resting.clientOrderId);
    pass(88);
    expect(await reconcile(world.trading)).toBe(1);
    expect(now(resting.clientOrderId).status).toBe('open');
  });

  it('cannot be one of which a fill is known', async () => {
    const filling = await place({ price: decimal('50000'), amount: decimal('0.01') });
    await server.other('SELL', '0.004', null);
    await reconcile(world.trading);
    expect(now(filling.clientOrderId)).toMatchObject({ status: 'partially-filled', filled: '0.004' });
    server.archive(filling.clientOrderId);
    pass(91);
    expect(await reconcile(world.trading)).toBe(1);
    expect(now(filling.clientOrderId).status).toBe('partially-filled');
  });

  it('is told as that to a person who cancels it', async () => {
    const resting = await place();
    await endElsewhere(resting);
    pass(91);
    expect(await cancelOrder(world.trading, resting.orderId, 'test')).toEqual({
      ok: false,
      error: { code: 'order-archived', retry: 'never', venue: 'binance' },
    });
  });
});
