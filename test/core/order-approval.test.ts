import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../core/contract/shapes.ts';
import { systemClock } from '../../core/node-ports.ts';
import { sharedFolder } from '../shared-folder.ts';
import { type TemporaryCore, type TemporaryOptions, temporaryCore } from './temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});
const approveEach = { environment: { EXECUTION_APPROVAL_MODE: 'approve_each' } };
async function open(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  current = await temporaryCore({ ...approveEach, ...options });
  return current;
}
const buy = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01' } as const;

async function propose(console: TemporaryCore, price = '20000'): Promise<Approval> {
  const preview = await console.get('orders.preview', { ...buy, price });
  expect(preview.verdict).toBe('needs-approval');
  const submission = await console.get('orders.submit', { previewId: preview.previewId });
  if (submission.state !== 'awaiting-approval') throw new Error('it was sent');
  return console.get('approvals.show', { approvalId: submission.approvalId }, 'approval');
}
const decide = (console: TemporaryCore, { approvalId, digest }: Approval, answer: 'approve' | 'refuse' = 'approve') =>
  console.ask('approvals.decide', { approvalId, digest, answer }, 'approval');

describe('an order where each needs the approval', () => {
  it('is proposed with an id of 24 hex digits, a digest, 120 seconds, and sends nothing before it is approved', async () => {
    const console = await open();
    const nowMs = systemClock.nowMs();
    const approval = await propose(console);
    expect(approval).toMatchObject({ kind: 'order', approvalId: expect.stringMatching(/^[0-9a-f]{24}$/) });
    expect(approval.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(approval.expiresAtMs - approval.createdAtMs).toBe(120_000);
    expect(approval.createdAtMs).toBeGreaterThanOrEqual(nowMs);
    expect(approval.title).toBe('Buy 0.01 BTC at 20000 USDT or better on practice.');
    expect(approval.rulings.map(({ rule }) => rule)).toContain('approval-mode');
    expect(await console.get('orders.list', {})).toEqual([]);
    expect(await decide(console, approval)).toMatchObject({ ok: true, value: { decided: 'approved' } });
    expect(await console.get('orders.list', {})).toMatchObject([{ status: 'open', amount: '0.01', price: '20000' }]);
  });

  it('is approved once, and only from the approval window, by exactly its digest', async () => {
    const console = await open();
    const approval = await propose(console);
    const { approvalId, digest } = approval;
    for (const face of ['console', 'operator'] as const) {
      expect(await console.ask('approvals.decide', { approvalId, digest, answer: 'approve' }, face)).toMatchObject({
        error: { code: 'not-allowed' },
      });
    }
    expect(await decide(console, { ...approval, digest: 'f'.repeat(64) })).toMatchObject({
      error: { code: 'stale-preview' },
    });
    expect(await decide(console, approval)).toMatchObject({ ok: true });
    expect(await decide(console, approval)).toMatchObject({ error: { code: 'not-found' } });
    expect(await console.get('orders.list', {})).toHaveLength(1);
  });

  it('is unknown after a restart', async () => {
    const console = await open();
    const approval = await propose(console);
    const again = await console.restart();
    current = again;
    expect(await again.get('approvals.pending', {})).toEqual([]);
    expect(await decide(again, approval)).toMatchObject({ error: { code: 'not-found' } });
    expect(await again.get('orders.list', {})).toEqual([]);
  });

  it('has expired after 120 seconds', async () => {
    let aheadMs = 0;
    const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + aheadMs };
    const console = await open({ ports: { clock } });
    const approval = await propose(console);
    aheadMs = 120_001;
    expect(await decide(console, approval)).toMatchObject({ error: { code: 'approval-expired' } });
    expect(await console.get('orders.list', {})).toEqual([]);
  });

  it('is judged again when it is approved: what came in between refuses it', async () => {
    const console = await open();
    const approval = await propose(console);
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    await console.get('policy.tighten', { document: { ...document, maxOrderNotional: { USDT: '100' } }, baseDigest });
    expect(await decide(console, approval)).toMatchObject({ error: { code: 'denied-by-policy' } });
    const halted = await propose2(console);
    await console.get('halt.engage', { reason: 'a test' });
    expect(await decide(console, halted)).toMatchObject({ error: { code: 'trading-halted' } });
    expect(await console.get('orders.list', {})).toEqual([]);
  });

  it('is not sent when the person refuses, and leaves the rows of both', async () => {
    const console = await open();
    expect(await decide(console, await propose(console), 'refuse')).toMatchObject({ value: { decided: 'refused' } });
    expect(await console.get('orders.list', {})).toEqual([]);
    const rows = await console.get('audit.query', { eventType: 'approval' });
    expect(rows.map(({ status }) => status)).toEqual(['failed', 'requested']);
  });

  it('is refused by policy before anyone is asked', async () => {
    const console = await open({ environment: { ...approveEach.environment, MAX_CEX_ORDER_AMOUNT: '0.001' } });
    const { previewId } = await console.get('orders.preview', { ...buy, price: '20000' });
    expect(await console.ask('orders.submit', { previewId })).toMatchObject({ error: { code: 'denied-by-policy' } });
    expect(await console.get('approvals.pending', {})).toEqual([]);
  });
});

async function propose2(console: TemporaryCore): Promise<Approval> {
  const { previewId } = await console.get('orders.preview', { ...buy, amount: '0.004', price: '20000' });
  const submission = await console.get('orders.submit', { previewId });
  if (submission.state !== 'awaiting-approval') throw new Error('it was sent');
  return console.get('approvals.show', { approvalId: submission.approvalId }, 'approval');
}

interface ApprovalCase {
  readonly id: string;
  readonly then: { readonly outcome: string | readonly string[]; readonly fields?: readonly string[] };
}

const shared = sharedFolder();
if (shared !== null) {
  const cases = JSON.parse(
    readFileSync(join(shared, 'cases', 'custody-cases.json'), 'utf8'),
  ) as readonly ApprovalCase[];
  const approvalCases = cases.filter(({ id }) => id.startsWith('AP-'));

  describe('the approval cases of the forerunner', () => {
    it('AP-01: an order is proposed with an id, a token, its kind and two minutes', async () => {
      const { then } = approvalCases.find(({ id }) => id === 'AP-01') ?? expect.fail('no AP-01');
      expect(then.outcome).toBe('proposal');
      const approval = await propose(await open());
      const shown: Readonly<Record<string, boolean>> = {
        'request_id (24 hex)': /^[0-9a-f]{24}$/.test(approval.approvalId),
        // Our token is the digest of exactly what was shown: longer, and it binds the answer to it.
        'confirm_token (32 hex)': /^[0-9a-f]{32,}$/.test(approval.digest),
        'expires_at = now+120 s': approval.expiresAtMs - approval.createdAtMs === 120_000,
        kind: approval.kind === 'order',
      };
      for (const field of then.fields ?? []) expect(`${field}: ${shown[field]}`).toBe(`${field}: true`);
    });

    it('AP-03: neither an expired proposal nor one of an earlier run can be confirmed', async () => {
      const { then } = approvalCases.find(({ id }) => id === 'AP-03') ?? expect.fail('no AP-03');
      expect(then.outcome).toEqual(['error expired', 'error unknown']);
      let aheadMs = 0;
      const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + aheadMs };
      const console = await open({ ports: { clock } });
      const expired = await propose(console);
      aheadMs = 120_001;
      expect(await decide(console, expired)).toMatchObject({ error: { code: 'approval-expired' } });
      const earlier = await propose(console);
      const again = await console.restart();
      current = again;
      expect(await decide(again, earlier)).toMatchObject({ error: { code: 'not-found' } });
    });

    it('are all of them', () => {
      expect(approvalCases.map(({ id }) => id)).toEqual(['AP-01', 'AP-03']);
    });
  });
}
