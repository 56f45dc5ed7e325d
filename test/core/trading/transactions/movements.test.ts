import { AbiCoder, Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { type Address, address } from '../../../../core/domain/address.ts';
import { decodeCall } from '../../../../core/domain/calldata/decode-call.ts';
import { type Chain, findChain } from '../../../../core/domain/chains.ts';
import { approveCall, transferCall, unlimitedAllowance } from '../../../../core/domain/erc20-calls.ts';
import { type Hex, noBytes } from '../../../../core/domain/hex.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';
import { givesUnlimited, movementsOf } from '../../../../core/trading/transactions/movements.ts';
import { transactionOf } from '../../../chain/sign-with.ts';
import { alice, bob, thief } from './transaction-world.ts';

const chain = findChain(1n) as Chain;
const router = chain.swapRouter as Address;
const wrapped = chain.wrappedNative as Address;
const coin = address('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48');
const asset = (token: Address) => `1:${token.toLowerCase()}`;
const routerSelf = '0x0000000000000000000000000000000000000002';
const abi = new Interface([
  'function exactInputSingle(tuple(address,address,uint24,address,uint256,uint256,uint160))',
  'function multicall(bytes[])',
  'function deposit() payable',
  'function setApprovalForAll(address,bool)',
  'function transferFrom(address,address,uint256)',
]);
const swapTo = (recipient: string) =>
  abi.encodeFunctionData('exactInputSingle', [[coin, wrapped, 500, recipient, 1_000n, 1n, 0n]]) as Hex;
const many = (...calls: Hex[]) => abi.encodeFunctionData('multicall', [calls]) as Hex;

function movements(to: Address | null, data: Hex, valueWei = 0n) {
  const transaction = { ...transactionOf(bob, { chainId: 1n, data, valueWei }), to };
  const decoded = decodeCall({ chain, to, valueWei, data, tokens: tokenList([]), hasCode: null });
  return movementsOf(transaction, decoded, 5n);
}

describe('what a transaction moves', () => {
  it('is its coins with all fees, to whom they go', () => {
    expect(movements(bob, noBytes, 7n)).toEqual({ spends: [{ asset: '1:native', amount: 12n }], recipients: [bob] });
  });

  it('is a token, an allowance, or all there is of it', () => {
    const moved = (data: Hex) => movements(coin, data);
    expect(moved(transferCall(bob, 9n))).toMatchObject({ recipients: [bob], spends: [{}, { amount: 9n }] });
    expect(moved(approveCall(thief, 9n))).toMatchObject({ recipients: [thief], spends: [{}, { amount: 9n }] });
    expect(moved(approveCall(thief, unlimitedAllowance))).toMatchObject({ spends: [{}, { amount: 'unlimited' }] });
    const all = abi.encodeFunctionData('setApprovalForAll', [thief, true]) as Hex;
    expect(moved(all)).toMatchObject({
      recipients: [thief],
      spends: [{}, { asset: asset(coin), amount: 'unlimited' }],
    });
    const from = abi.encodeFunctionData('transferFrom', [alice, thief, 9n]) as Hex;
    expect(moved(from)).toMatchObject({ recipients: [thief], spends: [{}, { amount: 9n }] });
  });

  it('wrapping coins gives them to nobody, but only at the contract that is known to wrap', () => {
    const deposit = abi.encodeFunctionData('deposit', []) as Hex;
    expect(movements(wrapped, deposit, 7n)).toMatchObject({ recipients: [] });
    expect(movements(thief, deposit, 7n)).toBe(null);
  });

  it('a swap counts what goes in, and whoever gets the outcome', () => {
    expect(movements(router, swapTo(alice))).toMatchObject({ spends: [{}, { asset: asset(coin), amount: 1_000n }] });
    expect(movements(router, swapTo(thief))?.recipients).toEqual([thief]);
    expect(movements(router, many(many(swapTo(thief))))?.recipients).toEqual([thief]);
  });

  it('what a swap leaves with the router is there for anybody to take', () => {
    expect(movements(router, swapTo(routerSelf))?.recipients).toEqual([router]);
  });

  it('is unknown for what is called like a swap at another contract, for other calls, and for new contracts', () => {
    expect(movements(thief, swapTo(alice))).toBe(null);
    expect(movements(thief, many(swapTo(alice)))).toBe(null);
    expect(movements(thief, many())).toBe(null);
    expect(movements(coin, '0xd505accf' as Hex)).toBe(null);
    expect(movements(router, many('0xdeadbeef' as Hex))).toBe(null);
    expect(movements(null, '0x6000' as Hex)).toBe(null);
    const tail = `${transferCall(bob, 9n)}${AbiCoder.defaultAbiCoder().encode(['uint256'], [1]).slice(2)}` as Hex;
    expect(movements(coin, tail)).toBe(null);
  });

  it('coins sent along with a call end up with the contract', () => {
    expect(movements(coin, transferCall(bob, 9n), 1n)?.recipients).toEqual([bob, coin]);
  });

  it('an allowance without an end is seen inside of nothing else than where it is given', () => {
    const decoded = decodeCall({
      chain,
      to: coin,
      valueWei: 0n,
      data: approveCall(thief, 2n ** 96n - 1n),
      tokens: tokenList([]),
      hasCode: null,
    });
    expect(givesUnlimited(decoded)).toBe(true);
  });
});
