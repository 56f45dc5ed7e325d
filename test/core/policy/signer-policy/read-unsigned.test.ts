import { getAddress, Transaction, Wallet } from 'ethers';
import fc from 'fast-check';
import { parseTransaction, serializeTransaction, type TransactionSerializable } from 'viem';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../../core/domain/address.ts';
import { type Hex, readHex } from '../../../../core/domain/hex.ts';
import { parseUnsigned, serialiseUnsigned } from '../../../../core/domain/transaction/serialise.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import { judgeSigning } from '../../../../core/policy/signer-policy/judge-signing.ts';
import { readUnsigned } from '../../../../core/policy/signer-policy/read-unsigned.ts';
import { readSignerRules } from '../../../../core/policy/signer-policy/signer-rules.ts';

const hexOf = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength }).map(hexOf);
const address = bytes(20, 20).map((text) => {
  const read = parseAddress(getAddress(text));
  if (read === null) throw new Error('no address');
  return read;
});
const wei = fc.oneof(fc.constant(0n), fc.bigInt(0n, 300n), fc.bigInt(0n, 2n ** 256n - 1n));
const entry = fc.record({
  address,
  storageKeys: fc.array(
    bytes(32, 32).map((text) => text as Hex),
    { maxLength: 3 },
  ),
});

/** Transactions of the three types, in the core's ranges. */
const transactions: fc.Arbitrary<UnsignedTransaction> = fc
  .record({
    type: fc.constantFrom(0 as const, 1 as const, 2 as const),
    chainId: fc.oneof(fc.bigInt(1n, 300n), fc.bigInt(1n, 2n ** 53n - 1n)),
    nonce: fc.oneof(
      fc.nat(300),
      fc.maxSafeNat().map((nonce) => Math.min(nonce, Number.MAX_SAFE_INTEGER - 1)),
    ),
    to: fc.option(address),
    valueWei: wei,
    gas: fc.bigInt(0n, 2n ** 64n - 1n),
    price: wei,
    tip: wei,
    data: fc.oneof(bytes(0, 4), bytes(54, 58), bytes(250, 260)).map((text) => text as Hex),
    accessList: fc.array(entry, { maxLength: 3 }),
  })
  .map(({ price, tip, type, accessList, ...common }) => ({
    ...common,
    type,
    gasPriceWei: type === 2 ? null : price,
    maxFeePerGasWei: type === 2 ? price : null,
    maxPriorityFeePerGasWei: type === 2 ? (tip > price ? price : tip) : null,
    accessList: type === 0 ? [] : accessList,
  }));

/** What the second layer is to read of it. */
function expected(given: UnsignedTransaction) {
  return {
    type: given.type,
    chainId: `${given.chainId}`,
    nonce: `${given.nonce}`,
    to: given.to?.toLowerCase() ?? null,
    value: `${given.valueWei}`,
    gas: `${given.gas}`,
    gasPrice: given.gasPriceWei?.toString() ?? null,
    maxFeePerGas: given.maxFeePerGasWei?.toString() ?? null,
    maxPriorityFeePerGas: given.maxPriorityFeePerGasWei?.toString() ?? null,
    data: given.data,
    accessList: given.accessList.map(({ address: named, storageKeys }) => ({
      address: named.toLowerCase(),
      storageKeys,
    })),
  };
}

function forViem(given: UnsignedTransaction): TransactionSerializable {
  const common = {
    chainId: Number(given.chainId),
    nonce: given.nonce,
    to: given.to as `0x${string}` | null,
    value: given.valueWei,
    gas: given.gas,
    data: given.data as `0x${string}`,
  };
  const accessList = given.accessList as unknown as { address: `0x${string}`; storageKeys: `0x${string}`[] }[];
  if (given.type === 0) return { ...common, type: 'legacy', gasPrice: given.gasPriceWei ?? 0n };
  if (given.type === 1) return { ...common, type: 'eip2930', gasPrice: given.gasPriceWei ?? 0n, accessList };
  const [maxFeePerGas, maxPriorityFeePerGas] = [given.maxFeePerGasWei ?? 0n, given.maxPriorityFeePerGasWei ?? 0n];
  return { ...common, type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas, accessList };
}

// RLP, written here once more so that it can also write what is not canonical.
type Item = string | readonly Item[];
const header = (base: number, length: number): string => {
  if (length <= 55) return (base + length).toString(16).padStart(2, '0');
  const size = length.toString(16).padStart(2 * Math.ceil(length.toString(16).length / 2), '0');
  return (base + 55 + size.length / 2).toString(16) + size;
};
const rlp = (item: Item): string => {
  if (typeof item !== 'string') {
    const inner = item.map(rlp).join('');
    return header(0xc0, inner.length / 2) + inner;
  }
  return /^[0-7].$/.test(item) ? item : header(0x80, item.length / 2) + item;
};
const list = (encoded: readonly string[]): string => {
  const inner = encoded.join('');
  return header(0xc0, inner.length / 2) + inner;
};
const someone = '70997970c51812dc3a010c7d01b50e0d17dc79c8';
const type2: readonly Item[] = ['7a69', '03', '01', '77359400', '5208', someone, '0de0b6b3a7640000', '', []];
const with2 = (index: number, item: Item): string =>
  `0x02${rlp(type2.map((field, at) => (at === index ? item : field)))}`;
const raw2 = (index: number, encoded: string): string =>
  `0x02${list(type2.map((field, at) => (at === index ? encoded : rlp(field))))}`;

describe("the signer's own reader of bytes", { timeout: 30_000 }, () => {
  it('reads what ethers and viem write, every field', () => {
    fc.assert(
      fc.property(transactions, (given) => {
        const unsigned = serialiseUnsigned(given);
        expect(readUnsigned(unsigned)).toEqual({ ok: true, value: expected(given) });
        const byViem = Number.isSafeInteger(Number(given.chainId)) && feesForViem(given);
        if (byViem) expect(readUnsigned(serializeTransaction(forViem(given)))).toEqual(readUnsigned(unsigned));
      }),
      { numRuns: 300 },
    );
    /** Viem refuses a fee of 2^256-1 as a mistake. */
    function feesForViem(given: UnsignedTransaction): boolean {
      return (given.maxFeePerGasWei ?? given.gasPriceWei ?? 0n) < 2n ** 256n - 1n;
    }
  });

  it('takes and refuses the same bytes as the core does, when some are changed', () => {
    let taken = 0;
    fc.assert(
      fc.property(transactions, fc.nat(), fc.nat(255), (given, at, byte) => {
        const altered = Buffer.from(serialiseUnsigned(given).slice(2), 'hex');
        altered[at % altered.length] = byte;
        const hex = readHex(`0x${altered.toString('hex')}`) as Hex;
        const own = readUnsigned(hex);
        const core = parseUnsigned(hex);
        expect(own.ok).toBe(core.ok);
        if (own.ok && core.ok) expect(own.value).toEqual(expected(core.value));
        if (own.ok) taken += 1;
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('reads the example that the hostile ones are made of', () => {
    expect(readUnsigned(`0x02${rlp(type2)}`)).toMatchObject({ ok: true, value: { to: `0x${someone}`, nonce: '3' } });
    expect(parseTransaction(`0x02${rlp(type2)}`)).toMatchObject({ nonce: 3, chainId: 31337 });
    expect(raw2(1, rlp('03'))).toBe(`0x02${rlp(type2)}`);
  });

  it.each([
    ['nothing', '0x'],
    ['no hexadecimal', '0x02zz'],
    ['half a byte', `0x02${rlp(type2)}0`],
    ['a missing prefix', `02${rlp(type2)}`],
    ['a trailing byte', `0x02${rlp(type2)}00`],
    ['a byte cut off', `0x02${rlp(type2).slice(0, -2)}`],
    ['a second transaction behind it', `0x02${rlp(type2)}${rlp(type2)}`],
    ['type 3', `0x03${rlp(type2)}`],
    ['type 4', `0x04${rlp(type2)}`],
    ['type 0 written out', `0x00${rlp(type2)}`],
    ['a text for a transaction', `0x02${rlp('7a69')}`],
    ['an empty list', '0x02c0'],
    ['a field too few', `0x02${rlp(type2.slice(0, 8))}`],
    ['a signed transaction', `0x02${rlp([...type2, '', '01', '01'])}`],
    ['type 1 with the fields of type 2', `0x01${rlp(type2)}`],
    ['type 2 with the fields of type 1', `0x02${rlp(['01', '', '', '', someone, '', '', []])}`],
    ['a zero written as a byte', raw2(1, '00')],
    ['a number with a leading zero', raw2(1, '820003')],
    ['a small byte with a header', raw2(1, '8103')],
    ['a long form for a short text', raw2(1, 'b80103')],
    ['a long form with a leading zero in its length', raw2(7, `b90038${'ab'.repeat(56)}`)],
    ['a length beyond the end', raw2(7, 'bfffffffffffffffff')],
    ['a length of four bytes beyond the end', raw2(7, 'bbffffffff')],
    ['a long form for a short list', `0x02f8${(rlp(type2).length / 2 - 1).toString(16)}${rlp(type2).slice(2)}`],
    ['a list for the nonce', with2(1, ['03'])],
    ['a list for the recipient', with2(5, [someone])],
    ['a list for the data', with2(7, [])],
    ['a text for the access list', with2(8, '')],
    ['an access entry without keys', with2(8, [[someone]])],
    ['an access entry with something more', with2(8, [[someone, [], '']])],
    ['an access entry that is text', with2(8, [someone])],
    ['an access entry for a short address', with2(8, [[someone.slice(2), []]])],
    ['a short storage key', with2(8, [[someone, ['ab'.repeat(31)]]])],
    ['a list for a storage key', with2(8, [[someone, [['ab'.repeat(32)]]]])],
    ['a text for the storage keys', with2(8, [[someone, 'ab'.repeat(32)]])],
    ['a recipient of 19 bytes', with2(5, someone.slice(2))],
    ['a recipient of 32 bytes', with2(5, 'ab'.repeat(32))],
    ['chain 0', with2(0, '')],
    ['a chain of 2^53', with2(0, '20000000000000')],
    ['a nonce of 2^53-1', with2(1, '1fffffffffffff')],
    ['gas of 2^64', with2(4, '010000000000000000')],
    ['a value of 2^256', with2(6, `01${'00'.repeat(32)}`)],
    ['a value of a thousand bytes', with2(6, 'ff'.repeat(1000))],
    ['a tip above the highest fee', with2(2, '77359401')],
    ['a legacy transaction for no chain (before EIP-155)', `0x${rlp(['03', '01', '5208', someone, '', ''])}`],
    ['a legacy transaction that is signed', `0x${rlp(['03', '01', '5208', someone, '', '', '26', '01', '01'])}`],
    ['a legacy transaction with a zero byte for r', `0x${rlp(['03', '01', '5208', someone, '', '', '01', '00', ''])}`],
    ['lists in lists without end', `0x02${'c1'.repeat(3000)}c0`],
    ['more than 128 KiB', with2(7, 'ab'.repeat(131_072))],
  ])('refuses %s', (_what, text) => {
    expect(readUnsigned(text)).toMatchObject({ ok: false, error: { why: expect.any(String) } });
  });

  it('refuses what wallets sign of other types', () => {
    const authorised = Transaction.from({ type: 4, chainId: 1, to: Wallet.createRandom().address });
    const blobs = Transaction.from({ type: 3, chainId: 1, to: Wallet.createRandom().address, maxFeePerBlobGas: 1 });
    for (const { unsignedSerialized } of [authorised, blobs]) {
      expect(readUnsigned(unsignedSerialized)).toMatchObject({ ok: false });
    }
  });

  it('gives the rules what they judge', () => {
    const rules = readSignerRules({ SIGNER_MAX_VALUE_WEI: '999999999999999999', SIGNER_ALLOWED_CHAIN_IDS: '31337' });
    const read = readUnsigned(`0x02${rlp(type2)}`);
    if (!rules.ok || !read.ok) throw new Error('unreadable');
    const codes = judgeSigning(read.value, rules.value).map(({ code }) => code);
    expect(codes).toEqual([null, 'value_too_large']);
  });
});
