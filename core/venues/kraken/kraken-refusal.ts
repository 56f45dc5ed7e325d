import { readJson } from '../../domain/read-json.ts';
import type { RefusalClass } from '../failures.ts';
import type { RefusalWords } from '../guarded-fetch.ts';

/**
 * What Kraken's codes mean, longest match first: a code may go on after ':', ' ' or '['. Whole families that only ever say no to what was
 * asked stand at the end. Whatever is not here is 'unsure', and so are the codes after which an order may stand in the book:
 * - EService:Unavailable, Timeout, Busy and Deadline elapsed, EGeneral and EDatabase:Internal error: the engine did not answer whoever
 *   refuses, or refuses only what reached it too late; orders were found placed after such answers.
 * EGeneral:Temporary lockout follows too many invalid keys in a row: asking again prolongs it, so it is no rate limit to wait out.
 * https://docs.kraken.com/exchange/guides/general/errors, https://docs.kraken.com/api/docs/guides/spot-errors
 */
const meanings: Readonly<Record<string, RefusalClass>> = {
  'EAPI:Invalid key': 'key-gone',
  'EAPI:Invalid signature': 'signature',
  'EAPI:Invalid nonce': 'clock',
  'EAPI:Rate limit exceeded': 'rate',
  'EAPI:Bad request': 'other',
  'EAPI:Feature disabled': 'other',
  'EAccount:Invalid permissions': 'permission',
  'EAuth:Account temporary disabled': 'permission',
  'EAuth:Account unconfirmed': 'permission',
  'EAuth:Rate limit exceeded': 'rate',
  'EAuth:Too many requests': 'rate',
  'EDatabase:Internal error': 'unsure',
  'EGeneral:Internal error': 'unsure',
  'EGeneral:Invalid arguments': 'other',
  'EGeneral:Invalid arguments:price': 'filter',
  'EGeneral:Invalid arguments:volume': 'filter',
  'EGeneral:Permission denied': 'permission',
  'EGeneral:Temporary lockout': 'key-unclear',
  'EGeneral:Too many requests': 'rate',
  'EGeneral:Unknown method': 'other',
  'EOrder:Cancel pending': 'not-cancelable',
  'EOrder:Cost minimum not met': 'filter',
  'EOrder:Domain rate limit exceeded': 'rate',
  'EOrder:Insufficient funds': 'funds',
  'EOrder:Invalid price': 'filter',
  'EOrder:Order minimum not met': 'filter',
  'EOrder:Rate limit exceeded': 'rate',
  'EOrder:Tick size check failed': 'filter',
  'EOrder:Unknown order': 'no-order',
  'EService:Busy': 'unsure',
  'EService:Deadline elapsed': 'unsure',
  'EService:Market in cancel_only mode': 'other',
  'EService:Market in limit_only mode': 'other',
  'EService:Market in post_only mode': 'other',
  'EService:Market in reduce_only mode': 'other',
  'EService:Throttled': 'rate',
  'EService:Timeout': 'unsure',
  'EService:Unavailable': 'unsure',
  'ESession:Invalid session': 'key-unclear',
  EAccount: 'other',
  EBM: 'other',
  EOrder: 'other',
  EQuery: 'other',
  ETrade: 'other',
};
const known = Object.keys(meanings).sort((a, b) => b.length - a.length);

/** The most telling first: one code that leaves things open leaves the whole answer open. */
const weight: readonly RefusalClass[] = ['unsure', 'duplicate', 'key-gone', 'key-unclear', 'signature', 'permission'];

/** What most answers begin with: no need to read all of a long one for its errors. */
const noError = /^\{"error":\[\]/;

/**
 * Kraken's refusal. It answers 200 with {"error":["EOrder:…"]}; entries that begin with W are warnings of an answer that stands. Another
 * status than 200 comes from in front of Kraken's servers. An answer that carries both an error and an order's id leaves things open.
 */
export function readKrakenRefusal(status: number, body: string): RefusalWords | null {
  if (status === 200 && noError.test(body)) return null;
  const parsed = readJson(body);
  const errors = errorsOf(parsed);
  const [first] = errors;
  if (first === undefined) {
    if (status === 200) return null;
    return { venueCode: null, message: null, class: status === 429 || status === 418 ? 'rate' : 'unsure' };
  }
  const classes = errors.map(classOf);
  const isOpen = status >= 500 || hasOrderId(parsed);
  const worst = weight.find((one) => classes.includes(one)) ?? classes.find((one) => one !== 'other') ?? 'other';
  return { venueCode: first, message: errors.join('; '), class: isOpen ? 'unsure' : worst };
}

function classOf(code: string): RefusalClass {
  const plain = code.replace(/:\s+/g, ':');
  // A client order id that is in use and one that is not taken are told apart by no documented code.
  if (/duplicate|cl_?ord_?id/i.test(plain)) return 'duplicate';
  const key = known.find((one) => plain.startsWith(one) && /^($|[:\s[(])/.test(plain.slice(one.length)));
  return key === undefined ? 'unsure' : (meanings[key] ?? 'unsure');
}

function errorsOf(parsed: unknown): readonly string[] {
  if (typeof parsed !== 'object' || parsed === null || !('error' in parsed) || !Array.isArray(parsed.error)) return [];
  return parsed.error.filter((one): one is string => typeof one === 'string' && !one.startsWith('W'));
}

function hasOrderId(parsed: unknown): boolean {
  if (typeof parsed !== 'object' || parsed === null || !('result' in parsed)) return false;
  const { result } = parsed;
  return typeof result === 'object' && result !== null && 'txid' in result;
}
