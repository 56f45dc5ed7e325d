import type { SimulatedTransaction } from '../contract/shapes.ts';
import { type Address, parseAddress } from '../domain/address.ts';
import { byteLength, type Hex } from '../domain/hex.ts';
import { parseUnsigned } from '../domain/transaction/serialise.ts';
import { highestGasPriceWei } from '../domain/transaction/unsigned-transaction.ts';
import type { Quantity, TransactionFields } from './intent-fields.ts';

/** The fields of unsigned bytes for the rules, read from those bytes; what cannot be read is a fault, which denies. */
export function fieldsOfBytes(unsigned: Hex, from: Address): TransactionFields {
  const parsed = parseUnsigned(unsigned);
  if (!parsed.ok) return { ...readTransaction({ from }), fault: 'its bytes cannot be read' };
  const { data, chainId, gas, to, valueWei } = parsed.value;
  return {
    kind: 'transaction',
    chainId,
    to: to?.toLowerCase() ?? null,
    valueWei,
    gas,
    gasPriceWei: highestGasPriceWei(parsed.value),
    data,
    dataBytes: byteLength(data),
    from: from.toLowerCase(),
    fault: null,
  };
}

/** Reads loosely given transaction fields for the rules: nothing is rejected, but nothing that cannot be read passes as harmless. */
export function readTransaction(given: SimulatedTransaction): TransactionFields {
  const faults: string[] = [];
  const quantity = (name: keyof SimulatedTransaction): Quantity => {
    const value = readQuantity(given[name]);
    if (value === 'invalid') faults.push(`${name} is not a whole number`);
    return value;
  };
  const chainId = quantity('chainId');
  const valueWei = quantity('value');
  const gas = quantity('gas');
  const gasPrice = quantity('gasPrice');
  const maxFee = quantity('maxFeePerGas');
  const priority = quantity('maxPriorityFeePerGas');
  quantity('nonce');
  if (gasPrice !== null && (maxFee !== null || priority !== null)) faults.push('it has both kinds of gas price');
  if (typeof maxFee === 'bigint' && typeof priority === 'bigint' && priority > maxFee)
    faults.push('its tip is above its highest fee');
  const to = given.to === null || given.to === undefined || given.to === '' ? null : given.to.trim();
  const recipient = to === null ? null : (parseAddress(to)?.toLowerCase() ?? 'invalid');
  if (recipient === 'invalid') faults.push('its recipient is not an address');
  const data = readData(given.data ?? '0x');
  if (data === 'invalid') faults.push('its data is not hexadecimal');
  const from = given.from === null || given.from === undefined ? null : given.from.trim();
  const signer = from === null || from === '' ? from : (parseAddress(from)?.toLowerCase() ?? 'invalid');
  if (signer === 'invalid') faults.push('its signer is not an address');
  return {
    kind: 'transaction',
    chainId,
    to: recipient,
    valueWei,
    gas,
    gasPriceWei: highest(gasPrice, maxFee),
    data,
    dataBytes: data === 'invalid' ? 'invalid' : (data.length - 2) / 2,
    from: signer,
    fault: faults.length === 0 ? null : faults.join(', '),
  };
}

/** The most that could be paid: where both are given the larger counts, and one that cannot be read spoils it. */
function highest(a: Quantity, b: Quantity): Quantity {
  if (a === 'invalid' || b === 'invalid') return 'invalid';
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function readQuantity(value: string | number | null | undefined): Quantity {
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  return /^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(text) ? BigInt(text) : 'invalid';
}

function readData(data: string): string | 'invalid' {
  const text = data.trim().toLowerCase();
  return /^0x([0-9a-f]{2})*$/.test(text) ? text : 'invalid';
}
