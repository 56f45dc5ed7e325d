import type { SimulatedTransaction } from '../contract/shapes.ts';
import { parseAddress } from '../domain/address.ts';
import type { Quantity, TransactionFields } from './intent-fields.ts';

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
  const dataBytes = readDataBytes(given.data ?? '0x');
  if (dataBytes === 'invalid') faults.push('its data is not hexadecimal');
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
    dataBytes,
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

function readDataBytes(data: string): number | 'invalid' {
  return /^0x([0-9a-fA-F]{2})*$/.test(data.trim()) ? (data.trim().length - 2) / 2 : 'invalid';
}
