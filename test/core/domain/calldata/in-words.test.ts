import { encodeFunctionData, parseAbi } from 'viem';
import { describe, expect, it } from 'vitest';
import { address } from '../../../../core/domain/address.ts';
import { decodeCall } from '../../../../core/domain/calldata/decode-call.ts';
import { type CallWords, inWords } from '../../../../core/domain/calldata/in-words.ts';
import { type Chain, findChain } from '../../../../core/domain/chains.ts';
import type { Hex } from '../../../../core/domain/hex.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';

const base = findChain(8453n) as Chain;
const usdc = address('0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913');
const weth = address('0x4200000000000000000000000000000000000006');
const bob = address('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC');
const router = base.swapRouter ?? bob;
const abi = parseAbi([
  'function approve(address spender, uint256 amount)',
  'function multicall(uint256 deadline, bytes[] data)',
  'struct Single { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Single params)',
]);
const encode = (functionName: string, ...args: readonly unknown[]): Hex =>
  encodeFunctionData({ abi, functionName, args } as Parameters<typeof encodeFunctionData>[0]) as unknown as Hex;
const words = (to: string | null, data: Hex, valueWei = 0n): CallWords => {
  const call = { chain: base, to: to === null ? null : address(to), valueWei, data, tokens: tokenList([]) };
  return inWords(decodeCall({ ...call, hasCode: null }), base);
};

describe('a call in words', () => {
  it('says an unlimited allowance outright, with the raw number beside it', () => {
    const said = words(usdc, encode('approve', bob, 2n ** 256n - 1n));
    expect(said.sentence).toBe(`Let ${bob} take an unlimited amount of USDC.`);
    expect(said.lines).toContainEqual({ label: 'Allowance', text: 'unlimited' });
    expect(said.lines).toContainEqual({ label: 'Allowance, raw', text: (2n ** 256n - 1n).toString() });
    expect(said.warnings[0]).toMatch(/^The allowance is unlimited/);
  });

  it('says an allowance taken back as that, a bounded one in its unit, and one of an unknown token in raw units', () => {
    expect(words(usdc, encode('approve', bob, 0n)).sentence).toBe(`Take back what ${bob} may take of USDC.`);
    expect(words(usdc, encode('approve', bob, 1_500_000n)).sentence).toBe(`Let ${bob} take 1.5 USDC.`);
    expect(words(bob, encode('approve', bob, 5n)).sentence).toBe(`Let ${bob} take 5 raw units of the token ${bob}.`);
  });

  it('says coins with their wei, and coins that go along with a call', () => {
    const sent = words(bob, '0x' as Hex, 1_500_000_000_000_000_000n);
    expect(sent.sentence).toBe(`Send 1.5 ETH to ${bob}.`);
    expect(sent.lines).toContainEqual({ label: 'Amount', text: '1.5 ETH (1500000000000000000 wei)' });
    expect(words(bob, '0xdeadbeef' as Hex, 1n).lines).toContainEqual({
      label: 'Coins sent along',
      text: '0.000000000000000001 ETH (1 wei)',
    });
    expect(words(bob, '0xdeadbeef' as Hex).sentence).toBe('Make a call that is not known here (0xdeadbeef).');
    expect(words(null, '0x60' as Hex).sentence).toBe('Make a contract of 1 bytes.');
  });

  it('says every part of several calls, numbered, with the warnings of all', () => {
    const swap = {
      tokenIn: weth,
      tokenOut: usdc,
      fee: 3000,
      recipient: '0x0000000000000000000000000000000000000001',
      amountIn: 10n ** 18n,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: 0n,
    };
    const said = words(router, encode('multicall', 7n, [encode('exactInputSingle', swap), '0x12210e8a']));
    expect(said.sentence).toBe(
      'Make 2 calls at once: Swap 1 WETH for at least 0 USDC, to the signing address. Make a call that is not known here (0x12210e8a).',
    );
    expect(said.lines).toContainEqual({ label: '1. Pool 1', text: `${weth} to ${usdc}, fee 0.3 %` });
    expect(said.lines).toContainEqual({ label: '2. Selector', text: '0x12210e8a' });
    expect(said.warnings).toHaveLength(3);
  });
});
