import { readJson } from '../../domain/read-json.ts';
import type { RefusalClass } from '../failures.ts';
import type { RefusalWords } from '../guarded-fetch.ts';

/**
 * What Binance's codes mean. -2015 says "key, IP or permissions" at once; -1000, -1001, -1006, -1007 that the venue itself does not know.
 * https://developers.binance.com/docs/binance-spot-api-docs/errors
 */
const classes: ReadonlyMap<number, RefusalClass> = new Map([
  [-1000, 'unsure'],
  [-1001, 'unsure'],
  [-1002, 'permission'],
  [-1003, 'rate'],
  [-1006, 'unsure'],
  [-1007, 'unsure'],
  [-1013, 'filter'],
  [-1015, 'rate'],
  [-1021, 'clock'],
  [-1022, 'signature'],
  [-1111, 'filter'],
  [-2008, 'key-gone'],
  [-2011, 'not-cancelable'],
  [-2013, 'no-order'],
  [-2014, 'key-gone'],
  [-2015, 'key-unclear'],
  [-2026, 'archived'],
]);
const newOrderRejected = -2010;

/** Binance's refusal: anything under another status than 200. Its code and words where the body is {"code":-1234,"msg":"…"}. */
export function readBinanceRefusal(status: number, body: string): RefusalWords | null {
  if (status === 200) return null;
  const parsed = readJson(body);
  const words =
    typeof parsed === 'object' && parsed !== null && 'code' in parsed && 'msg' in parsed
      ? { code: parsed.code, message: parsed.msg }
      : { code: null, message: null };
  const { code, message } = words;
  if (typeof code !== 'number' || !Number.isSafeInteger(code) || code >= 0 || typeof message !== 'string') {
    return { venueCode: null, message: null, class: isRateStatus(status) ? 'rate' : 'unsure' };
  }
  return { venueCode: String(code), message, class: classOf(status, code, message) };
}

function classOf(status: number, code: number, message: string): RefusalClass {
  if (isRateStatus(status)) return 'rate';
  if (status >= 500) return 'unsure';
  if (code === newOrderRejected && /insufficient balance/i.test(message)) return 'funds';
  if (/duplicate order/i.test(message)) return 'duplicate';
  return classes.get(code) ?? 'other';
}

function isRateStatus(status: number): boolean {
  return status === 429 || status === 418;
}
