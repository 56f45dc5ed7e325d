import { type DecimalText, readDecimal } from '../../domain/money.ts';

/**
 * A price or amount of a public book as exact text: text as it came, a JSON number as the shortest decimal that names it. Null for
 * anything else, and for what is below zero. For looking only: a JSON number may have lost digits on its way.
 */
export function levelText(value: unknown): DecimalText | null {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? plain(value) : null;
  const read = text === null ? null : readDecimal(text);
  return read === null || read.startsWith('-') ? null : read;
}

/** '1e-7' as '0.0000001'. */
function plain(value: number): string {
  const text = String(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign = '', first = '', rest = '', power = ''] = parts;
  const digits = `${first}${rest}`;
  const exponent = Number.parseInt(power, 10);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const isWhole = digits.length <= exponent + 1;
  return isWhole
    ? `${sign}${digits.padEnd(exponent + 1, '0')}`
    : `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}
