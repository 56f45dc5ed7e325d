import { keccak_256 } from '@noble/hashes/sha3.js';

declare const addressBrand: unique symbol;

/** An EVM address in its checksummed form (EIP-55, https://eips.ethereum.org/EIPS/eip-55). */
export type Address = string & { readonly [addressBrand]: true };

/**
 * Reads an address: 0x and 40 hexadecimal digits, all lower or all upper case, or mixed with the right checksum. Null otherwise.
 */
export function parseAddress(text: string): Address | null {
  const match = /^0x([0-9a-fA-F]{40})$/.exec(text);
  const digits = match?.[1];
  if (digits === undefined) return null;
  const checksummed = checksum(digits.toLowerCase());
  const isOneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  return isOneCase || text === checksummed ? checksummed : null;
}

/** An address this program wrote itself; throws on anything that is not one with its right checksum. */
export function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(`not an address: ${text}`);
  return parsed;
}

function checksum(lower: string): Address {
  const hash = keccak_256(new TextEncoder().encode(lower));
  const cased = [...lower].map((digit, index) => {
    const byte = hash[index >> 1] ?? 0;
    const nibble = index % 2 === 0 ? byte >> 4 : byte & 15;
    return nibble >= 8 ? digit.toUpperCase() : digit;
  });
  return `0x${cased.join('')}` as Address;
}
