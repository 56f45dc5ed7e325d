import { createHash, randomBytes } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';

/** Points of secp256k1 and the order of its group. */
export const Point = secp256k1.Point;
/** A point of secp256k1. */
export type CurvePoint = InstanceType<typeof secp256k1.Point>;
export const order = Point.Fn.ORDER;

/** The remainder that is never negative. */
export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** `base ** exponent` modulo `modulus`. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = mod(base, modulus);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The inverse modulo `modulus`; throws where there is none. */
export function invert(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  if (a !== 1n) throw new Error('has no inverse');
  return mod(x, modulus);
}

/** A random number from 1 to `below` - 1. */
export function randomBelow(below: bigint): bigint {
  const bytes = below.toString(16).length / 2 + 9;
  return 1n + mod(BigInt(`0x${randomBytes(Math.floor(bytes)).toString('hex')}`), below - 1n);
}

/** A random scalar, never 0. */
export function randomScalar(): bigint {
  return randomBelow(order);
}

/** SHA-256 over texts, each with its length in front, as hexadecimal text. */
export function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex');
}

/** A proof that a party knows the scalar behind a point (Schnorr, made non-interactive), bound to a session. */
export interface Proof {
  readonly commitment: string;
  readonly response: string;
}

/** Proves knowledge of `secret`. */
export function prove(secret: bigint, session: string): Proof {
  const blind = randomScalar();
  const commitment = Point.BASE.multiply(blind).toHex();
  const challenge = challengeOf(Point.BASE.multiply(secret).toHex(), commitment, session);
  return { commitment, response: hex(mod(blind + challenge * secret, order)) };
}

/** Whether a proof holds for a point; throws on text that is no point. */
export function isProved(point: CurvePoint, { commitment, response }: Proof, session: string): boolean {
  const challenge = challengeOf(point.toHex(), commitment, session);
  const right = Point.fromHex(commitment).add(point.multiplyUnsafe(challenge));
  return Point.BASE.multiplyUnsafe(number(response)).equals(right);
}

function challengeOf(point: string, commitment: string, session: string): bigint {
  return mod(BigInt(`0x${hashOf('schnorr', point, commitment, session)}`), order);
}

/** A number as hexadecimal text. */
export function hex(value: bigint): string {
  return value.toString(16);
}

/** Hexadecimal text as a number; throws on anything else. */
export function number(text: string): bigint {
  if (!/^[0-9a-f]+$/.test(text)) throw new Error('not a number');
  return BigInt(`0x${text}`);
}
