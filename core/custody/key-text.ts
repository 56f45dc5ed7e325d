import { createPrivateKey } from 'node:crypto';
import type { InputIssue } from '../domain/errors.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** What an exchange gives with a key. */
export interface KeyParts {
  readonly apiKey: string;
  readonly secret: string;
  readonly password: string | null;
}

/** The parts that a key can have, and what a person calls them. */
export const partWords = { apiKey: 'key', secret: 'secret', password: 'password' } as const;
export type PartName = keyof typeof partWords;

const hiddenCharacter = /[^\x21-\x7e]/u;

/**
 * A key as an exchange gave it, made clean: white space around each part cut, a PEM block with real line ends (also where it was written
 * with `\n`). Refused, with where and never with what: characters that cannot be seen or are not ASCII, a part that is missing, a secret
 * that cannot be one of this exchange (Kraken's is base64, Coinbase's the PEM of a P-256
 * key or 64 bytes in base64).
 */
export function cleanKey(exchange: ExchangeName, parts: KeyParts): Result<KeyParts, readonly InputIssue[]> {
  const issues: InputIssue[] = [];
  const clean = (path: PartName): string => {
    const text = trimmed(parts[path] ?? '');
    const value = path === 'secret' && isPem(text) ? withLineEnds(text) : text;
    const problem = problemOfPart(exchange, path, value);
    if (problem !== null) issues.push({ path, problem });
    return value;
  };
  const apiKey = clean('apiKey');
  const secret = clean('secret');
  const password = parts.password === null || trimmed(parts.password) === '' ? null : clean('password');
  if (issues.length === 0 && apiKey === secret) issues.push({ path: 'secret', problem: 'is the same as the key' });
  return issues.length === 0 ? ok({ apiKey, secret, password }) : err(issues);
}

/** Where the first character stands that cannot be seen or is not ASCII, in words; null where there is none. Lines and tabs may be there. */
export function hiddenIn(text: string): string | null {
  let line = 1;
  let column = 0;
  for (const character of text) {
    column += 1;
    if (character === '\n') {
      line += 1;
      column = 0;
    } else if (!/[\t\r\x20-\x7e]/.test(character)) {
      return `has a character that is hidden or not plain ASCII (${codeOf(character)}) in line ${line}, place ${column}`;
    }
  }
  return null;
}

function problemOfPart(exchange: ExchangeName, part: PartName, value: string): string | null {
  if (value === '') return 'is missing';
  if (part === 'secret' && isPem(value))
    return exchange === 'coinbase' ? problemOfPem(value) : 'is a PEM block; it is none here';
  const hidden = hiddenCharacter.exec(value);
  if (hidden !== null) {
    const place = [...value.slice(0, hidden.index)].length + 1;
    return `has a character that no ${partWords[part]} has (${codeOf(hidden[0])}) in place ${place}`;
  }
  if (part !== 'secret') return null;
  if (exchange === 'coinbase' && !/^[A-Za-z0-9+/]{86}==$/.test(value)) {
    return `is neither the PEM block of an ECDSA key nor the 88 characters of an Ed25519 key, as ${exchanges.coinbase.title} gives them`;
  }
  if (exchange === 'kraken' && !isBase64(value)) return 'is not base64, as a secret of Kraken is';
  return null;
}

function problemOfPem(text: string): string | null {
  const hidden = hiddenIn(text);
  if (hidden !== null) return hidden;
  try {
    const { asymmetricKeyDetails, asymmetricKeyType } = createPrivateKey(text);
    if (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1') return null;
    return 'is not a key of the curve P-256: choose ECDSA where Coinbase makes the key';
  } catch {
    return 'is a PEM block that cannot be read: it must be whole, from BEGIN to END';
  }
}

function isPem(text: string): boolean {
  return text.startsWith('-----BEGIN');
}

function withLineEnds(text: string): string {
  return `${text.replaceAll('\\n', '\n').replaceAll('\r', '').trim()}\n`;
}

function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

/** Only what a keyboard puts there by mistake; anything else is told. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).replace(/^[ \t\r\n]+/, '');
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
