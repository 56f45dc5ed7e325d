import { larger } from '../domain/bigint.ts';
import { conflict } from '../domain/conflict.ts';
import { bytesOf, type Hex } from '../domain/hex.ts';
import { ok, type Result } from '../domain/result.ts';
import type { ChainReader, TriedCall } from './chain-reader.ts';

/**
 * How much gas to give a call: the node's estimate and a fifth more, because what it runs on may change until it is in a block; nothing
 * more for a plain transfer of coins that the node says costs exactly that. Never below what any chain takes before it runs anything.
 * `conflict` above `most`.
 */
export async function proposeGas(reader: ChainReader, call: TriedCall, most: bigint): Promise<Result<bigint>> {
  const estimate = await reader.estimateGas(call);
  if (!estimate.ok) return estimate;
  const least = leastGas(call.data, call.to === null);
  const isPlain = call.data === '0x' && call.to !== null && estimate.value === least;
  const wanted = isPlain ? least : larger((estimate.value * 6n + 4n) / 5n, least);
  if (wanted <= most) return ok(wanted);
  return conflict(`it takes ${wanted} gas, more than the cap of ${most}`);
}

/**
 * The gas below which no block takes a transaction: 21,000, each byte of data (4 for zero, 16 for others) and making a contract (32,000
 * and 2 for each 32 bytes of code, EIP-3860), and no less than the floor of EIP-7623 (10 and 40 for each byte). Access lists are not in it.
 */
export function leastGas(data: Hex, makesContract: boolean): bigint {
  const bytes = bytesOf(data);
  const zeros = BigInt(bytes.filter((byte) => byte === 0).length);
  const others = BigInt(bytes.length) - zeros;
  const words = BigInt((bytes.length + 31) >> 5);
  const creation = makesContract ? 32_000n + 2n * words : 0n;
  return 21_000n + larger(4n * zeros + 16n * others + creation, 10n * zeros + 40n * others);
}
