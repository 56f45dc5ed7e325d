import type { WireIn } from '../../core/contract/methods.ts';
import { parseAddress } from '../../core/domain/address.ts';
import { readHex } from '../../core/domain/hex.ts';
import { readDecimal } from '../../core/domain/money.ts';
import { typedAmount } from '../format/amount.ts';
import { weiOfGwei } from '../format/wei.ts';

/** What the core is asked to prepare. */
export type TransactionDraftIn = WireIn<'transactions.preview'>;
/** The kinds of transaction that can be put together. */
export type ComposeKind = TransactionDraftIn['kind'];

/** What the fields hold, as typed. Fees in gwei for a unit of gas. */
export interface ComposeFields {
  readonly chainId: number | null;
  readonly kind: ComposeKind;
  readonly token: string;
  readonly to: string;
  readonly amount: string;
  /** Whether an approval is to have no end. */
  readonly isUnlimited: boolean;
  readonly valueWei: string;
  readonly data: string;
  readonly pasted: string;
  readonly speed: 'slow' | 'normal' | 'fast' | 'custom';
  readonly maxFeeGwei: string;
  readonly tipGwei: string;
  readonly gas: string;
}

/** The fields that are typed into. */
export type ComposeField =
  | 'token'
  | 'to'
  | 'amount'
  | 'valueWei'
  | 'data'
  | 'pasted'
  | 'maxFeeGwei'
  | 'tipGwei'
  | 'gas';

/** What can be made of the fields: nothing yet, one that cannot be read, or a draft to ask the core about. */
export type ComposeReading =
  | { readonly kind: 'incomplete'; readonly needs: ComposeField | 'chain' }
  | { readonly kind: 'unreadable'; readonly field: ComposeField; readonly problem: string }
  | { readonly kind: 'draft'; readonly draft: TransactionDraftIn };

type Field<T> = { readonly value: T } | { readonly stop: ComposeReading };

/** Reads the fields. Amounts stay exact text; what they are worth in the token's smallest unit is the core's to say. */
export function readCompose(fields: ComposeFields): ComposeReading {
  const { chainId, kind } = fields;
  if (chainId === null) return { kind: 'incomplete', needs: 'chain' };
  if (kind === 'raw') return readPasted(fields.pasted, chainId);
  const call = readCall(fields);
  if ('stop' in call) return call.stop;
  const fees = readFees(fields);
  if ('stop' in fees) return fees.stop;
  return { kind: 'draft', draft: { chainId, ...call.value, ...fees.value } as TransactionDraftIn };
}

function readCall(fields: ComposeFields): Field<object> {
  const { data, isUnlimited, kind, valueWei } = fields;
  if (kind === 'transfer') {
    return both(
      address('to', fields.to),
      () => decimal(fields.amount),
      (to, amount) => ({ kind, to, amount }),
    );
  }
  if (kind === 'call') {
    return both(
      address('to', fields.to),
      () => callOf(valueWei, data),
      (to, call) => ({ kind, to, ...call }),
    );
  }
  const token = address('token', fields.token);
  if ('stop' in token) return token;
  const amount = (): Field<string> =>
    kind === 'token-approval' && isUnlimited ? ok('unlimited') : decimal(fields.amount);
  return both(address('to', fields.to), amount, (to, given) => ({
    kind,
    token: token.value,
    ...(kind === 'token-approval' ? { spender: to } : { to }),
    amount: given,
  }));
}

function callOf(valueWei: string, data: string): Field<object> {
  const value = typedAmount(valueWei);
  if (value !== '' && !/^(0|[1-9]\d{0,77})$/.test(value))
    return unreadable('valueWei', 'This is not a whole number of wei.');
  const hex = readHex(data.trim());
  if (data.trim() === '') return { stop: { kind: 'incomplete', needs: 'data' } };
  if (hex === null) return unreadable('data', 'Calldata is hexadecimal of whole bytes and begins with 0x.');
  return ok({ valueWei: value === '' ? '0' : value, data: hex });
}

function readFees(fields: ComposeFields): Field<object> {
  const { gas, speed } = fields;
  if (speed !== 'custom') return ok({ fees: { speed } });
  const maxFeePerGasWei = gwei('maxFeeGwei', fields.maxFeeGwei);
  if ('stop' in maxFeePerGasWei) return maxFeePerGasWei;
  const tip = gwei('tipGwei', fields.tipGwei);
  if ('stop' in tip) return tip;
  if (BigInt(tip.value) > BigInt(maxFeePerGasWei.value)) return unreadable('tipGwei', 'The tip is more than the most.');
  const limit = typedAmount(gas);
  if (limit !== '' && !/^[1-9]\d{0,19}$/.test(limit)) return unreadable('gas', 'This is not a whole number of gas.');
  const fees = { maxFeePerGasWei: maxFeePerGasWei.value, maxPriorityFeePerGasWei: tip.value };
  return ok(limit === '' ? { fees } : { fees, gas: limit });
}

function readPasted(text: string, chainId: number): ComposeReading {
  const pasted = text.trim();
  if (pasted === '') return { kind: 'incomplete', needs: 'pasted' };
  if (pasted.startsWith('0x')) {
    const transaction = readHex(pasted);
    if (transaction !== null) return { kind: 'draft', draft: { kind: 'raw', chainId, transaction } };
    return { kind: 'unreadable', field: 'pasted', problem: 'This is not hexadecimal of whole bytes.' };
  }
  const transaction = readRecord(pasted);
  if (transaction !== null) return { kind: 'draft', draft: { kind: 'raw', chainId, transaction } };
  return { kind: 'unreadable', field: 'pasted', problem: 'This is neither 0x bytes nor an object in JSON.' };
}

function readRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function address(field: 'token' | 'to', text: string): Field<string> {
  const typed = text.trim();
  if (typed === '') return { stop: { kind: 'incomplete', needs: field } };
  const read = parseAddress(typed);
  return read === null ? unreadable(field, 'This is not an address, or its checksum is wrong.') : ok(read);
}

function decimal(text: string): Field<string> {
  const typed = typedAmount(text);
  if (typed === '') return { stop: { kind: 'incomplete', needs: 'amount' } };
  const read = readDecimal(typed);
  return read === null ? unreadable('amount', 'This is not a plain decimal number.') : ok(read);
}

function gwei(field: 'maxFeeGwei' | 'tipGwei', text: string): Field<string> {
  if (text.trim() === '') return { stop: { kind: 'incomplete', needs: field } };
  const wei = weiOfGwei(text);
  return wei === null ? unreadable(field, 'This is not a number of gwei.') : ok(wei);
}

function both<A, B, T extends object>(a: Field<A>, b: () => Field<B>, join: (a: A, b: B) => T): Field<T> {
  if ('stop' in a) return a;
  const second = b();
  return 'stop' in second ? second : ok(join(a.value, second.value));
}

function ok<T>(value: T): Field<T> {
  return { value };
}

function unreadable(field: ComposeField, problem: string): { readonly stop: ComposeReading } {
  return { stop: { kind: 'unreadable', field, problem } };
}
