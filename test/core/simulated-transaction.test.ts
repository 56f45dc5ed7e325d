import { Wallet } from 'ethers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TransactionPolicy } from '../../core/contract/shapes.ts';
import { type Address, address } from '../../core/domain/address.ts';
import { approveCall, transferCall, unlimitedAllowance } from '../../core/domain/erc20-calls.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

const usdc = address('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48');
const thief = address('0x000000000000000000000000000000000000bEEF');
// A published development key of anvil and hardhat; never for funds.
const bob = address(new Wallet('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d').address);

async function coreWith(transactions: TransactionPolicy): Promise<TemporaryCore> {
  const made = await temporaryCore();
  onTestFinished(() => made.remove());
  const { digest, document } = await made.get('policy.get', {});
  await made.get('policy.tighten', { document: { ...document, transactions }, baseDigest: digest });
  return made;
}

const simulate = async (core: TemporaryCore, to: Address | null, data: string, more: object = {}) => {
  const given = { chainId: 1, to, value: '0', gas: '100000', gasPrice: '1000000000', data, ...more };
  const { rulings, verdict } = await core.get('policy.simulate', {
    kind: 'transaction',
    layer: 'engine',
    transaction: given,
  });
  return { verdict, codes: rulings.flatMap(({ code, decision }) => (decision === 'allow' ? [] : [code])) };
};

describe('a pasted transaction in the sandbox', () => {
  it('is judged by what it gives away, as at the gate', async () => {
    const core = await coreWith({});
    expect(await simulate(core, usdc, approveCall(thief, unlimitedAllowance))).toEqual({
      verdict: 'deny',
      codes: ['unlimited_approval'],
    });
    expect((await simulate(core, usdc, approveCall(thief, 5n))).verdict).toBe('allow');
  });

  it('is held against the windows of the assets it moves, with its fees', async () => {
    const core = await coreWith({
      maxDaySpend: { [`1:${usdc.toLowerCase()}`]: '1000', '1:native': (2n * 10n ** 14n).toString() },
    });
    expect((await simulate(core, usdc, transferCall(bob, 1_000n))).verdict).toBe('allow');
    expect(await simulate(core, usdc, transferCall(bob, 1_001n))).toMatchObject({ codes: ['day_spend_exceeded'] });
    expect(await simulate(core, usdc, '0x', { value: '199999999999999' })).toMatchObject({
      codes: ['day_spend_exceeded'],
    });
    // What it would cost is not said, so how much would leave is not known.
    expect(await simulate(core, bob, '0x', { gasPrice: null })).toMatchObject({ codes: ['day_spend_exceeded'] });
    expect(await simulate(core, usdc, '0xdeadbeef')).toMatchObject({ codes: ['day_spend_exceeded'] });
  });

  it('is held against the recipients that are known, and the highest fee', async () => {
    const core = await coreWith({ coolingOffHours: 24, maxFeeWei: (10n ** 14n).toString() });
    expect(await simulate(core, usdc, transferCall(thief, 1n))).toMatchObject({ codes: ['recipient_unknown'] });
    expect((await simulate(core, usdc, approveCall(thief, 0n))).verdict).toBe('allow');
    expect(await simulate(core, usdc, approveCall(thief, 0n), { gas: '100001' })).toMatchObject({
      codes: ['transaction_fee_too_large'],
    });
    // On an OP-stack chain a part of the fee is known to the chain alone.
    const onBase = { chainId: 8453, gas: '1' };
    expect((await simulate(core, usdc, '0x', onBase)).codes).toContain('transaction_fee_too_large');
  });

  it('is refused where it is for a chain that is not known, once a rule needs more than its fields', async () => {
    const core = await coreWith({ coolingOffHours: 24 });
    expect(await simulate(core, bob, '0x', { chainId: 999_999 })).toMatchObject({ codes: ['recipient_unknown'] });
  });

  it('shows how much of each window is used', async () => {
    const core = await coreWith({ maxHourSpend: { '1:native': '7' }, maxDaySpend: { '1:native': '9' } });
    const usage = await core.get('policy.usage', {});
    expect(usage.filter(({ rule }) => rule.endsWith('-spend'))).toEqual([
      { rule: 'hour-spend', asset: '1:native', used: '0', limit: '7' },
      { rule: 'day-spend', asset: '1:native', used: '0', limit: '9' },
    ]);
  });
});
