import { type Address, parseAddress } from '../address.ts';
import type { InputIssue } from '../errors.ts';
import { type Hex, noBytes, readHex } from '../hex.ts';
import { err, type Result } from '../result.ts';
import { shownKey } from '../shown-name.ts';
import { checkRanges } from './check-ranges.ts';
import { parseUnsigned } from './serialise.ts';
import type { AccessEntry, UnsignedTransaction } from './unsigned-transaction.ts';

const knownKeys = [
  'type',
  'chainId',
  'from',
  'nonce',
  'to',
  'value',
  'gas',
  'gasLimit',
  'gasPrice',
  'maxFeePerGas',
  'maxPriorityFeePerGas',
  'data',
  'input',
  'accessList',
];

/** What a transaction must be for: a given chain and signer. */
export interface Expected {
  readonly chainId: bigint;
  readonly from: Address;
}

/**
 * One transaction out of fields (quantities as decimal or 0x text, safe whole numbers or bigint) or out of unsigned bytes as 0x text.
 * Strict: an unknown key, types other than 0, 1 and 2, another chain or signer than `expected`, `input` beside `data`, a bad checksum,
 * both kinds of gas price, and every missing quantity are `invalid-input`. The type is 2 where none is said and no gas price is given.
 */
export function normaliseTransaction(given: unknown, expected: Expected): Result<UnsignedTransaction> {
  if (typeof given === 'string') {
    const bytes = readHex(given);
    const parsed = bytes === null ? invalid([{ path: '', problem: 'is not hexadecimal' }]) : parseUnsigned(bytes);
    if (!parsed.ok) return parsed;
    const isChain = parsed.value.chainId === expected.chainId;
    return isChain ? parsed : invalid([{ path: 'chainId', problem: 'is of another chain' }]);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return invalid([{ path: '', problem: 'is not a transaction' }]);
  }
  return fromFields(given as Readonly<Record<string, unknown>>, expected);
}

function fromFields(fields: Readonly<Record<string, unknown>>, expected: Expected): Result<UnsignedTransaction> {
  const issues: InputIssue[] = [];
  const fault = (path: string, problem: string): void => void issues.push({ path, problem });
  const said = (key: string): boolean => fields[key] !== undefined && fields[key] !== null;
  const quantity = (key: string): bigint | null => {
    if (!said(key)) return null;
    const value = readQuantity(fields[key]);
    if (value === null) fault(key, 'is not a whole number');
    return value;
  };
  const needed = (key: string): bigint => {
    if (!said(key)) fault(key, 'is missing');
    return quantity(key) ?? 0n;
  };
  for (const key of Object.keys(fields))
    if (!knownKeys.includes(key)) fault(shownKey(key), 'is not a field of a transaction');
  if (said('gas') && said('gasLimit')) fault('gas', 'is given beside gasLimit');
  if (said('data') && said('input')) fault('input', 'is given beside data');

  const type = quantity('type') ?? (said('gasPrice') ? (said('accessList') ? 1n : 0n) : 2n);
  if (type !== 0n && type !== 1n && type !== 2n) fault('type', 'is not 0, 1 or 2');
  const chainId = needed('chainId');
  if (said('chainId') && chainId !== expected.chainId) fault('chainId', 'is of another chain');
  if (said('from') && readAddress(fields.from) !== expected.from) fault('from', 'is not the signer');
  const to = said('to') && fields.to !== '' ? readAddress(fields.to) : null;
  if (said('to') && fields.to !== '' && to === null) fault('to', 'is not an address with a right checksum');
  const given = fields.data ?? fields.input ?? noBytes;
  const data: Hex | null = typeof given === 'string' ? readHex(given) : null;
  if (data === null) fault(said('data') ? 'data' : 'input', 'is not hexadecimal of whole bytes');
  const nonce = needed('nonce');
  const isTyped2 = type === 2n;
  if (isTyped2 && said('gasPrice')) fault('gasPrice', 'does not belong to type 2');
  const accessList = readAccessList(fields.accessList);
  if (accessList === null) fault('accessList', 'is not a list of addresses with their storage keys');
  const transaction: UnsignedTransaction = {
    type: isTyped2 ? 2 : type === 1n ? 1 : 0,
    chainId,
    nonce: nonce <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(nonce) : Number.NaN,
    to,
    valueWei: quantity('value') ?? 0n,
    gas: needed(said('gasLimit') ? 'gasLimit' : 'gas'),
    gasPriceWei: isTyped2 ? null : needed('gasPrice'),
    maxFeePerGasWei: isTyped2 ? needed('maxFeePerGas') : quantity('maxFeePerGas'),
    maxPriorityFeePerGasWei: isTyped2 ? needed('maxPriorityFeePerGas') : quantity('maxPriorityFeePerGas'),
    data: data ?? noBytes,
    accessList: accessList ?? [],
  };
  return issues.length === 0 ? checkRanges(transaction) : invalid(issues);
}

function readQuantity(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value >= 0n ? value : null;
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null;
  if (typeof value !== 'string') return null;
  return /^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(value) ? BigInt(value) : null;
}

function readAddress(value: unknown): Address | null {
  return typeof value === 'string' ? parseAddress(value) : null;
}

function readAccessList(value: unknown): readonly AccessEntry[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return null;
  const entries: AccessEntry[] = [];
  for (const entry of value as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null) return null;
    const { address, storageKeys } = entry as { address?: unknown; storageKeys?: unknown };
    const named = readAddress(address);
    if (named === null || !Array.isArray(storageKeys)) return null;
    const keys = storageKeys.map((key) => (typeof key === 'string' ? readHex(key) : null));
    if (keys.some((key) => key === null)) return null;
    entries.push({ address: named, storageKeys: keys as readonly Hex[] });
  }
  return entries;
}

function invalid(issues: readonly InputIssue[]): Result<never> {
  return err({ code: 'invalid-input', retry: 'never', issues });
}
