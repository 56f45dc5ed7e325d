import { describe, expect, it } from 'vitest';
import { onChainCore } from './on-chain-core.ts';

const oneHundredth = '0.01';

describe('a transfer of coins, from the draft to the chain', () => {
  it('is judged twice, signed by the keystore, proved, sent, and followed until it is confirmed', async () => {
    const { anvil, console, preview, reaches, submit } = await onChainCore();
    const [from, to] = anvil.accounts;
    if (from === undefined || to === undefined) throw new Error('no accounts');
    const before = BigInt(String(await anvil.rpc('eth_getBalance', [to.address, 'latest'])));

    const shown = await preview({ kind: 'transfer', chainId: 31337, to: to.address, amount: oneHundredth });
    expect(shown).toMatchObject({
      from: from.address,
      to: to.address,
      nonce: 0,
      valueWei: '10000000000000000',
      verdict: 'allow',
      blocked: null,
      isFirstTime: true,
      signer: 'keystore',
    });
    expect(shown.meaning.sentence).toContain('0.01');
    expect(new Set(shown.rulings.map(({ layer }) => layer))).toEqual(new Set(['engine', 'signer']));
    expect(BigInt(shown.maxCostWei)).toBe(BigInt(shown.valueWei) + BigInt(shown.gas) * BigInt(shown.maxFeePerGasWei));

    const sent = await submit(shown);
    if (!sent.ok) throw new Error(JSON.stringify(sent.error));
    const confirmed = await reaches(sent.value.transactionId, 'confirmed');
    expect(confirmed.hash).toMatch(/^0x[0-9a-f]{64}$/);
    expect(BigInt(confirmed.feePaidWei ?? '0')).toBeGreaterThan(0n);
    const after = BigInt(String(await anvil.rpc('eth_getBalance', [to.address, 'latest'])));
    expect(after - before).toBe(10n ** 16n);

    const rows = await console.get('audit.query', { eventType: 'sign', limit: 10 });
    expect(rows.map(({ status }) => status)).toEqual(['ok', 'requested']);
    const broadcasts = await console.get('audit.query', { eventType: 'broadcast', limit: 10 });
    expect(broadcasts.map(({ status }) => status)).toEqual(['ok', 'requested']);
    expect(await console.get('audit.verify', {})).toMatchObject({ firstBadId: null });
  });

  it('is submitted once: asking again answers with the same', async () => {
    const { anvil, preview, submit } = await onChainCore();
    const to = anvil.accounts[1]?.address ?? '';
    const shown = await preview({ kind: 'transfer', chainId: 31337, to, amount: oneHundredth });
    const [first, second] = await Promise.all([submit(shown), submit(shown)]);
    expect(first).toEqual(second);
    const mined = () => anvil.rpc('eth_getTransactionCount', [anvil.accounts[0]?.address, 'latest']);
    await expect.poll(mined).toBe('0x1');
    expect(await anvil.rpc('eth_getTransactionCount', [anvil.accounts[0]?.address, 'pending'])).toBe('0x1');
  });

  it('to oneself goes to nobody who was never sent to', async () => {
    const { anvil, preview } = await onChainCore();
    const own = anvil.accounts[0]?.address ?? '';
    const shown = await preview({ kind: 'transfer', chainId: 31337, to: own, amount: oneHundredth });
    expect(shown.isFirstTime).toBe(false);
  });
});
