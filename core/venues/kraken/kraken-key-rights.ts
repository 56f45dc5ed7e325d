import type { Answer, KeyRights } from '../../domain/key-rights.ts';
import { unknownRights } from '../../domain/key-rights.ts';
import { readJson } from '../../domain/read-json.ts';
import { plainVenueText } from '../hostile-text.ts';

/** Every permission that Kraken documents. https://docs.kraken.com/api-reference/account-data/get-api-key-info */
const documented: ReadonlySet<string> = new Set([
  'query-funds',
  'add-funds',
  'withdraw-funds',
  'earn-funds',
  'query-open-trades',
  'query-closed-trades',
  'modify-trades',
  'close-trades',
  'query-ledger',
  'export-data',
  'create-ws-token',
  'add-withdraw-address',
  'update-withdraw-address',
]);
/** Takes money out, or prepares where it goes: no key that only trades needs any of them. */
const takingOut = ['withdraw-funds', 'add-withdraw-address', 'update-withdraw-address'];
/** What we must read: balances, open orders, and closed ones with their trades. */
const needed = ['query-funds', 'query-open-trades', 'query-closed-trades'];

/**
 * What an answer of GetApiKeyInfo says a key may do. It lists what is allowed: a word that is not documented may be anything, so that
 * with one of them nothing is a sure 'no'. Margin is 'untold' of a key that trades: it may place orders with leverage where the account may,
 * and Kraken has no word for it. Futures have keys of their own. `apiKey`: an answer about another key is not this one's.
 */
export function readKrakenKeyRights(body: string, apiKey: string, nowMs: number): KeyRights {
  const raw = resultOf(readJson(body));
  if (raw === null || (raw.apiKey !== undefined && raw.apiKey !== apiKey)) return unknownRights;
  const words = texts(raw.permissions);
  const isPlain = words?.every((word) => documented.has(word)) ?? false;
  const has = (word: string): Answer => (words?.includes(word) ? 'yes' : isPlain ? 'no' : 'unknown');
  const trade = has('modify-trades');
  const takes = takingOut.map(has);
  return {
    trade,
    withdraw: takes.includes('yes') ? 'yes' : isPlain ? 'no' : 'unknown',
    futures: isPlain ? 'no' : 'unknown',
    margin: trade === 'yes' ? 'untold' : trade,
    ipRestricted: ipRestricted(raw.ipAllowlist),
    createdAtMs: atMs(raw.createdTime) ?? 'unknown',
    expiresAtMs: raw.validUntil === '0' ? 'never' : (atMs(raw.validUntil) ?? 'unknown'),
    missing: words === null ? [] : needed.filter((word) => !words.includes(word) || isCut(word, raw, nowMs)),
    label: typeof raw.apiKeyName === 'string' ? plainVenueText(raw.apiKeyName, [apiKey]) : null,
  };
}

/** Whether the key sees closed orders only of a time that does not reach to now: then an order that it does not see may exist. */
function isCut(word: string, raw: Readonly<Record<string, unknown>>, nowMs: number): boolean {
  if (word !== 'query-closed-trades') return false;
  const fromMs = raw.queryFrom === undefined || raw.queryFrom === '0' ? 0 : atMs(raw.queryFrom);
  const isEndless = raw.queryTo === undefined || raw.queryTo === '0';
  return !isEndless || fromMs === null || fromMs > nowMs;
}

function ipRestricted(list: unknown): Answer {
  const addresses = texts(list);
  if (addresses === null || addresses.some((address) => !/^[0-9a-f:./-]{2,64}$/i.test(address))) return 'unknown';
  // A range of all addresses restricts nothing.
  if (addresses.some((address) => /\/0$/.test(address))) return 'no';
  return addresses.length > 0 ? 'yes' : 'no';
}

/** Seconds as text, in milliseconds; null for anything else, and for 0, which is no time. */
function atMs(seconds: unknown): number | null {
  if (typeof seconds !== 'string' || !/^[1-9]\d{0,10}$/.test(seconds)) return null;
  return Number.parseInt(seconds, 10) * 1_000;
}

function texts(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return null;
  return value;
}

function resultOf(parsed: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(parsed) || !Array.isArray(parsed.error) || !isRecord(parsed.result)) return null;
  return parsed.result;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
