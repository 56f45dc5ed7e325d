import * as fc from 'fast-check';
import { encodeFunctionData, parseAbi } from 'viem';
import { describe, expect, it } from 'vitest';
import { type Address, address } from '../../../../core/domain/address.ts';
import { decodeCall, type UndecodedCall } from '../../../../core/domain/calldata/decode-call.ts';
import { type DecodedCall, everyCall } from '../../../../core/domain/calldata/decoded-call.ts';
import { swapCalls } from '../../../../core/domain/calldata/swap-calls.ts';
import { tokenCalls } from '../../../../core/domain/calldata/token-calls.ts';
import { type Chain, findChain } from '../../../../core/domain/chains.ts';
import type { Hex } from '../../../../core/domain/hex.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';
import { cast } from '../../../chain/cast.ts';

const ethereum = findChain(1n) as Chain;
const weth = address('0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2');
const usdc = address('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48');
const usdt = address('0xdAC17F958D2ee523a2206206994597C13D831ec7');
const router = address('0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45');
const alice = address('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
const bob = address('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC');
const nowhere = address('0x00000000000000000000000000000000DeaDBeef');
const most = 2n ** 256n - 1n;

// What viem makes of the same signatures; nothing here was encoded by the code under test.
const abi = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function transferFrom(address from, address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function increaseAllowance(address spender, uint256 added)',
  'function setApprovalForAll(address operator, bool approved)',
  'function deposit() payable',
  'function withdraw(uint256 amount)',
  'function unwrapWETH9(uint256 least, address to)',
  'struct Single { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'struct Path { bytes path; address recipient; uint256 amountIn; uint256 amountOutMinimum; }',
  'function exactInputSingle(Single params) payable',
  'function exactInput(Path params) payable',
  'function multicall(bytes[] data) payable',
  'function multicall(uint256 deadline, bytes[] data) payable',
  'function multicall(bytes32 previousBlockhash, bytes[] data) payable',
]);
const encode = (functionName: string, ...args: readonly unknown[]): Hex =>
  encodeFunctionData({ abi, functionName, args } as Parameters<typeof encodeFunctionData>[0]) as unknown as Hex;
const decode = (data: string, given: Partial<UndecodedCall> = {}): DecodedCall =>
  decodeCall({
    chain: ethereum,
    to: usdc,
    valueWei: 0n,
    data: data as Hex,
    tokens: tokenList([]),
    hasCode: true,
    ...given,
  });
const single = {
  tokenIn: weth,
  tokenOut: usdc,
  fee: 500,
  recipient: alice,
  amountIn: 10n ** 18n,
  amountOutMinimum: 2_500_000_000n,
  sqrtPriceLimitX96: 0n,
};
const path = `${weth}0001f4${usdc.slice(2)}000064${usdt.slice(2)}`.toLowerCase();

describe('calldata', () => {
  it('is known by selectors that cast and viem know by the same names', async () => {
    const readers = [...tokenCalls, ...swapCalls];
    expect(new Set(readers.map(({ selector }) => selector)).size).toBe(readers.length);
    for (const { signature, selector } of readers) expect(await cast('sig', signature)).toBe(selector);
  });

  it('of a token says whom, how much in its unit, and the raw number', () => {
    expect(decode(encode('transfer', alice, 1_500_000n))).toEqual({
      kind: 'erc20-transfer',
      to: alice,
      amount: { token: usdc, raw: 1_500_000n, known: { symbol: 'USDC', decimals: 6, text: '1.5' } },
      contract: usdc,
      valueWei: 0n,
      warnings: [],
    });
    expect(decode(encode('transferFrom', alice, bob, 7n))).toMatchObject({
      kind: 'erc20-transfer-from',
      from: alice,
      to: bob,
      amount: { raw: 7n, known: { text: '0.000007' } },
    });
    expect(decode(encode('approve', bob, 5_000_000n))).toMatchObject({
      kind: 'erc20-approve',
      spender: bob,
      isUnlimited: false,
      amount: { known: { text: '5' } },
      warnings: [],
    });
    expect(decode(encode('increaseAllowance', bob, 1n))).toMatchObject({
      kind: 'erc20-increase-allowance',
      spender: bob,
      isUnlimited: false,
    });
  });

  it('calls an allowance that never ends unlimited, also in the 96 bits of some tokens, and no smaller one', () => {
    for (const raw of [most, most - 1n, 2n ** 255n, 2n ** 160n - 1n, 2n ** 96n - 1n]) {
      for (const name of ['approve', 'increaseAllowance']) {
        expect(decode(encode(name, bob, raw))).toMatchObject({ isUnlimited: true, warnings: ['unlimited-approval'] });
      }
    }
    expect(decode(encode('approve', bob, 2n ** 96n - 2n))).toMatchObject({ isUnlimited: false, warnings: [] });
  });

  it('of a token that is not known is still an approval or a transfer, in raw units only, and says so', () => {
    const call = decode(encode('approve', bob, most), { to: nowhere });
    expect(call).toMatchObject({ kind: 'erc20-approve', amount: { token: nowhere, raw: most, known: null } });
    expect(call.warnings).toEqual(['unlimited-approval', 'unknown-contract', 'unknown-token']);
    const pinned = tokenList([{ chainId: 1, address: nowhere, symbol: 'PIN', decimals: 2 }]);
    const known = decode(encode('transfer', alice, 150n), { to: nowhere, tokens: pinned });
    expect(known).toMatchObject({ amount: { known: { symbol: 'PIN', text: '1.5' } }, warnings: [] });
  });

  it('of a collection says when all of it is given away', () => {
    expect(decode(encode('setApprovalForAll', bob, true), { to: nowhere })).toMatchObject({
      kind: 'set-approval-for-all',
      operator: bob,
      isApproved: true,
      warnings: ['unknown-contract', 'operator-of-all'],
    });
    expect(decode(encode('setApprovalForAll', bob, false), { to: nowhere }).warnings).toEqual(['unknown-contract']);
  });

  it('of wrapped ether wraps what is sent along and unwraps what it says; of any other contract with the same names it warns', () => {
    const value = { to: weth, valueWei: 10n ** 17n };
    expect(decode(encode('deposit'), value)).toMatchObject({
      kind: 'weth-deposit',
      amount: { raw: 10n ** 17n, known: { text: '0.1', symbol: 'WETH' } },
      warnings: [],
    });
    expect(decode(encode('withdraw', 5n), { to: weth })).toMatchObject({ kind: 'weth-withdraw', amount: { raw: 5n } });
    expect(decode(encode('deposit'), { ...value, to: nowhere }).warnings).toEqual(['unknown-contract']);
  });

  it('of a swap says the pools, the amounts and who gets it', () => {
    const swap = decode(encode('exactInputSingle', single), { to: router, valueWei: 10n ** 18n });
    expect(swap).toMatchObject({
      kind: 'uniswap-exact-input-single',
      path: [{ tokenIn: weth, tokenOut: usdc, feePpm: 500n }],
      recipient: alice,
      amountIn: { known: { text: '1', symbol: 'WETH' } },
      leastOut: { known: { text: '2500', symbol: 'USDC' } },
      warnings: [],
    });
    const along = { path, recipient: alice, amountIn: 3n, amountOutMinimum: 4n };
    expect(decode(encode('exactInput', along), { to: router })).toMatchObject({
      kind: 'uniswap-exact-input',
      path: [
        { tokenIn: weth, tokenOut: usdc, feePpm: 500n },
        { tokenIn: usdc, tokenOut: usdt, feePpm: 100n },
      ],
      amountIn: { token: weth, raw: 3n },
      leastOut: { token: usdt, raw: 4n },
    });
    for (const [recipient, meant] of [
      ['0x0000000000000000000000000000000000000001', 'signer'],
      ['0x0000000000000000000000000000000000000002', 'router'],
    ] as const) {
      expect(decode(encode('exactInputSingle', { ...single, recipient }), { to: router })).toMatchObject({
        recipient: meant,
      });
    }
    const careless = { ...single, amountIn: 0n, amountOutMinimum: 0n };
    expect(decode(encode('exactInputSingle', careless), { to: router }).warnings).toEqual([
      'no-least-amount',
      'router-balance',
    ]);
    expect(decode(encode('exactInputSingle', single), { to: nowhere }).warnings).toEqual(['unknown-contract']);
    for (const odd of [path.slice(0, -2), `${path}00`, `0x${weth.slice(2)}`, '0x']) {
      const call = decode(encode('exactInput', { ...along, path: odd }), { to: router });
      expect(call).toMatchObject({ kind: 'unknown', warnings: ['malformed'] });
    }
  });

  it('of several calls at once is all of them; one that is not known spoils it', () => {
    const inner = [encode('exactInputSingle', single), encode('exactInput', { ...single, path })];
    const both = decode(encode('multicall', 1_800_000_000n, inner), { to: router });
    expect(both).toMatchObject({ kind: 'multicall', deadlineS: 1_800_000_000n, warnings: [] });
    expect(everyCall(both).map(({ kind }) => kind)).toEqual([
      'multicall',
      'uniswap-exact-input-single',
      'uniswap-exact-input',
    ]);
    const nested = decode(encode('multicall', [encode('multicall', inner)]), { to: router });
    expect(everyCall(nested)).toHaveLength(4);
    const byHash = decode(encode('multicall', `0x${'ab'.repeat(32)}`, inner), { to: router });
    expect(byHash).toMatchObject({ kind: 'multicall', deadlineS: null });

    const hidden = decode(encode('multicall', [encode('multicall', [encode('unwrapWETH9', 1n, alice)])]), {
      to: router,
    });
    expect(hidden.warnings).toEqual(['holds-unknown-call']);
    // A router cannot carry out a token's call on itself: that such a part reads like one must not make it one.
    const posing = decode(encode('multicall', [encode('transfer', alice, 1n)]), { to: router });
    expect(everyCall(posing).map(({ kind }) => kind)).toEqual(['multicall', 'unknown']);
  });

  it('that is nested too deep or holds too many calls is not read', () => {
    let data = encode('exactInputSingle', single);
    for (let depth = 0; depth < 5; depth += 1) data = encode('multicall', [data]);
    expect(everyCall(decode(data, { to: router })).some(({ kind }) => kind === 'unknown')).toBe(true);
    const many = encode('multicall', Array(33).fill(encode('exactInputSingle', single)));
    expect(decode(many, { to: router })).toMatchObject({ kind: 'unknown', warnings: ['malformed'] });
  });

  it('that is not exact is unknown, never a friendlier reading', () => {
    const good = encode('transfer', alice, 1n);
    const odd: readonly string[] = [
      `${good}00`,
      `${good}${'00'.repeat(32)}`,
      good.slice(0, -2),
      `${good.slice(0, 10)}01${good.slice(12)}`,
      good.slice(0, 10),
    ];
    for (const data of odd) {
      expect(decode(data)).toMatchObject({
        kind: 'unknown',
        selector: '0xa9059cbb',
        resembles: 'transfer(address,uint256)',
        warnings: ['malformed'],
      });
    }
    expect(decode(`${encode('setApprovalForAll', bob, true).slice(0, -1)}2`)).toMatchObject({ kind: 'unknown' });
    expect(decode(`${encode('deposit')}00`, { to: weth })).toMatchObject({ kind: 'unknown' });
    expect(decode('0xdeadbeef')).toMatchObject({ kind: 'unknown', selector: '0xdeadbeef', warnings: ['unknown-call'] });
    expect(decode('0xa9059c')).toMatchObject({ kind: 'unknown', selector: null, warnings: ['unknown-call'] });
    // The offset of the list leads elsewhere than a compiler would write, to the same items.
    const list = encode('multicall', []);
    expect(decode(list, { to: router })).toMatchObject({ kind: 'multicall' });
    const moved = `${list.slice(0, 10)}${(64).toString(16).padStart(64, '0')}${'00'.repeat(64)}`;
    expect(decode(moved, { to: router })).toMatchObject({ kind: 'unknown', warnings: ['malformed'] });
  });

  it('changed in any one byte is another reading or none', () => {
    const samples = [
      encode('approve', bob, 77n),
      encode('exactInputSingle', single),
      encode('multicall', 9n, [encode('exactInput', { ...single, path })]),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.integer({ min: 1, max: 255 }), (data, at, change) => {
        const bytes = Buffer.from(data.slice(2), 'hex');
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ change;
        const before = decode(data, { to: router });
        const after = decode(`0x${bytes.toString('hex')}`, { to: router });
        // The price limit of a single swap is not told: it can only make it give less in, never more.
        const isPriceLimit = data === samples[1] && index >= 4 + 6 * 32 + 12;
        if (!isPriceLimit) expect(after).not.toEqual(before);
      }),
      { numRuns: 400 },
    );
  });

  it('warns of coins sent along with a call that takes none, of lost recipients, and of an address without a contract', () => {
    const transfer = encode('transfer', alice, 1n);
    expect(decode(transfer, { valueWei: 1n }).warnings).toEqual(['value-attached']);
    expect(decode(transfer, { hasCode: false }).warnings).toEqual(['no-code']);
    expect(decode(transfer, { hasCode: null }).warnings).toEqual([]);
    expect(decode(encode('transfer', usdc, 1n)).warnings).toEqual(['to-the-token-itself']);
    const zero = '0x0000000000000000000000000000000000000000' as Address;
    expect(decode(encode('transfer', zero, 1n)).warnings).toEqual(['to-zero-address']);
    expect(decode('0x', { to: alice, valueWei: 1n, hasCode: false })).toMatchObject({
      kind: 'native-transfer',
      to: alice,
      warnings: [],
    });
    expect(decode('0x', { to: alice, hasCode: true }).warnings).toEqual(['code-at-recipient']);
    expect(decode('0x', { to: usdc, hasCode: null }).warnings).toEqual(['code-at-recipient']);
    expect(decode('0x', { to: zero, hasCode: null }).warnings).toEqual(['to-zero-address']);
  });

  it('without a recipient makes a contract', () => {
    expect(decode('0x6001', { to: null })).toMatchObject({ kind: 'contract-creation', codeBytes: 2, contract: null });
  });
});
