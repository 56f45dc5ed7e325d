import { afterEach, describe, expect, it } from 'vitest';
import type { Order } from '../../../core/contract/shapes.ts';
import { add, compare, decimal, divide, multiply, zero } from '../../../core/domain/money.ts';
import { sentOrder, type TemporaryCore, type TemporaryOptions, temporaryCore } from '../temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});
async function open(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  current = await temporaryCore(options);
  return current;
}
const resting = {
  exchange: 'practice',
  symbol: 'BTC/USDT',
  side: 'buy',
  type: 'limit',
  amount: '0.01',
  price: '20000',
} as const;

async function rest(console: TemporaryCore, change: object = {}): Promise<Order> {
  const { previewId } = await console.get('orders.preview', { ...resting, ...change });
  return sentOrder(await console.get('orders.submit', { previewId }));
}
async function release(console: TemporaryCore, to: 'active' | 'reducing'): Promise<void> {
  const { approvalId, digest } = await console.get('halt.requestRelease', { to });
  await console.get('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RELEASE' }, 'approval');
}
const held = async (console: TemporaryCore): Promise<string | undefined> =>
  (await console.get('balances.list', {})).find(({ asset }) => asset === 'USDT')?.held;

describe('replacing an order', () => {
  it('cancels the old one and sends the new one, which passed the whole gate', async () => {
    const console = await open();
    const old = await rest(console);
    const preview = await console.get('orders.previewReplace', {
      orderId: old.orderId,
      price: '21000',
      amount: '0.02',
    });
    expect(preview).toMatchObject({
      replaces: old.orderId,
      draft: { price: '21000', amount: '0.02', timeInForce: 'gtc' },
    });
    const next = sentOrder(await console.get('orders.submit', { previewId: preview.previewId }));
    expect(next).toMatchObject({ status: 'open', price: '21000', replaces: old.orderId });
    expect(await console.get('orders.get', { orderId: old.orderId })).toMatchObject({ status: 'canceled' });
    expect(await held(console)).toBe('420');
    const [requested] = await console.get('audit.query', { eventType: 'order', status: 'requested', limit: 1 });
    expect(JSON.parse(requested?.body ?? '{}')).toMatchObject({ replaces: old.orderId });
  });

  it('counts what the old order held as free, and the position it would have bought only once', async () => {
    const console = await open();
    const old = await rest(console, { amount: '0.45' });
    const preview = await console.get('orders.previewReplace', { orderId: old.orderId, amount: '0.48' });
    expect(preview.blocked).toBeNull();
    expect((await console.get('orders.previewReplace', { orderId: old.orderId, amount: '0.51' })).blocked).toBe(
      'insufficient-funds',
    );
  });

  it('leaves the old order in the book when the policy or the halt refuses the new one', async () => {
    const console = await open({ environment: { MAX_CEX_ORDER_AMOUNT: '0.05' } });
    const old = await rest(console);
    const tooLarge = await console.get('orders.previewReplace', { orderId: old.orderId, amount: '0.06' });
    expect(tooLarge.verdict).toBe('deny');
    expect(await console.ask('orders.submit', { previewId: tooLarge.previewId })).toMatchObject({
      error: { code: 'denied-by-policy' },
    });
    const fine = await console.get('orders.previewReplace', { orderId: old.orderId, amount: '0.02' });
    await console.get('halt.engage', { reason: 'a test' });
    expect(await console.ask('orders.submit', { previewId: fine.previewId })).toMatchObject({
      error: { code: 'trading-halted' },
    });
    expect(await console.get('orders.get', { orderId: old.orderId })).toMatchObject({ status: 'open' });
  });

  it('sends nothing new when the old order is gone or has changed meanwhile', async () => {
    const console = await open();
    const old = await rest(console);
    const preview = await console.get('orders.previewReplace', { orderId: old.orderId, price: '21000' });
    await console.get('orders.cancel', { orderId: old.orderId });
    expect(await console.ask('orders.submit', { previewId: preview.previewId })).toMatchObject({
      error: { code: 'stale-preview' },
    });
    expect(await console.get('orders.list', { open: true })).toEqual([]);
    expect(await console.ask('orders.previewReplace', { orderId: old.orderId })).toMatchObject({
      error: { code: 'conflict' },
    });
  });

  it('waits for the approval with the old order still in the book', async () => {
    const console = await open();
    const old = await rest(console);
    const again = await console.restart({ environment: { EXECUTION_APPROVAL_MODE: 'approve_each' } });
    current = again;
    const preview = await again.get('orders.previewReplace', { orderId: old.orderId, price: '21000' });
    const submission = await again.get('orders.submit', { previewId: preview.previewId });
    expect(submission.state).toBe('awaiting-approval');
    expect(await again.get('orders.get', { orderId: old.orderId })).toMatchObject({ status: 'open' });
    const [approval] = await again.get('approvals.pending', {});
    if (approval === undefined) throw new Error('nothing waits');
    const { approvalId, digest } = approval;
    await again.get('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval');
    expect(await again.get('orders.list', { open: true })).toMatchObject([{ price: '21000', replaces: old.orderId }]);
  });
});

describe('flattening', () => {
  it('cancels everything, sells down to the quote asset, and names what it left', async () => {
    const console = await open();
    await rest(console);
    const done = await console.get('orders.flatten', { quote: 'USDT' });
    expect(done).toMatchObject({ quote: 'USDT', canceled: 1, left: [] });
    expect(done.assets.map(({ asset }) => asset).sort()).toEqual(['BTC', 'ETH']);
    for (const { order } of done.assets)
      expect(order).toMatchObject({ side: 'sell', type: 'limit', timeInForce: 'ioc' });
    const balances = await console.get('balances.list', {});
    for (const { asset, held: inOrders } of balances) expect(`${asset} ${inOrders}`).toBe(`${asset} 0`);
    const btc = done.assets.find(({ asset }) => asset === 'BTC');
    expect(btc?.order?.filled === '0.1' || btc?.why !== null).toBe(true);
  });

  it('may go on while trading may only reduce, when a buy may not; while halted it may not', async () => {
    const console = await open();
    await rest(console);
    await console.get('halt.engage', { reason: 'a test' });
    expect(await console.ask('orders.flatten', { quote: 'USDT' })).toMatchObject({ error: { code: 'trading-halted' } });
    expect(await console.get('orders.list', { open: true })).toHaveLength(1);
    await release(console, 'reducing');
    const { previewId, blocked } = await console.get('orders.preview', resting);
    expect(blocked).toBe('trading-halted');
    expect(await console.ask('orders.submit', { previewId })).toMatchObject({ error: { code: 'trading-halted' } });
    // What is not money is no way out, and nothing is cancelled for it.
    expect(await console.ask('orders.flatten', { quote: 'BTC' })).toMatchObject({ error: { code: 'trading-halted' } });
    expect(await console.get('orders.list', { open: true })).toHaveLength(1);
    const done = await console.get('orders.flatten', { quote: 'USDT' });
    expect(done.assets.find(({ asset }) => asset === 'BTC')?.order).toMatchObject({ side: 'sell' });
  });

  it('is no way around the policy, and says what it left and why', async () => {
    const console = await open({ environment: { MAX_CEX_ORDER_AMOUNT: '0.05' } });
    const done = await console.get('orders.flatten', { quote: 'USDT' });
    const btc = done.assets.find(({ asset }) => asset === 'BTC');
    expect(btc).toMatchObject({
      order: null,
      why: expect.stringContaining('0.1 base units in one order is more than 0.05'),
    });
    expect(await console.get('orders.list', {})).toEqual([]);
    const other = await console.get('orders.flatten', { quote: 'EUR' });
    expect(other.assets.find(({ asset }) => asset === 'USDT')?.why).toBe('There is no market USDT/EUR.');
  });

  it('stays well inside the band, because the book moves before the gate looks at it', async () => {
    const console = await open();
    const { bids, asks } = await console.get('markets.snapshot', { symbol: 'BTC/USDT' });
    const middle = divide(add(bids[0]?.[0] ?? zero, asks[0]?.[0] ?? zero), decimal('2'), 8, 'up');
    const done = await console.get('orders.flatten', { quote: 'USDT' });
    const price = done.assets.find(({ asset }) => asset === 'BTC')?.order?.price ?? zero;
    // The band is 5 %: at its very edge every tick upward would have the sale refused.
    expect(compare(price, multiply(middle, decimal('0.953')))).toBe(1);
    expect(compare(price, multiply(middle, decimal('0.957')))).toBe(-1);
  });

  it('does not halt itself by what the policy refuses of it; each refusal has its row', async () => {
    const console = await open({ environment: { ALLOW_CEX_SYMBOLS: 'SOL/USDT' } });
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    const triggers = { ...document.triggers, refusedSubmits: 1 };
    await console.get('policy.tighten', { document: { ...document, triggers }, baseDigest });
    const done = await console.get('orders.flatten', { quote: 'USDT' });
    expect(done.assets.map(({ order }) => order)).toEqual([null, null]);
    expect((await console.get('system.status', {})).halt.state).toBe('active');
    expect(await console.get('audit.query', { eventType: 'policy-violation' })).toHaveLength(2);
    await console.get('halt.engage', { reason: 'a test' });
    await console.ask('orders.flatten', { quote: 'USDT' });
    expect(await console.get('audit.query', { eventType: 'order', status: 'failed' })).toMatchObject([
      { subject: 'flatten' },
    ]);
  });

  it('asks for each sale where each order needs the approval', async () => {
    const console = await open({ environment: { EXECUTION_APPROVAL_MODE: 'approve_each' } });
    const done = await console.get('orders.flatten', { quote: 'USDT' });
    expect(done.assets.map(({ why }) => why)).toEqual(['It waits for your approval.', 'It waits for your approval.']);
    expect(await console.get('approvals.pending', {})).toHaveLength(2);
    expect(await console.get('orders.list', {})).toEqual([]);
  });
});
