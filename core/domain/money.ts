import Big from 'big.js';
import type { AppError } from './errors.ts';
import { err, ok, type Result } from './result.ts';

const Exact = Big();
Exact.strict = true;

declare const decimalBrand: unique symbol;

/**
 * An exact amount as canonical decimal text: `-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?`, never '-0', no exponent, no trailing zeros.
 * Two equal amounts are equal texts, so it can be compared, hashed and stored as it is.
 */
export type DecimalText = string & { readonly [decimalBrand]: true };

const plain = /^(?!-0(\.0*)?$)-?(0|[1-9]\d*)(\.\d+)?$/;
const maxDigits = 100;

/** Which way a value moves when it cannot be represented exactly. There is no default: the caller names it. */
export type Rounding = 'down' | 'up';

/** Zero, as canonical text. */
export const zero = '0' as DecimalText;

/**
 * Reads plain decimal text exactly. Signs other than a leading '-', a negative zero, exponents, separators, spaces, bare dots and texts of more
 * than 100 characters are `invalid-input` at `path`.
 */
export function parseDecimal(text: string, path = ''): Result<DecimalText> {
  const decimal = readDecimal(text);
  if (decimal !== null) return ok(decimal);
  const error: AppError = {
    code: 'invalid-input',
    retry: 'never',
    issues: [{ path, problem: 'is not a plain decimal number' }],
  };
  return err(error);
}

/** As `parseDecimal`, answering null where the text is not a plain decimal. */
export function readDecimal(text: string): DecimalText | null {
  if (text.length > maxDigits || !plain.test(text)) return null;
  return canonical(new Exact(text));
}

/** Canonical text of a decimal this program wrote itself; throws on anything that is not one. */
export function decimal(text: string): DecimalText {
  const value = readDecimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
}

/** a + b, exactly. */
export function add(a: DecimalText, b: DecimalText): DecimalText {
  return canonical(new Exact(a).plus(new Exact(b)));
}

/** a - b, exactly. */
export function subtract(a: DecimalText, b: DecimalText): DecimalText {
  return canonical(new Exact(a).minus(new Exact(b)));
}

/** a x b, exactly: the answer has as many decimals as both together. */
export function multiply(a: DecimalText, b: DecimalText): DecimalText {
  return canonical(new Exact(a).times(new Exact(b)));
}

/** -1, 0 or 1 as a is less than, equal to or greater than b. */
export function compare(a: DecimalText, b: DecimalText): -1 | 0 | 1 {
  return new Exact(a).cmp(new Exact(b)) as -1 | 0 | 1;
}

/** Whether the amount is above zero. */
export function isPositive(a: DecimalText): boolean {
  return compare(a, zero) > 0;
}

/**
 * a / b to `scale` decimals, moved toward zero ('down') or away from it ('up') where it does not come out even. Throws when b is zero.
 */
export function divide(a: DecimalText, b: DecimalText, scale: number, rounding: Rounding): DecimalText {
  const numerator = toExactUnits(a);
  const denominator = toExactUnits(b);
  const shift = BigInt(scale + denominator.scale);
  const scaled = numerator.units * 10n ** shift;
  const divisor = denominator.units * 10n ** BigInt(numerator.scale);
  return fromUnits(divideUnits(scaled, divisor, rounding), scale);
}

/** Moves the amount to a multiple of 10^-scale: toward zero ('down') or away from it ('up'). */
export function roundTo(a: DecimalText, scale: number, rounding: Rounding): DecimalText {
  const { units, scale: own } = toExactUnits(a);
  if (own <= scale) return a;
  return fromUnits(divideUnits(units, 10n ** BigInt(own - scale), rounding), scale);
}

/** The amount as a whole number of 10^-scale, or null when it has more decimals than that. */
export function toUnits(a: DecimalText, scale: number): bigint | null {
  const { units, scale: own } = toExactUnits(a);
  return own > scale ? null : units * 10n ** BigInt(scale - own);
}

/** The canonical text of `units` x 10^-scale. */
export function fromUnits(units: bigint, scale: number): DecimalText {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return (negative && text !== '0' ? `-${text}` : text) as DecimalText;
}

/** How many decimals the canonical text has. */
export function decimalsOf(a: DecimalText): number {
  const dot = a.indexOf('.');
  return dot < 0 ? 0 : a.length - dot - 1;
}

/** Whether an amount is a whole number of steps; a step is above zero. */
export function isMultiple(amount: DecimalText, step: DecimalText): boolean {
  const scale = Math.max(decimalsOf(amount), decimalsOf(step));
  const units = toUnits(amount, scale);
  const stepUnits = toUnits(step, scale);
  return units !== null && stepUnits !== null && units % stepUnits === 0n;
}

/** units / divisor, moved toward zero ('down') or away from it ('up'). Throws when the divisor is zero. */
export function divideUnits(units: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = units / divisor;
  if (rounding === 'down' || units % divisor === 0n) return quotient;
  return units < 0n === divisor < 0n ? quotient + 1n : quotient - 1n;
}

function toExactUnits(a: DecimalText): {
  readonly units: bigint;
  readonly scale: number;
} {
  const scale = decimalsOf(a);
  return { units: BigInt(a.replace('.', '')), scale };
}

function canonical(value: Big): DecimalText {
  const text = value.toFixed();
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return (trimmed === '-0' ? '0' : trimmed) as DecimalText;
}
