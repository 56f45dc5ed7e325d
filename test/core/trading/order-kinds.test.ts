import { afterEach, describe, expect, it } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { Order } from '../../../core/contract/shapes.ts';
import { add, compare, decimal, multiply, subtract } from '../../../core/domain/money.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});
async function open(): Promise<TemporaryCore> {
  current = await temporaryCore();
  return current;
}
type Draft = WireIn<'orders.preview'>;
const btc = { exchange: 'practice', symbol: 'BTC/USDT' } as const;

async function place(console: TemporaryCore, draft: Draft): Promise<Order> {
  const { previewId } = await console.get('orders.preview', draft);
  return sentOrder(await console.get('orders.submit', { previewId }));
}
async function touch(console: TemporaryCore) {
  const { bids, asks } = await console.get('markets.snapshot', { symbol: 'BTC/USDT' });
  const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
  if (bid === undefined || ask === undefined) throw new Error('no book');
  return { bid, ask };
}

describe('every kind of order, through the whole console', () => {
  it('an immediate-or-cancel order takes what is there and lets the rest expire', async () => {
    const console = await open();
    const { ask } = await touch(console);
    const order = await place(console, {
      ...btc,
      side: 'buy',
      type: 'limit',
      timeInForce: 'ioc',
      amount: '0.05',
      price: ask,
    });
    expect(['filled', 'expired']).toContain(order.status);
    expect(order.timeInForce).toBe('ioc');
    const away = await place(console, {
      ...btc,
      side: 'buy',
      type: 'limit',
      timeInForce: 'ioc',
      amount: '0.05',
      price: '20000',
    });
    expect(away).toMatchObject({ status: 'expired', filled: '0' });
    expect(await console.get('orders.list', { open: true })).toEqual([]);
    const balances = await console.get('balances.list', {});
    expect(balances.every(({ held }) => held === '0')).toBe(true);
  });

  it('a fill-or-kill order takes all of it or nothing', async () => {
    const console = await open();
    const { ask } = await touch(console);
    const price = subtract(ask, decimal('50'));
    const none = await place(console, {
      ...btc,
      side: 'buy',
      type: 'limit',
      timeInForce: 'fok',
      amount: '0.05',
      price,
    });
    expect(none).toMatchObject({ status: 'expired', filled: '0' });
    const far = add(ask, decimal('500'));
    const all = await place(console, {
      ...btc,
      side: 'buy',
      type: 'limit',
      timeInForce: 'fok',
      amount: '0.05',
      price: far,
    });
    expect(all).toMatchObject({ status: 'filled', filled: '0.05' });
  });

  it('a post-only order waits in the book, and is not sent where it would trade at once', async () => {
    const console = await open();
    const resting = await place(console, { ...btc, side: 'buy', type: 'limit-maker', amount: '0.01', price: '20000' });
    expect(resting).toMatchObject({ status: 'open', type: 'limit-maker', timeInForce: null });
    const { ask } = await touch(console);
    const price = add(ask, decimal('100'));
    const preview = await console.get('orders.preview', {
      ...btc,
      side: 'buy',
      type: 'limit-maker',
      amount: '0.01',
      price,
    });
    expect(preview.blocked).toBe('would-take');
    expect(await console.ask('orders.submit', { previewId: preview.previewId })).toMatchObject({
      error: { code: 'venue-rejected' },
    });
  });

  it('a market order by quote amount spends or fetches no more than that', async () => {
    const console = await open();
    const preview = await console.get('orders.preview', { ...btc, side: 'buy', type: 'market', quoteAmount: '100' });
    expect(preview).toMatchObject({
      draft: { amount: null, quoteAmount: '100' },
      worstCost: { amount: '100', asset: 'USDT' },
    });
    expect(compare(preview.estimatedAmount ?? decimal('0'), decimal('0'))).toBe(1);
    const bought = sentOrder(await console.get('orders.submit', { previewId: preview.previewId }));
    expect(bought.status).toBe('filled');
    const spent = multiply(bought.filled, bought.averagePrice ?? decimal('0'));
    expect(compare(spent, decimal('100'))).toBeLessThanOrEqual(0);
    expect(compare(spent, decimal('99'))).toBe(1);
    const sold = await place(console, { ...btc, side: 'sell', type: 'market', quoteAmount: '50' });
    expect(sold.status).toBe('filled');
    expect(compare(multiply(sold.filled, sold.averagePrice ?? decimal('0')), decimal('50'))).toBeLessThanOrEqual(0);
  });

  it.each([
    ['two amounts', { side: 'buy', type: 'market', amount: '1', quoteAmount: '1' }],
    ['no amount', { side: 'buy', type: 'market' }],
    ['an amount in quote for a limit order', { side: 'buy', type: 'limit', quoteAmount: '100', price: '1' }],
    ['a time in force for a market order', { side: 'buy', type: 'market', amount: '1', timeInForce: 'ioc' }],
    [
      'a time in force for a post-only order',
      { side: 'buy', type: 'limit-maker', amount: '1', price: '1', timeInForce: 'gtc' },
    ],
    ['a price for a market order', { side: 'buy', type: 'market', amount: '1', price: '1' }],
  ] as const)('an order with %s is refused before anything is asked', async (_title, draft) => {
    const console = await open();
    expect(await console.ask('orders.preview', { ...btc, ...draft } as Draft)).toMatchObject({
      error: { code: 'invalid-input' },
    });
  });

  it('keeps what it was through a restart', async () => {
    const console = await open();
    await place(console, { ...btc, side: 'buy', type: 'limit-maker', amount: '0.01', price: '20000' });
    await place(console, { ...btc, side: 'buy', type: 'market', quoteAmount: '100' });
    const before = await console.get('orders.list', {});
    const again = await console.restart();
    current = again;
    expect((await again.get('orders.list', {})).map(({ updatedAtMs: _, ...order }) => order)).toEqual(
      before.map(({ updatedAtMs: _, ...order }) => order),
    );
  });
});
