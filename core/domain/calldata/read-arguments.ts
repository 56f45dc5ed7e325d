import { AbiCoder, Result } from 'ethers';
import type { Hex } from '../hex.ts';

/** A value as ethers gives it: numbers as bigint, addresses checksummed, bytes as 0x text, tuples and lists as lists. */
export type AbiValue = bigint | boolean | string | readonly AbiValue[];

const coder = AbiCoder.defaultAbiCoder();

/**
 * The arguments of a call, by the contract ABI (https://docs.soliditylang.org/en/latest/abi-spec.html) and only in the one form that a
 * compiler writes: bytes after the end, padding that is not zero, and offsets that lead elsewhere are null, although some contracts
 * would take them.
 */
export function readArguments(types: readonly string[], encoded: Hex): readonly AbiValue[] | null {
  try {
    const values = coder.decode(types, encoded);
    return coder.encode(types, values) === encoded ? (plain(values) as readonly AbiValue[]) : null;
  } catch {
    return null;
  }
}

function plain(value: unknown): AbiValue {
  return value instanceof Result ? value.toArray().map(plain) : (value as AbiValue);
}
