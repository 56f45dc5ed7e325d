import { describe, expect, it } from 'vitest';
import type { TransactionDraft } from '../../../../core/contract/shapes.ts';
import { err, ok } from '../../../../core/domain/result.ts';
import { createPreviews } from '../../../../core/trading/previews.ts';
import type { HeldTransaction } from '../../../../core/trading/transactions/held-transaction.ts';
import { submitTransactionPreview } from '../../../../core/trading/transactions/submit-transaction.ts';
import {
  alice,
  bob,
  codeOf,
  keys,
  numbersOf,
  smallTransfer,
  testSigner,
  transactionWorld,
} from './transaction-world.ts';

describe('a transfer through the gate', () => {
  it('is sent once, by the bytes that were shown', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    const [first, second] = await Promise.all([world.submit(held), world.submit(held)]);
    expect(first).toMatchObject({ ok: true, value: { state: 'sent' } });
    expect(second).toBe(first);
    expect(world.signer.given).toEqual([held.shown.unsigned]);
    expect(world.node.taken).toHaveLength(1);
  });

  it('leaves rows with the very bytes, the fresh rulings, and what they were judged by', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.apply({ maxDaySpend: { '31337:native': (10n ** 18n).toString() } });
    await world.submit(held);
    const [, requested] = await world.rows('sign');
    expect(requested?.body).toMatchObject({
      unsigned: held.shown.unsigned,
      digest: held.shown.digest,
      facts: { spends: [{ asset: '31337:native' }], isUnlimitedApproval: false },
    });
    // Judged after the policy was tightened, not what the preview had said.
    expect(JSON.stringify(requested?.body.rulings)).toContain('fits in what may leave in 24 hours');
  });

  it('is refused, with a row, when its preview is not known', async () => {
    const world = await transactionWorld();
    const previews = createPreviews<HeldTransaction>(world.trading.clock);
    expect(codeOf(await submitTransactionPreview(world.trading, previews, 'nothing', 'console'))).toBe('stale-preview');
    expect(await world.rows('sign')).toMatchObject([{ status: 'failed', subject: 'preview nothing' }]);
    expect(world.refusedSubmits).toEqual(['console']);
  });

  it('is never signed by another signer than it was shown for', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    const other = testSigner(keys.bob);
    world.use(other, bob);
    expect(codeOf(await world.submit(held))).toBe('stale-preview');
    expect(other.given).toEqual([]);
    expect(world.halt.state().state).toBe('active');
  });

  it('is never signed by a signer of another kind, whose screen was not foretold', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    const device = testSigner(keys.alice, 'remote');
    world.use(device, alice);
    expect(codeOf(await world.submit(held))).toBe('stale-preview');
    expect(device.given).toEqual([]);
  });

  it('is not handed over when the signer was changed while it waited for its turn', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    const desk = world.trading.desk();
    if (!desk.ok) throw new Error('no desk');
    let letGo: () => void = () => undefined;
    const busy = desk.value.address({ show: true }, new AbortController().signal);
    await busy;
    world.signer.address = () => new Promise((resolve) => (letGo = () => resolve(ok(alice))));
    const showing = desk.value.address({ show: true }, new AbortController().signal);
    const submitted = world.submit(held);
    await until(() => world.trading.signing.size === 1);
    world.use(testSigner(keys.alice), alice);
    letGo();
    await showing;
    expect(codeOf(await submitted)).toBe('stale-preview');
    expect(world.signer.given).toEqual([]);
  });

  it('is not sent through another RPC than it was made with', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.otherRpc();
    expect(codeOf(await world.submit(held))).toBe('stale-preview');
    expect(world.signer.given).toEqual([]);
  });

  it('is not sent when trading is halted while it waits for the node, in any of its waits', async () => {
    const whole = await transactionWorld();
    await whole.submit(await whole.preview(smallTransfer));
    const waits = whole.node.asked.filter((method) => method !== 'eth_sendRawTransaction').length;
    let inSubmit = 0;
    for (let at = 0; ; at += 1) {
      const world = await transactionWorld();
      const held = await world.preview(smallTransfer);
      const asked = world.node.asked.length;
      inSubmit = waits - asked;
      if (at >= inSubmit) break;
      let count = 0;
      world.node.before = () => {
        if (count === at) world.stop();
        count += 1;
      };
      expect(codeOf(await world.submit(held)), `halted at question ${at} of ${inSubmit}`).toBe('trading-halted');
      expect(world.node.taken).toEqual([]);
    }
    expect(inSubmit).toBeGreaterThan(4);
  });

  it('is not signed when the policy was tightened or trading halted while it waited for the signer', async () => {
    for (const change of ['policy', 'halt'] as const) {
      const world = await transactionWorld();
      const held = await world.preview(smallTransfer);
      const desk = world.trading.desk();
      if (!desk.ok) throw new Error('no desk');
      let letGo: () => void = () => undefined;
      world.signer.address = () => new Promise((resolve) => (letGo = () => resolve(ok(alice))));
      const showing = desk.value.address({ show: true }, new AbortController().signal);
      const submitted = world.submit(held);
      await until(() => world.trading.signing.size === 1);
      if (change === 'halt') world.stop();
      else world.apply({ maxValueWei: '1' });
      letGo();
      await showing;
      expect(codeOf(await submitted)).toBe(change === 'halt' ? 'trading-halted' : 'denied-by-policy');
      expect(world.signer.given).toEqual([]);
      expect(world.trading.journal.list({ limit: 10 })).toEqual([]);
      if (change === 'halt') continue;
      expect(await world.rows('policy-violation')).toMatchObject([{ status: 'failed', subject: held.shown.previewId }]);
      expect(world.refusedSubmits).toEqual(['test']);
    }
  });

  it('two previews at one nonce lead to one signature', async () => {
    const world = await transactionWorld();
    const [first, second] = [await world.preview(smallTransfer), await world.preview(smallTransfer)];
    const answers = await Promise.all([world.submit(first), world.submit(second)]);
    expect(answers.map(codeOf).sort()).toEqual(['conflict', null].sort());
    expect(world.signer.given).toHaveLength(1);
  });

  it('leaves no gap before its nonce: what waits behind one no halt would hold', async () => {
    const world = await transactionWorld();
    const third = await world.preview({ ...smallTransfer, nonce: '2' } as TransactionDraft);
    expect(codeOf(await world.submit(third))).toBe('conflict');
    expect(world.signer.given).toEqual([]);
    for (const nonce of ['0', '1', '2']) {
      expect(codeOf(await world.submit(await world.preview({ ...smallTransfer, nonce } as TransactionDraft)))).toBe(
        null,
      );
    }
  });

  it('a node that says no is not believed: it is looked for, and nothing else takes its nonce', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.node.refuseBroadcast = 'insufficient funds for gas * price + value';
    expect(codeOf(await world.submit(held))).toBe('chain-rejected');
    const [known] = world.trading.journal.list({ limit: 1 });
    expect(known?.status).toBe('signed');
    expect(world.followed).toEqual([known?.transactionId]);
    expect((await world.preview(smallTransfer)).shown.nonce).toBe(1);
  });
});

describe('a signer that does not answer as it should', () => {
  it('leaves its nonce tainted and its spend counted, whatever it says that is no promise', async () => {
    const answers = [
      () => Promise.resolve(err({ code: 'conflict', retry: 'never', what: 'whatever' } as const)),
      () => Promise.resolve(err({ code: 'not-offered', retry: 'never', what: 'this' } as const)),
      () => Promise.reject(new Error('it broke')),
    ];
    for (const answer of answers) {
      const world = await transactionWorld({ maxDaySpend: { '31337:native': (10n ** 18n).toString() } });
      const held = await world.preview(smallTransfer);
      world.signer.instead = answer;
      expect((await world.submit(held)).ok).toBe(false);
      const [known] = world.trading.journal.list({ limit: 1 });
      expect(known?.status).toBe('in-doubt');
      const nowMs = world.trading.clock.nowMs();
      expect(world.trading.spends.at('31337:native', nowMs, null).day).toBeGreaterThan(10n ** 16n);
      expect(await world.rows('sign')).toMatchObject([{ status: 'unknown' }, { status: 'requested' }]);
      expect(world.trading.signing.size).toBe(0);
    }
  });

  it('gives nonce and spend back where it promises that nothing was signed', async () => {
    const world = await transactionWorld({ maxDaySpend: { '31337:native': (10n ** 18n).toString() } });
    const held = await world.preview(smallTransfer);
    world.signer.instead = async () =>
      err({ code: 'signer-refused', retry: 'never', signer: 'keystore', why: 'no' } as never);
    expect(codeOf(await world.submit(held))).toBe('signer-refused');
    expect(world.trading.journal.list({ limit: 1 })).toMatchObject([{ status: 'refused' }]);
    expect(world.trading.spends.at('31337:native', world.trading.clock.nowMs(), null).day).toBe(0n);
    expect((await world.preview(smallTransfer)).shown.nonce).toBe(held.shown.nonce);
  });

  it('halts when it signs with another key, and sends nothing', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.signer.instead = async (unsigned) => ok(numbersOf(unsigned, keys.bob));
    expect(codeOf(await world.submit(held))).toBe('signature-mismatch');
    expect(world.halt.state().state).toBe('halted');
    expect(world.node.taken).toEqual([]);
    expect(world.trading.journal.list({ limit: 1 })).toMatchObject([{ status: 'in-doubt' }]);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
