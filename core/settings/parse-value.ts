import { type Address, parseAddress } from '../domain/address.ts';
import { isPositive, readDecimal, zero } from '../domain/money.ts';

/** What a parser makes of a text: the value, or what is wrong with it in words that do not repeat it. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const good = <T>(value: T): Parsed<T> => ({ ok: true, value });
const bad = (problem: string): Parsed<never> => ({ ok: false, problem });

/** `true|1|yes|on` or `false|0|no|off`, in any case. */
export function parseSwitch(text: string): Parsed<boolean> {
  const word = text.toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return good(true);
  if (['false', '0', 'no', 'off'].includes(word)) return good(false);
  return bad('must be true, false, 1, 0, yes, no, on or off');
}

/** A whole number, decimal or 0x, not negative. */
export function parseWhole(text: string): Parsed<bigint> {
  return /^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(text)
    ? good(BigInt(text))
    : bad('must be a whole number, decimal or 0x');
}

/** A plain decimal number, not negative. */
export function parseAmount(text: string): Parsed<string> {
  const value = readDecimal(text);
  return value !== null && (isPositive(value) || value === zero) ? good(value) : bad('must be a plain decimal number');
}

/** Whole numbers with commas between them; none may be empty. */
export function parseWholes(text: string): Parsed<readonly bigint[]> {
  return parseList(text, parseWhole);
}

/** Addresses with commas between them, in any order; each must be a real one. */
export function parseAddresses(text: string): Parsed<readonly string[]> {
  return parseList(text, (item) => {
    const address = parseAddress(item);
    return address === null
      ? bad('must be addresses of 0x and 40 hexadecimal digits, with a right checksum where cased')
      : good(address);
  });
}

/** One address; a real one. */
export function parseOneAddress(text: string): Parsed<Address> {
  const address = parseAddress(text);
  return address === null
    ? bad('must be an address of 0x and 40 hexadecimal digits, with a right checksum where cased')
    : good(address);
}

/** SHA-256 fingerprints of certificates with commas between them; colons between bytes may be there. In lower case without them. */
export function parsePins(text: string): Parsed<readonly string[]> {
  return parseList(text, (item) => {
    const pin = item.replaceAll(':', '').toLowerCase();
    return /^[0-9a-f]{64}$/.test(pin) ? good(pin) : bad('must be SHA-256 fingerprints of 64 hexadecimal digits');
  });
}

/** Names with commas between them, made lower case. */
export function parseNames(text: string): Parsed<readonly string[]> {
  return parseList(text, (item) =>
    /^[a-z0-9_-]{1,40}$/i.test(item) ? good(item.toLowerCase()) : bad('must be names'),
  );
}

/** Markets such as BTC/USDT with commas between them, made upper case. */
export function parseSymbols(text: string): Parsed<readonly string[]> {
  return parseList(text, (item) =>
    /^[a-z0-9]{1,20}\/[a-z0-9]{1,20}(:[a-z0-9]{1,20})?$/i.test(item)
      ? good(item.toUpperCase())
      : bad('must be markets such as BTC/USDT'),
  );
}

/** One of a few words, in lower case. */
export function parseWord<W extends string>(words: readonly W[]): (text: string) => Parsed<W> {
  return (text) => {
    const word = words.find((candidate) => candidate === text.toLowerCase());
    return word === undefined ? bad(`must be one of ${words.join(', ')}`) : good(word);
  };
}

/** A port that can be listened on. */
export function parsePort(text: string): Parsed<number> {
  const port = /^\d{1,5}$/.test(text) ? Number.parseInt(text, 10) : -1;
  return port >= 0 && port <= 65_535 ? good(port) : bad('must be a port from 0 to 65535');
}

/** Seconds or a count from 0 to 100,000. */
export function parseCount(text: string): Parsed<number> {
  return /^\d{1,6}$/.test(text) && Number.parseInt(text, 10) <= 100_000
    ? good(Number.parseInt(text, 10))
    : bad('must be a whole number up to 100000');
}

/** An http or https address without credentials. */
export function parseLink(text: string): Parsed<string> {
  if (!URL.canParse(text)) return bad('must be an http or https address');
  const url = new URL(text);
  const isPlain = ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  return isPlain ? good(text) : bad('must be an http or https address without credentials');
}

/** An https origin on this very machine, by its number, such as 'https://127.0.0.1:8443'. */
export function parseLoopback(text: string): Parsed<string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.hostname === '127.0.0.1' && url.protocol === 'https:' && url.origin === text.replace(/\/$/, '')
    ? good(url.origin)
    : bad('must be an https address of this machine by number, such as https://127.0.0.1:8443');
}

/** Text that is there and is not a leftover of an example. */
export function parseText(text: string): Parsed<string> {
  return /^(\.{3}|…|<.*>|changeme)$/i.test(text) ? bad('is a placeholder') : good(text);
}

/** A private key: 0x and 64 hexadecimal digits. */
export function parsePrivateKey(text: string): Parsed<string> {
  return /^0x[0-9a-fA-F]{64}$/.test(text) ? good(text) : bad('must be 0x and 64 hexadecimal digits');
}

function parseList<T>(text: string, parseItem: (item: string) => Parsed<T>): Parsed<readonly T[]> {
  const values: T[] = [];
  for (const item of text.split(',')) {
    const parsed = parseItem(item.trim());
    if (!parsed.ok) return parsed;
    values.push(parsed.value);
  }
  return good(values);
}
