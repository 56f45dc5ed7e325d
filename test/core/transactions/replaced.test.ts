import { afterEach, describe, expect, it } from 'vitest';
import { countedSigner } from './counted-signer.ts';
import { guardedCore } from './guarded-core.ts';
import { sharedChain } from './shared-chain.ts';

const { anvil } = sharedChain();
afterEach(async () => {
  await anvil().rpc('evm_setAutomine', [true]);
  await anvil().rpc('anvil_mine', ['0x1']);
});

/** A core with one transaction that waits for a block. */
async function waiting() {
  const signer = await countedSigner();
  const core = await guardedCore(anvil(), signer.settings);
  await anvil().rpc('evm_setAutomine', [false]);
  return { signer, sent: await core.send(core.draft), ...core };
}

describe('a transaction that waits for a block', () => {
  it('is sped up: the same again for more takes its place, and only one is mined', async () => {
    const { console, reaches, sent, signer, submit } = await waiting();
    const { transactionId } = sent;
    const speedUp = await console.get('transactions.previewReplace', { transactionId, as: 'speed-up' });
    const before = await anvil().rpc('eth_getTransactionByHash', [sent.hash]);
    const { maxFeePerGas } = before as { maxFeePerGas: string };
    expect(speedUp).toMatchObject({ nonce: sent.nonce, to: sent.to, valueWei: sent.valueWei, replaces: transactionId });
    expect(BigInt(speedUp.maxFeePerGasWei) * 10n).toBeGreaterThanOrEqual(BigInt(maxFeePerGas) * 11n);
    const faster = await submit(speedUp);
    if (!faster.ok) throw new Error(JSON.stringify(faster.error));
    const confirmed = await reaches(faster.value.transactionId, 'confirmed');
    expect(await console.get('transactions.get', { transactionId })).toMatchObject({
      status: 'replaced',
      replacedBy: confirmed.transactionId,
    });
    expect(await anvil().rpc('eth_getTransactionReceipt', [sent.hash])).toBeNull();
    expect(signer.asked()).toBe(2);
  });

  it('is replaced only as the last of its nonce, and not once it is settled', async () => {
    const { console, reaches, sent, submit } = await waiting();
    const { transactionId } = sent;
    const replace = (id: string) => console.ask('transactions.previewReplace', { transactionId: id, as: 'cancel' });
    const cancel = await replace(transactionId);
    if (!cancel.ok) throw new Error(JSON.stringify(cancel.error));
    const cancelled = await submit(cancel.value);
    if (!cancelled.ok) throw new Error(JSON.stringify(cancelled.error));
    const conflict = { ok: false, error: { code: 'conflict' } };
    expect(await replace(transactionId)).toMatchObject(conflict);
    const again = await replace(cancelled.value.transactionId);
    expect(again).toMatchObject({ ok: true, value: { nonce: sent.nonce } });
    await reaches(cancelled.value.transactionId, 'confirmed');
    expect(await replace(cancelled.value.transactionId)).toMatchObject(conflict);
  });

  it('whose place was shown to be taken twice is taken once', async () => {
    const { console, sent, signer, submit } = await waiting();
    const { transactionId } = sent;
    const previews = await Promise.all(
      (['speed-up', 'cancel'] as const).map((as) => console.get('transactions.previewReplace', { transactionId, as })),
    );
    const answers = await Promise.all(previews.map((shown) => submit(shown)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(signer.asked()).toBe(2);
  });

  it('is followed by another at the next nonce', async () => {
    const { draft, preview, reaches, sent, submit } = await waiting();
    const next = await preview(draft);
    expect(next.nonce).toBe(sent.nonce + 1);
    const second = await submit(next);
    if (!second.ok) throw new Error(JSON.stringify(second.error));
    await reaches(second.value.transactionId, 'confirmed');
    await reaches(sent.transactionId, 'confirmed');
  });
});
