import type { Address } from './address.ts';
import type { Hex } from './hex.ts';

/** All that an allowance can be (2^256 - 1), which most tokens take as one without an end. */
export const unlimitedAllowance = 2n ** 256n - 1n;

/** `transfer(address,uint256)` of ERC-20 (https://eips.ethereum.org/EIPS/eip-20). */
export function transferCall(to: Address, amount: bigint): Hex {
  return call('a9059cbb', to, amount);
}

/** `approve(address,uint256)` of ERC-20; 0 takes the allowance back. */
export function approveCall(spender: Address, amount: bigint): Hex {
  return call('095ea7b3', spender, amount);
}

/** `allowance(address,address)` of ERC-20, to be asked with `eth_call`. */
export function allowanceQuestion(owner: Address, spender: Address): Hex {
  return `0xdd62ed3e${word(owner)}${word(spender)}` as Hex;
}

/** `balanceOf(address)` of ERC-20, to be asked with `eth_call`. */
export function balanceQuestion(owner: Address): Hex {
  return `0x70a08231${word(owner)}` as Hex;
}

/** `decimals()` and `symbol()` of ERC-20, to be asked with `eth_call`. */
export const decimalsQuestion = '0x313ce567' as Hex;
export const symbolQuestion = '0x95d89b41' as Hex;

/** The amount must be below 2^256. */
function call(selector: string, address: Address, amount: bigint): Hex {
  return `0x${selector}${word(address)}${amount.toString(16).padStart(64, '0')}` as Hex;
}

function word(address: Address): string {
  return address.slice(2).toLowerCase().padStart(64, '0');
}
