import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/node-ports.ts';
import type { Clock } from '../../../core/ports.ts';
import { countedSigner } from './counted-signer.ts';
import { type GuardedCore, guardedCore } from './guarded-core.ts';
import { account, chainId } from './on-chain-core.ts';
import { sharedChain } from './shared-chain.ts';

const { anvil, token } = sharedChain();
const halted = { ok: false, error: { code: 'trading-halted' } };
const dayMs = 86_400_000;

/** A console, the signer behind it that counts, and a clock that can be set ahead as a whole. */
async function world() {
  const signer = await countedSigner();
  let aheadMs = 0;
  const clock: Clock = {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
    sinceBootMs: () => systemClock.sinceBootMs() + aheadMs,
  };
  const core = await guardedCore(anvil(), signer.settings, { ports: { clock } });
  return {
    ...core,
    signer,
    passes: (ms: number): void => {
      aheadMs += ms;
    },
  };
}

async function halt({ console }: GuardedCore): Promise<void> {
  await console.get('halt.engage', { reason: 'a look first' });
}

async function pinToken({ approve, console }: GuardedCore): Promise<void> {
  await approve(await console.get('tokens.requestPin', { chainId, token: token() }));
}

describe('while trading is halted', () => {
  it('a transfer is refused and nothing is signed; what was shown before does not pass either', async () => {
    const core = await world();
    const before = await core.preview(core.draft);
    await halt(core);
    expect(await core.submit(before)).toMatchObject(halted);
    const shown = await core.preview(core.draft);
    expect(shown).toMatchObject({ blocked: 'trading-halted' });
    expect(await core.submit(shown)).toMatchObject(halted);
    expect(core.signer.asked()).toBe(0);
    await core.expectUntouched();
    const rows = await core.console.get('audit.query', { eventType: 'sign', limit: 10 });
    expect(rows.map(({ status }) => status)).toEqual(['failed', 'failed']);
  });

  it('nothing to oneself in the place of one that waits passes; the same for more does not', async () => {
    const core = await world();
    await anvil().rpc('evm_setAutomine', [false]);
    try {
      const sent = await core.send(core.draft);
      await halt(core);
      const { transactionId } = sent;
      const speedUp = await core.console.get('transactions.previewReplace', { transactionId, as: 'speed-up' });
      expect(await core.submit(speedUp)).toMatchObject(halted);
      const cancel = await core.console.get('transactions.previewReplace', { transactionId, as: 'cancel' });
      expect(cancel).toMatchObject({ blocked: null, valueWei: '0', data: '0x' });
      const cancelled = await core.submit(cancel);
      if (!cancelled.ok) throw new Error(JSON.stringify(cancelled.error));
      await core.reaches(cancelled.value.transactionId, 'confirmed');
      expect(await core.console.get('transactions.get', { transactionId })).toMatchObject({ status: 'replaced' });
    } finally {
      await anvil().rpc('evm_setAutomine', [true]);
    }
  });

  it('an allowance is taken back; giving one is refused', async () => {
    const core = await world();
    await pinToken(core);
    const spender = account(anvil(), 2).address;
    const given = { kind: 'token-approval', chainId, token: token(), spender, amount: '5' } as const;
    await core.reaches((await core.send(given)).transactionId, 'confirmed');
    expect(await core.console.get('allowances.list', { chainId })).toMatchObject([
      { spender, amount: '5', isUnlimited: false, symbol: 'TEST', problem: null },
    ]);
    await halt(core);
    expect(await core.submit(await core.preview(given))).toMatchObject(halted);
    const revocation = await core.console.get('allowances.revoke', { chainId, token: token(), spender });
    expect(revocation).toMatchObject({ blocked: null });
    const revoked = await core.submit(revocation);
    if (!revoked.ok) throw new Error(JSON.stringify(revoked.error));
    await core.reaches(revoked.value.transactionId, 'confirmed');
    expect(await core.console.get('allowances.list', { chainId })).toEqual([]);
  });
});

describe('the rescue address', () => {
  it('is set with the address typed, and passes a halt 24 confirmed hours later, as nothing else does', async () => {
    const core = await world();
    const { approve, console, preview, submit } = core;
    await pinToken(core);
    const address = account(anvil(), 5).address;
    const asked = await console.get('rescue.request', { chainId, address });
    expect(asked).toMatchObject({ kind: 'address-book', word: address });
    const mistyped = { approvalId: asked.approvalId, digest: asked.digest, answer: 'approve', word: 'yes' } as const;
    expect(await console.ask('approvals.decide', mistyped, 'approval')).toMatchObject({
      error: { code: 'wrong-word' },
    });
    await approve(asked);
    expect(await console.get('recipients.list', {})).toMatchObject([{ address, isRescue: true }]);
    await halt(core);
    const rescue = { kind: 'transfer', chainId, to: address, amount: '0.5' } as const;
    const tokens = { kind: 'token-transfer', chainId, token: token(), to: address, amount: '2' } as const;
    const refusedNow = async (): Promise<void> => {
      for (const draft of [rescue, tokens]) expect(await submit(await preview(draft))).toMatchObject(halted);
    };
    await refusedNow();
    // Hours that only this clock knows of, or only the chain, are none.
    await anvil().rpc('evm_increaseTime', [2 * 86_400]);
    await anvil().rpc('anvil_mine', ['0x1']);
    await refusedNow();
    core.passes(dayMs - 120_000);
    await refusedNow();
    core.passes(150_000);
    for (const draft of [rescue, tokens]) {
      const sent = await submit(await preview(draft));
      if (!sent.ok) throw new Error(JSON.stringify(sent.error));
      await core.reaches(sent.value.transactionId, 'confirmed');
    }
    // The very address, the very calls.
    expect(await submit(await preview(core.draft))).toMatchObject(halted);
    const approval = { kind: 'token-approval', chainId, token: token(), spender: address, amount: '1' } as const;
    expect(await submit(await preview(approval))).toMatchObject(halted);
    const withValue = { kind: 'call', chainId, to: address, valueWei: '1', data: '0x12345678' } as const;
    expect(await submit(await preview(withValue))).toMatchObject(halted);
    expect(core.signer.asked()).toBe(2);
  });

  it('that was changed waits anew', async () => {
    const core = await world();
    const { approve, console, preview, submit } = core;
    await core.preview(core.draft);
    await approve(await console.get('rescue.request', { chainId, address: account(anvil(), 5).address }));
    core.passes(dayMs + 1_000);
    await anvil().rpc('evm_increaseTime', [86_401]);
    await anvil().rpc('anvil_mine', ['0x1']);
    await core.preview(core.draft);
    const to = account(anvil(), 6).address;
    await approve(await console.get('rescue.request', { chainId, address: to }));
    await halt(core);
    expect(await submit(await preview({ kind: 'transfer', chainId, to, amount: '1' }))).toMatchObject(halted);
    expect(core.signer.asked()).toBe(0);
  });
});
