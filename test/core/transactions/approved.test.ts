import { describe, expect, it } from 'vitest';
import type { Approval, TransactionPreview } from '../../../core/contract/shapes.ts';
import { systemClock } from '../../../core/node-ports.ts';
import type { Clock } from '../../../core/ports.ts';
import { firstAddress } from '../../ledger/ledger-fixture.ts';
import { countedSigner } from './counted-signer.ts';
import { type GuardedCore, guardedCore } from './guarded-core.ts';
import { ledgerSettings, simulatedLedger } from './ledger-settings.ts';
import { fund, sharedChain } from './shared-chain.ts';

const chain = sharedChain();
const { anvil } = chain;
const each = { EXECUTION_APPROVAL_MODE: 'approve_each' };

async function asking() {
  const signer = await countedSigner();
  return { signer, ...(await guardedCore(anvil(), { ...signer.settings, ...each })) };
}

/** Submits, and answers the question that it waits for. */
async function asked({ console }: GuardedCore, { previewId }: TransactionPreview): Promise<Approval> {
  const submission = await console.get('transactions.submit', { previewId });
  if (submission.state !== 'awaiting-approval') throw new Error('nothing was asked');
  return console.get('approvals.show', { approvalId: submission.approvalId }, 'approval');
}

function decide({ console }: GuardedCore, { approvalId, digest }: Approval, answer: 'approve' | 'refuse' = 'approve') {
  return console.ask('approvals.decide', { approvalId, digest, answer }, 'approval');
}

describe('where each transaction needs the approval of the person', () => {
  it('it waits unsigned until it is given, by the approval window only, and then it is mined', async () => {
    const core = await asking();
    const shown = await core.preview(core.draft);
    expect(shown).toMatchObject({ verdict: 'needs-approval' });
    const question = await asked(core, shown);
    expect(question).toMatchObject({ kind: 'transaction', title: shown.meaning.sentence, device: [], word: null });
    for (const [label, text] of [
      ['Digest that is signed', shown.digest],
      ['From', shown.from],
      ['To', shown.to],
      ['Nonce', String(shown.nonce)],
    ]) {
      expect(question.lines).toContainEqual({ label, text });
    }
    expect(core.signer.asked()).toBe(0);
    for (const face of ['console', 'operator'] as const) {
      const { approvalId, digest } = question;
      const answer = await core.console.ask('approvals.decide', { approvalId, digest, answer: 'approve' }, face);
      expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    }
    expect(core.signer.asked()).toBe(0);
    expect(await decide(core, question)).toMatchObject({ ok: true });
    expect(core.signer.asked()).toBe(1);
    const [sent] = await core.console.get('transactions.list', { limit: 1 });
    await core.reaches(sent?.transactionId ?? '', 'confirmed');
    // Answered once, sent once.
    expect(await decide(core, question)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await core.console.get('transactions.submit', { previewId: shown.previewId })).toMatchObject({
      state: 'awaiting-approval',
    });
    expect(core.signer.asked()).toBe(1);
  });

  it('it is not signed when the person says no', async () => {
    const core = await asking();
    const question = await asked(core, await core.preview(core.draft));
    expect(await decide(core, question, 'refuse')).toMatchObject({ ok: true, value: { decided: 'refused' } });
    expect(core.signer.asked()).toBe(0);
    await core.expectUntouched();
  });

  it('it is denied when the policy was tightened meanwhile', async () => {
    const core = await asking();
    const question = await asked(core, await core.preview(core.draft));
    const { document, digest: baseDigest } = await core.console.get('policy.get', {});
    const tighter = { ...document, transactions: { maxValueWei: '1' } };
    await core.console.get('policy.tighten', { document: tighter, baseDigest });
    expect(await decide(core, question)).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });
    expect(core.signer.asked()).toBe(0);
    await core.expectUntouched();
    const rows = await core.console.get('audit.query', { eventType: 'policy-violation', limit: 5 });
    expect(rows).toMatchObject([{ status: 'failed', actor: 'approval' }]);
  });

  it('it is refused when trading was halted, the nonce was used, or the coins are gone meanwhile', async () => {
    const core = await asking();
    const halted = await asked(core, await core.preview(core.draft));
    await core.console.get('halt.engage', { reason: 'a look first' });
    expect(await decide(core, halted)).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    await core.approve(await core.console.get('halt.requestRelease', {}));

    const shown = await core.preview(core.draft);
    const used = await asked(core, shown);
    const elsewhere = { from: shown.from, to: shown.from, value: '0x0' };
    await anvil().rpc('eth_sendTransaction', [elsewhere]);
    // On a busy machine the receipt is there before the count has risen.
    const count = () => anvil().rpc('eth_getTransactionCount', [shown.from, 'latest']);
    await expect.poll(count, { timeout: 10_000 }).toBe(`0x${(shown.nonce + 1).toString(16)}`);
    expect(await decide(core, used)).toMatchObject({ ok: false, error: { code: 'stale-preview' } });

    const poor = await asked(core, await core.preview(core.draft));
    const balance = await anvil().rpc('eth_getBalance', [shown.from, 'latest']);
    await anvil().rpc('anvil_setBalance', [shown.from, '0x1']);
    expect(await decide(core, poor)).toMatchObject({ ok: false, error: { code: 'insufficient-funds' } });
    await anvil().rpc('anvil_setBalance', [shown.from, balance]);
    expect(core.signer.asked()).toBe(0);
  });

  it("carries the Ledger's lines, and the same bytes are on its screen", async () => {
    const ledger = await simulatedLedger({ answers: 'by-hand' });
    await fund(chain, firstAddress);
    const settings = { ...ledgerSettings(ledger), PORTCULLIS_SIGNER_ADDRESS: firstAddress, ...each };
    const core = await guardedCore(anvil(), settings);
    const shown = await core.preview(core.draft);
    const question = await asked(core, shown);
    expect(question.device).toEqual(shown.device);
    expect(question.device).toContainEqual({ label: 'Amount', text: expect.stringContaining('0.01') });
    expect(ledger.control.commands).toEqual([]);
    const decided = decide(core, question);
    expect(await ledger.control.whenAsked()).toMatchObject({ kind: 'transaction', shows: shown.unsigned });
    ledger.control.approve();
    expect(await decided).toMatchObject({ ok: true });
  });
});

describe('a preview of a transaction', () => {
  it('expires, and is then not signed', async () => {
    const signer = await countedSigner();
    let aheadMs = 0;
    const clock: Clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + aheadMs };
    const core = await guardedCore(anvil(), signer.settings, { ports: { clock } });
    const shown = await core.preview(core.draft);
    aheadMs = 60_001;
    expect(await core.submit(shown)).toMatchObject({ ok: false, error: { code: 'expired' } });
    expect(signer.asked()).toBe(0);
  });

  it('of another run is not known', async () => {
    const signer = await countedSigner();
    const core = await guardedCore(anvil(), signer.settings);
    const { previewId } = await core.preview(core.draft);
    const again = await core.console.restart();
    expect(await again.ask('transactions.submit', { previewId })).toMatchObject({ error: { code: 'stale-preview' } });
    expect(signer.asked()).toBe(0);
    await again.core.close();
  });

  it('is signed and sent once, however often and however quickly it is submitted', async () => {
    const signer = await countedSigner();
    const core = await guardedCore(anvil(), signer.settings);
    const shown = await core.preview(core.draft);
    const answers = await Promise.all([1, 2, 3, 4].map(() => core.submit(shown)));
    answers.push(await core.submit(shown));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(signer.asked()).toBe(1);
    expect(core.node.asked.filter((method) => method === 'eth_sendRawTransaction')).toHaveLength(1);
  });

  it('beside another of the same nonce: only one of the two is signed', async () => {
    const signer = await countedSigner();
    const core = await guardedCore(anvil(), signer.settings);
    const previews = [await core.preview(core.draft), await core.preview({ ...core.draft, gas: '30000' } as never)];
    const answers = await Promise.all(previews.map((shown) => core.submit(shown)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(signer.asked()).toBe(1);
  });
});
