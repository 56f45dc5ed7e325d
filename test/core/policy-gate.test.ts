import { afterEach, describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../core/contract/shapes.ts';
import { add, decimal } from '../../core/domain/money.ts';
import { systemClock } from '../../core/node-ports.ts';
import { type TemporaryCore, type TemporaryOptions, temporaryCore } from './temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});
async function open(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  current = await temporaryCore(options);
  return current;
}
const usdt = (amount: string) => ({ USDT: decimal(amount) });
const limit = {
  exchange: 'practice',
  symbol: 'BTC/USDT',
  side: 'buy',
  type: 'limit',
  amount: '0.001',
  price: '20000',
} as const;

async function change(console: TemporaryCore, part: Partial<PolicyDocument>): Promise<void> {
  const { document, digest: baseDigest } = await console.get('policy.get', {});
  await console.get('policy.tighten', { document: { ...document, ...part }, baseDigest });
}
async function place(console: TemporaryCore, draft: object = {}) {
  const { previewId } = await console.get('orders.preview', { ...limit, ...draft });
  return console.ask('orders.submit', { previewId });
}
async function codes(console: TemporaryCore, draft: object = {}): Promise<readonly string[]> {
  const { rulings } = await console.get('orders.preview', { ...limit, ...draft });
  return rulings.filter(({ decision }) => decision === 'deny').flatMap(({ code }) => code ?? []);
}

describe('the rules of the policy document, at the gate', () => {
  it('bound one order by its notional, to the last unit', async () => {
    const console = await open();
    await change(console, { maxOrderNotional: usdt('20') });
    expect(await codes(console)).toEqual([]);
    expect(await codes(console, { amount: '0.00101' })).toEqual(['order_notional_too_large']);
    expect(await codes(console, { type: 'market', price: undefined, amount: '0.01' })).toEqual([
      'order_notional_too_large',
    ]);
  });

  it('count what was reserved in a rolling hour, cancelled or not, over a restart and whatever this clock is set to', async () => {
    let aheadMs = 0;
    const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs };
    const console = await open({ ports: { clock } });
    await change(console, { maxHourNotional: usdt('50') });
    expect(await place(console)).toMatchObject({ ok: true });
    expect(await place(console)).toMatchObject({ ok: true });
    await console.get('orders.cancelAll', {});
    expect(await codes(console)).toEqual(['hour_limit_exceeded']);
    const [ruling] = (await console.get('orders.preview', limit)).rulings.filter(
      ({ code }) => code === 'hour_limit_exceeded',
    );
    expect(ruling).toMatchObject({ facts: { used: '40', after: '60', limit: '50', unit: 'USDT' } });
    const again = await console.restart();
    current = again;
    expect(await codes(again)).toEqual(['hour_limit_exceeded']);
    expect(await again.get('policy.usage', {})).toContainEqual({
      rule: 'hour-notional',
      asset: 'USDT',
      used: '40',
      limit: '50',
    });
    aheadMs = 2 * 3_600_000;
    expect(await codes(again)).toEqual(['hour_limit_exceeded']);
  });

  it('let no two orders that are sent at once slip through one window', async () => {
    const console = await open();
    await change(console, { maxDayNotional: usdt('20') });
    const previews = await Promise.all([1, 2, 3].map(() => console.get('orders.preview', limit)));
    const answers = await Promise.all(previews.map(({ previewId }) => console.ask('orders.submit', { previewId })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await console.get('orders.list', {})).toHaveLength(1);
  });

  it('count orders in a minute', async () => {
    const console = await open();
    await change(console, { maxOrdersPerMinute: 2 });
    expect(await place(console)).toMatchObject({ ok: true });
    expect(await place(console)).toMatchObject({ ok: true });
    expect(await place(console)).toMatchObject({ error: { code: 'denied-by-policy' } });
  });

  it('hold prices to a band on their bad side of a fresh book', async () => {
    const console = await open();
    const { asks } = await console.get('markets.snapshot', { symbol: 'BTC/USDT' });
    const far = add(asks[0]?.[0] ?? decimal('0'), decimal('20000'));
    expect(await codes(console, { price: far })).toEqual(['price_outside_band']);
    expect(await codes(console, { price: '20000' })).toEqual([]);
    expect(await codes(console, { side: 'sell', price: '20000' })).toEqual(['price_outside_band']);
    expect(await codes(console, { side: 'sell', price: far })).toEqual([]);
  });

  it('hold a position to its limit: what is there, what open buys may add, and the order', async () => {
    const console = await open();
    await change(console, { maxPosition: { BTC: decimal('0.102') } });
    expect(await place(console)).toMatchObject({ ok: true });
    expect(await codes(console, { amount: '0.0011' })).toEqual(['position_too_large']);
    expect(await codes(console, { amount: '0.001' })).toEqual([]);
    expect(await codes(console, { side: 'sell', amount: '0.1', price: '200000' })).toEqual([]);
    expect(await codes(console, { symbol: 'ETH/USDT', amount: '0.01', price: '2000' })).toEqual([]);
  });

  it('are the environment’s and the document’s at once: the stricter one holds', async () => {
    const console = await open({
      environment: { MAX_CEX_ORDER_AMOUNT: '0.05', ALLOW_CEX_SYMBOLS: 'BTC/USDT,ETH/USDT' },
    });
    await change(console, { maxOrderAmount: decimal('0.0005'), allowSymbols: ['ETH/USDT', 'SOL/USDT'] });
    expect(await codes(console)).toEqual(['symbol_not_allowed', 'order_amount_too_large']);
    const { rows } = await console.get('policy.get', {});
    expect(rows.find(({ rule }) => rule === 'order-amount')).toMatchObject({
      value: '0.0005',
      source: 'both',
      environment: '0.05',
      document: '0.0005',
    });
    expect(rows.find(({ rule }) => rule === 'symbol-allowlist')?.value).toBe('ETH/USDT');
  });
});

describe('changing the policy', () => {
  it('tightens at once from the window and the command line, with both documents in the trail', async () => {
    const console = await open();
    const { document, digest } = await console.get('policy.get', {});
    const next = { ...document, maxOrdersPerMinute: 3 };
    const done = await console.get('policy.tighten', { document: next, baseDigest: digest }, 'operator');
    expect(done.digest).not.toBe(digest);
    expect((await console.get('policy.get', {})).document).toMatchObject({ maxOrdersPerMinute: 3 });
    const [row] = await console.get('audit.query', { eventType: 'policy-change', status: 'ok' });
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({
      before: expect.any(String),
      after: expect.stringContaining('3'),
    });
    const again = await console.restart();
    current = again;
    expect((await again.get('policy.get', {})).digest).toBe(done.digest);
  });

  it('loosens only in the approval window, where it says what becomes looser', async () => {
    const console = await open();
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    const looser = { ...document, allowExchanges: ['practice', 'binance'], maxOrdersPerMinute: 3 };
    for (const face of ['console', 'operator', 'terminal'] as const) {
      expect(await console.ask('policy.tighten', { document: looser, baseDigest }, face)).toMatchObject({
        error: { code: 'needs-approval' },
      });
    }
    const approval = await console.get('policy.requestChange', { document: looser, baseDigest });
    expect(approval.lines).toContainEqual({ label: 'Looser', text: 'Exchanges: practice becomes binance, practice' });
    expect(approval.lines).toContainEqual({ label: 'Stricter', text: 'Orders per minute: 120 becomes 3' });
    expect((await console.get('policy.get', {})).digest).toBe(baseDigest);
    const { approvalId, digest } = approval;
    await console.get('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval');
    expect((await console.get('policy.get', {})).document.allowExchanges).toEqual(['binance', 'practice']);
  });

  it('refuses what was made from an older policy, also when it is approved too late', async () => {
    const console = await open();
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    const approval = await console.get('policy.requestChange', { document: { version: 1 }, baseDigest });
    await console.get('policy.tighten', { document: { ...document, maxOrdersPerMinute: 1 }, baseDigest });
    expect(await console.ask('policy.tighten', { document, baseDigest })).toMatchObject({
      error: { code: 'conflict' },
    });
    const { approvalId, digest } = approval;
    expect(await console.ask('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval')).toMatchObject({
      error: { code: 'conflict' },
    });
    expect((await console.get('policy.get', {})).document.maxOrdersPerMinute).toBe(1);
  });
});

describe('replaying recorded requests', () => {
  it('says what another document would have done to what was asked, refusals included', async () => {
    const console = await open({ environment: { MAX_CEX_ORDER_AMOUNT: '0.05' } });
    await place(console);
    await place(console, { amount: '0.002' });
    await place(console, { amount: '0.06' });
    const { document } = await console.get('policy.get', {});
    expect(await console.get('policy.replay', {})).toMatchObject({ requests: 3, allowed: 2, denied: 1 });
    const stricter = await console.get('policy.replay', { document: { ...document, maxHourNotional: usdt('30') } });
    expect(stricter).toMatchObject({ requests: 3, allowed: 1, denied: 2 });
    expect(stricter.rows.map(({ was, now, codes: found }) => [was, now, found])).toEqual([
      ['refused', 'deny', ['order_amount_too_large', 'hour_limit_exceeded']],
      ['allowed', 'deny', ['hour_limit_exceeded']],
      ['allowed', 'allow', []],
    ]);
    expect(stricter.byRule).toContainEqual({ rule: 'hour-notional', times: 2 });
  });

  it('takes an order that was refused at the last look for one request', async () => {
    const console = await open();
    await change(console, { maxDayNotional: usdt('20') });
    const previews = await Promise.all([1, 2, 3].map(() => console.get('orders.preview', limit)));
    await Promise.all(previews.map(({ previewId }) => console.ask('orders.submit', { previewId })));
    const { rows } = await console.get('policy.replay', {});
    expect(rows.map(({ was }) => was).sort()).toEqual(['allowed', 'refused', 'refused']);
  });
});
