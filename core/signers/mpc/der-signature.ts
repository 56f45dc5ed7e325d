import type { Hex } from '../../domain/hex.ts';

/** The two numbers of an ECDSA signature, 32 bytes each. */
export interface SignatureNumbers {
  readonly r: Hex;
  readonly s: Hex;
}

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/**
 * Reads `SEQUENCE { r INTEGER, s INTEGER }` in strict DER (X.690; SEC 1 C.5): hexadecimal with or without 0x, one encoding for each
 * signature, nothing before, between or after, both numbers from 1 to the order of secp256k1 less 1. Null for anything else. A high s is
 * read as it is.
 */
export function readDerSignature(text: string): SignatureNumbers | null {
  const digits = /^(?:0x)?((?:[0-9a-fA-F]{2}){8,72})$/.exec(text)?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  const whole = readValue(digits, '30');
  if (whole === null || whole.rest !== '') return null;
  const first = readValue(whole.value, '02');
  const second = first === null ? null : readValue(first.rest, '02');
  if (first === null || second === null || second.rest !== '') return null;
  const r = readNumber(first.value);
  const s = readNumber(second.value);
  return r === null || s === null ? null : { r, s };
}

/** The same signature with s in the lower half (EIP-2). */
export function inLowerForm({ r, s }: SignatureNumbers): SignatureNumbers {
  const value = BigInt(s);
  return { r, s: value > order / 2n ? asHex(order - value) : s };
}

/** One tagged value in front, whose length has the short form: a signature is never longer. */
function readValue(digits: string, tag: string): { readonly value: string; readonly rest: string } | null {
  const length = Number.parseInt(digits.slice(2, 4), 16);
  const end = 4 + 2 * length;
  if (digits.slice(0, 2) !== tag || !(length > 0 && length < 0x80) || digits.length < end) return null;
  return { value: digits.slice(4, end), rest: digits.slice(end) };
}

/** A positive number without a needless zero byte in front. */
function readNumber(digits: string): Hex | null {
  const isNegative = digits >= '8';
  const isPadded = digits.startsWith('00') && !(digits.slice(2) >= '8');
  const value = BigInt(`0x${digits}`);
  if (isNegative || isPadded || value === 0n || value >= order) return null;
  return asHex(value);
}

function asHex(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, '0')}` as Hex;
}
