import { describe, expect, it, vi } from 'vitest';
import { transferCall } from '../../../../core/domain/erc20-calls.ts';
import type { Hex } from '../../../../core/domain/hex.ts';
import { parseSigned, serialiseUnsigned } from '../../../../core/domain/transaction/serialise.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import { type AnvilAccount, chainTestTimeoutMs, developmentAccounts } from '../../../chain/anvil.ts';
import { cast } from '../../../chain/cast.ts';
import { signWith, transactionOf } from '../../../chain/sign-with.ts';

vi.setConfig({ testTimeout: chainTestTimeoutMs });

const [alice, bob] = developmentAccounts() as unknown as [AnvilAccount, AnvilAccount];
const legacy = { type: 0, gasPriceWei: 2_000_000_000n, maxFeePerGasWei: null, maxPriorityFeePerGasWei: null } as const;
const listed = [{ address: bob.address, storageKeys: [`0x${'07'.repeat(32)}` as Hex] }];

const samples: readonly (readonly [string, UnsignedTransaction])[] = [
  ['coins', transactionOf(bob.address, { nonce: 3, valueWei: 10n ** 18n })],
  ['nothing, at nonce 0', transactionOf(bob.address, { valueWei: 0n })],
  ['a call on Ethereum', transactionOf(bob.address, { chainId: 1n, data: transferCall(bob.address, 2n ** 255n) })],
  ['coins by a legacy transaction', transactionOf(bob.address, { ...legacy, nonce: 200, chainId: 42161n })],
  ['a legacy call', transactionOf(bob.address, { ...legacy, data: transferCall(bob.address, 1n) })],
  ['an access list with a gas price', transactionOf(bob.address, { ...legacy, type: 1, accessList: listed })],
  ['an access list with a base fee', transactionOf(bob.address, { accessList: listed })],
];

/** What cast is told to make of the same fields. */
function castArguments(transaction: UnsignedTransaction): readonly string[] {
  const { type, chainId, nonce, to, valueWei, gas, data, accessList, gasPriceWei, maxFeePerGasWei } = transaction;
  const list = accessList.map(({ address, storageKeys }) => ({ address, storageKeys }));
  const args = ['--chain', `${chainId}`, '--nonce', `${nonce}`, '--value', `${valueWei}`, '--gas-limit', `${gas}`];
  args.push('--gas-price', `${maxFeePerGasWei ?? gasPriceWei}`);
  if (type === 2) args.push('--priority-gas-price', `${transaction.maxPriorityFeePerGasWei}`);
  else args.push('--legacy');
  if (list.length > 0) args.push('--access-list', JSON.stringify(list));
  return [...args, to ?? '--create', ...(data === '0x' ? [] : [data])];
}

describe('a transaction beside foundry’s cast', () => {
  it.each(samples)('is the same bytes, unsigned and signed: %s', async (_what, transaction) => {
    const args = castArguments(transaction);
    expect(await cast('mktx', ...args, '--from', alice.address, '--raw-unsigned')).toBe(serialiseUnsigned(transaction));
    const signed = await cast('mktx', ...args, '--private-key', alice.privateKey);
    expect(signed).toBe(signWith(alice, transaction).raw);
    expect(parseSigned(signed as Hex)).toMatchObject({ ok: true, value: { transaction } });
  });

  it.each(samples)('is read by cast as it was meant: %s', async (_what, transaction) => {
    const { raw, hash } = signWith(alice, transaction);
    const said = await cast('decode-transaction', raw);
    const inner: unknown = JSON.parse(said);
    const read = (typeof inner === 'string' ? JSON.parse(inner) : inner) as Readonly<Record<string, string>>;
    expect(read.hash).toBe(hash);
    expect(read.signer).toBe(alice.address.toLowerCase());
    expect(read.to).toBe(bob.address.toLowerCase());
    expect(read.input).toBe(transaction.data);
    const { type, chainId, nonce, valueWei, gas, gasPriceWei, maxFeePerGasWei } = transaction;
    const numbers = [read.type, read.chainId, read.nonce, read.value, read.gas].map((text) => BigInt(text ?? ''));
    expect(numbers).toEqual([BigInt(type), chainId, BigInt(nonce), valueWei, gas]);
    expect(BigInt((type === 2 ? read.maxFeePerGas : read.gasPrice) ?? '')).toBe(maxFeePerGasWei ?? gasPriceWei);
  });
});
