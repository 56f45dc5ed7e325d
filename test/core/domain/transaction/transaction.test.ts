import { Transaction as EthersTransaction, Wallet } from 'ethers';
import * as fc from 'fast-check';
import { serializeTransaction, type TransactionSerializable } from 'viem';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../../../core/domain/address.ts';
import { type Hex, readHex } from '../../../../core/domain/hex.ts';
import { normaliseTransaction } from '../../../../core/domain/transaction/normalise.ts';
import { parseSigned, parseUnsigned, serialiseUnsigned } from '../../../../core/domain/transaction/serialise.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';

// The first published development key of anvil and hardhat; never for funds.
const wallet = new Wallet('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const from = parseAddress(wallet.address) as Address;
const to = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const expected = { chainId: 31337n, from };
const fields = {
  chainId: 31337,
  nonce: 0,
  to,
  value: '1000000000000000000',
  gas: 21000,
  maxFeePerGas: '0x3b9aca00',
  maxPriorityFeePerGas: 1,
};

const addresses = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => parseAddress(`0x${Buffer.from(bytes).toString('hex')}`) as Address);
const hex = (length: { minLength: number; maxLength: number }) =>
  fc.uint8Array(length).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex);
const wei = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const accessLists = fc.array(
  fc.record({ address: addresses, storageKeys: fc.array(hex({ minLength: 32, maxLength: 32 }), { maxLength: 3 }) }),
  { maxLength: 3 },
);

/** Any transaction that can be signed. */
const transactions: fc.Arbitrary<UnsignedTransaction> = fc
  .record({
    type: fc.constantFrom(0 as const, 1 as const, 2 as const),
    chainId: fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }),
    nonce: fc.integer({ min: 0, max: 2 ** 40 }),
    to: fc.option(addresses),
    valueWei: wei,
    gas: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    data: hex({ minLength: 0, maxLength: 80 }),
    prices: fc.tuple(wei, wei),
    accessList: accessLists,
  })
  .map(({ type, prices: [a, b], accessList, ...rest }) => ({
    ...rest,
    type,
    gasPriceWei: type === 2 ? null : a,
    maxFeePerGasWei: type === 2 ? (a > b ? a : b) : null,
    maxPriorityFeePerGasWei: type === 2 ? (a > b ? b : a) : null,
    accessList: type === 0 ? [] : accessList,
  }));

function throughViem(transaction: UnsignedTransaction): string {
  const { type, chainId, nonce, to: recipient, valueWei, gas, data, accessList } = transaction;
  const common = {
    chainId: Number(chainId),
    nonce,
    to: recipient as `0x${string}` | null,
    value: valueWei,
    gas,
    data: data as unknown as `0x${string}`,
  };
  const priced =
    type === 2
      ? { maxFeePerGas: transaction.maxFeePerGasWei, maxPriorityFeePerGas: transaction.maxPriorityFeePerGasWei }
      : { gasPrice: transaction.gasPriceWei };
  const names = { 0: 'legacy', 1: 'eip2930', 2: 'eip1559' } as const;
  return serializeTransaction({
    ...common,
    ...priced,
    ...(type === 0 ? {} : { accessList }),
    type: names[type],
  } as unknown as TransactionSerializable);
}

describe('a transaction', () => {
  it('becomes the bytes that viem makes of it, and comes back out of them', () => {
    fc.assert(
      fc.property(transactions, (transaction) => {
        // viem refuses a highest fee of 2^256-1 although it can be written.
        fc.pre(transaction.maxFeePerGasWei !== 2n ** 256n - 1n);
        const bytes = serialiseUnsigned(transaction);
        expect(bytes).toBe(throughViem(transaction));
        expect(parseUnsigned(bytes)).toEqual({ ok: true, value: transaction });
      }),
      { numRuns: 500 },
    );
  });

  it('is taken from fields in text, hexadecimal or numbers, and its type found', () => {
    const made = normaliseTransaction({ ...fields, from }, expected);
    expect(made).toMatchObject({ ok: true, value: { type: 2, to, valueWei: 10n ** 18n, data: '0x', accessList: [] } });
    const { maxFeePerGas: _, maxPriorityFeePerGas: __, ...rest } = fields;
    expect(normaliseTransaction({ ...rest, gasPrice: 7 }, expected)).toMatchObject({ value: { type: 0 } });
    const listed = { ...rest, gasPrice: 7, accessList: [{ address: to, storageKeys: [`0x${'00'.repeat(32)}`] }] };
    expect(normaliseTransaction(listed, expected)).toMatchObject({ value: { type: 1 } });
    if (made.ok) expect(normaliseTransaction(serialiseUnsigned(made.value), expected)).toEqual(made);
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { ...fields, sponsor: '0x' }, 'sponsor'],
    ['type 3', { ...fields, type: 3 }, 'type'],
    ['type 4', { ...fields, type: '0x4' }, 'type'],
    ['another chain', { ...fields, chainId: 1 }, 'chainId'],
    ['no chain', { ...fields, chainId: undefined }, 'chainId'],
    ['another signer', { ...fields, from: to }, 'from'],
    ['input beside data', { ...fields, data: '0x', input: '0x00' }, 'input'],
    ['gas beside gasLimit', { ...fields, gasLimit: 1 }, 'gas'],
    ['a bad checksum', { ...fields, to: to.replace('C8', 'c8') }, 'to'],
    ['half a byte', { ...fields, data: '0x123' }, 'data'],
    ['a tip above the fee', { ...fields, maxPriorityFeePerGas: '0x3b9aca01' }, 'maxPriorityFeePerGas'],
    ['both kinds of price', { ...fields, gasPrice: 1 }, 'maxFeePerGas'],
    ['a gas price in type 2', { ...fields, type: 2, gasPrice: 1 }, 'gasPrice'],
    ['no gas', { ...fields, gas: null }, 'gas'],
    ['no nonce', { ...fields, nonce: undefined }, 'nonce'],
    ['a boolean nonce', { ...fields, nonce: true }, 'nonce'],
    ['a nonce that is too high', { ...fields, nonce: '0xffffffffffffffff' }, 'nonce'],
    ['a fraction', { ...fields, gas: 21000.5 }, 'gas'],
    ['a negative value', { ...fields, value: -1 }, 'value'],
    ['a value of 2^256', { ...fields, value: `${2n ** 256n}` }, 'value'],
    ['blob hashes', { ...fields, blobVersionedHashes: [] }, 'blobVersionedHashes'],
    ['an authorization list', { ...fields, authorizationList: [] }, 'authorizationList'],
    ['a list', [], ''],
    ['text that is no hexadecimal', 'transfer', ''],
  ])('is refused with %s', (_name, given, path) => {
    const made = normaliseTransaction(given, expected);
    expect(made).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    if (!made.ok && made.error.code === 'invalid-input') expect(made.error.issues.map((i) => i.path)).toContain(path);
  });

  it('is refused as bytes of another chain, of a blob transaction, signed already, or with bytes behind it', async () => {
    const made = normaliseTransaction(fields, expected);
    if (!made.ok) throw new Error('the sample is wrong');
    const bytes = serialiseUnsigned(made.value);
    expect(normaliseTransaction(bytes, { ...expected, chainId: 1n })).toMatchObject({ ok: false });
    expect(normaliseTransaction(`${bytes}00`, expected)).toMatchObject({ ok: false });
    const signed = readHex(await wallet.signTransaction(EthersTransaction.from(bytes))) as Hex;
    expect(normaliseTransaction(signed, expected)).toMatchObject({ ok: false });
    expect(parseSigned(bytes)).toMatchObject({ ok: false });
    expect(parseSigned(signed)).toMatchObject({ ok: true, value: { transaction: made.value } });
    expect(normaliseTransaction(`0x03${bytes.slice(4)}`, expected)).toMatchObject({ ok: false });
  });
});
