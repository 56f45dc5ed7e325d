import { afterEach, describe, expect, it } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { Approval } from '../../../core/contract/shapes.ts';
import { add, decimal, divide, multiply, subtract } from '../../../core/domain/money.ts';
import { toStep } from '../../../core/trading/quantise.ts';
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
type Draft = WireIn<'orders.preview'>;

/** A price so many percent off the best bid of BTC/USDT, up to a tick. */
async function price(console: TemporaryCore, percent: string): Promise<string> {
  const { bids } = await console.get('markets.snapshot', { symbol: 'BTC/USDT' });
  const bid = bids[0]?.[0] ?? decimal('0');
  const share = divide(add(decimal('100'), decimal(percent)), decimal('100'), 6, 'down');
  return toStep(multiply(bid, share), decimal('0.01'), 'up');
}
async function stopLoss(console: TemporaryCore, change: Partial<Draft> = {}): Promise<Draft> {
  const stopPrice = await price(console, '-10');
  const limit = toStep(multiply(decimal(stopPrice), decimal('0.99')), decimal('0.01'), 'up');
  const btc = { exchange: 'practice', symbol: 'BTC/USDT', side: 'sell', type: 'stop-limit', amount: '0.05' } as const;
  return { ...btc, stopPrice, price: limit, ...change };
}
async function denials(console: TemporaryCore, draft: Draft): Promise<string[]> {
  const { rulings } = await console.get('orders.preview', draft);
  return rulings.flatMap(({ code }) => code ?? []);
}

describe('a stop order, through the whole console', () => {
  it('waits with its stop price told, is kept through a restart, and can be cancelled', async () => {
    const console = await open();
    const draft = await stopLoss(console);
    const preview = await console.get('orders.preview', draft);
    expect(preview).toMatchObject({
      verdict: 'allow',
      blocked: null,
      draft: { type: 'stop-limit', stopPrice: draft.stopPrice, price: draft.price, timeInForce: null },
      worstCost: { amount: '0.05', asset: 'BTC' },
    });
    const order = sentOrder(await console.get('orders.submit', { previewId: preview.previewId }));
    const told = { status: 'open', type: 'stop-limit', stopPrice: draft.stopPrice, price: draft.price, filled: '0' };
    expect(order).toMatchObject(told);
    const [row] = await console.get('audit.query', { eventType: 'order', status: 'requested', limit: 1 });
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({ intent: { type: 'stop-limit', stopPrice: draft.stopPrice } });
    const again = await console.restart();
    current = again;
    expect(await again.get('orders.list', { open: true })).toMatchObject([told]);
    await again.get('orders.cancel', { orderId: order.orderId });
    expect(await again.get('orders.get', { orderId: order.orderId })).toMatchObject({
      status: 'canceled',
      stopPrice: draft.stopPrice,
    });
  });

  it('is refused on the wrong side of the market before anything leaves, with a sentence', async () => {
    const console = await open();
    const above = await price(console, '3');
    const sell = await stopLoss(console, { stopPrice: above, price: await price(console, '2') });
    expect(await denials(console, sell)).toEqual(['stop_would_trigger']);
    const preview = await console.get('orders.preview', sell);
    expect(await console.ask('orders.submit', { previewId: preview.previewId })).toMatchObject({
      error: { code: 'denied-by-policy' },
    });
    const buy = { ...sell, side: 'buy', stopPrice: await price(console, '-3'), price: above } as const;
    expect(await denials(console, { ...buy, amount: '0.01' })).toContain('stop_would_trigger');
    expect(await console.get('orders.list', {})).toEqual([]);
    const [row] = await console.get('audit.query', { eventType: 'policy-violation', limit: 1 });
    expect(row?.body).toContain('A sell waits for the price to fall');
  });

  it('may lie as far from the market as it likes, but its limit no further from its stop price than the band', async () => {
    const console = await open();
    const stopPrice = await price(console, '-40');
    const off = (percent: string) =>
      toStep(multiply(decimal(stopPrice), subtract(decimal('1'), decimal(percent))), decimal('0.01'), 'up');
    expect(await denials(console, await stopLoss(console, { stopPrice, price: off('0.05') }))).toEqual([]);
    expect(await denials(console, await stopLoss(console, { stopPrice, price: off('0.051') }))).toEqual([
      'price_outside_band',
    ]);
  });

  it('without a limit is refused where the policy sets a band, and sold where it sets none', async () => {
    const console = await open();
    const { price: _, ...draft } = await stopLoss(console, { type: 'stop-market' });
    expect(await denials(console, draft)).toEqual(['price_unbounded']);
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    const { priceBandPercent: __, ...wide } = document;
    const { approvalId, digest, word } = await console.get('policy.requestChange', { document: wide, baseDigest });
    const yes = { approvalId, digest, answer: 'approve', ...(word === null ? {} : { word }) } as const;
    await console.get('approvals.decide', yes, 'approval');
    const { previewId } = await console.get('orders.preview', draft);
    expect(sentOrder(await console.get('orders.submit', { previewId }))).toMatchObject({
      status: 'open',
      type: 'stop-market',
      stopPrice: draft.stopPrice,
      price: null,
    });
  });

  it('says in the approval window, as a trader says it, when it goes and what it may cost', async () => {
    const console = await open({ environment: { EXECUTION_APPROVAL_MODE: 'approve_each' } });
    const draft = await stopLoss(console);
    const { previewId } = await console.get('orders.preview', draft);
    const submission = await console.get('orders.submit', { previewId });
    if (submission.state !== 'awaiting-approval') throw new Error('not asked');
    const { approvalId } = submission;
    const shown: Approval = await console.get('approvals.show', { approvalId }, 'approval');
    expect(shown.title).toBe(
      `Sell 0.05 BTC once the price falls to ${draft.stopPrice} USDT, at ${draft.price} USDT or better on practice.`,
    );
    expect(shown.lines).toContainEqual({
      label: 'Goes',
      text: `Sells when the price falls to ${draft.stopPrice} USDT: when a trade on this market reaches it`,
    });
    await console.get('approvals.decide', { approvalId, digest: shown.digest, answer: 'approve' }, 'approval');
    expect(await console.get('orders.list', { open: true })).toMatchObject([{ stopPrice: draft.stopPrice }]);
  });

  it('is replaced by one with another stop price, which passes the whole gate', async () => {
    const console = await open();
    const { previewId } = await console.get('orders.preview', await stopLoss(console));
    const { orderId } = sentOrder(await console.get('orders.submit', { previewId }));
    const higher = await price(console, '-8');
    const wrong = await console.get('orders.previewReplace', { orderId, stopPrice: await price(console, '5') });
    expect(wrong.verdict).toBe('deny');
    const preview = await console.get('orders.previewReplace', { orderId, stopPrice: higher, price: higher });
    expect(preview).toMatchObject({ verdict: 'allow', draft: { type: 'stop-limit', stopPrice: higher } });
    const next = sentOrder(await console.get('orders.submit', { previewId: preview.previewId }));
    expect(next).toMatchObject({ status: 'open', stopPrice: higher, replaces: orderId });
    expect(await console.get('orders.get', { orderId })).toMatchObject({ status: 'canceled' });
  });

  it('is judged in a simulation as at the gate', async () => {
    const console = await open();
    const order = await stopLoss(console);
    const allowed = await console.get('policy.simulate', { kind: 'order', order });
    expect(allowed.verdict).toBe('allow');
    const stopPrice = await price(console, '1');
    const refused = await console.get('policy.simulate', { kind: 'order', order: { ...order, stopPrice } });
    expect(refused.rulings.flatMap(({ code }) => code ?? [])).toContain('stop_would_trigger');
  });

  it.each([
    ['without a stop price', { stopPrice: undefined }, 'stopPrice'],
    ['without a price', { price: undefined }, 'price'],
    ['with a time in force', { timeInForce: 'gtc' }, 'timeInForce'],
    ['with a stop price of zero', { stopPrice: '0' }, 'stopPrice'],
    ['of another kind, with a stop price', { type: 'limit' }, 'stopPrice'],
    ['without a limit, with a price', { type: 'stop-market' }, 'price'],
    ['whose limit is above the stop price of a sell', { price: '999999' }, 'price'],
    [
      'of an amount in quote',
      { type: 'stop-market', price: undefined, quoteAmount: '50', amount: undefined },
      'quoteAmount',
    ],
  ] as const)('%s is refused before anything is asked', async (_title, change, path) => {
    const console = await open();
    const draft = { ...(await stopLoss(console)), ...change } as Draft;
    const answer = await console.ask('orders.preview', draft);
    expect(answer).toMatchObject({ error: { code: 'invalid-input', issues: [{ path }] } });
  });
});
