import { describe, expect, it } from 'vitest';
import { readBinanceRefusal } from '../../../../core/venues/binance/binance-refusal.ts';
import { classifyRead, classifySubmit, isCancelRejected, isUnknownOrder } from '../../../../core/venues/classify.ts';
import { EgressDenied, MissingKey, NoAnswer, VenueRefusal } from '../../../../core/venues/failures.ts';
import { approvedOrder } from '../scripted-venue.ts';

const refused = (status: number, code: number | null, reason = 'words', retryAfterMs: number | null = null) => {
  const words = readBinanceRefusal(status, code === null ? '<html>' : JSON.stringify({ code, msg: reason }));
  if (words === null) throw new Error(`${status} is no refusal`);
  return new VenueRefusal({ status, venueCode: words.venueCode, class: words.class, reason, retryAfterMs });
};

const unknown = { code: 'outcome-unknown', retry: 'after-checking', clientOrderId: 'ours-1' };
const rejected = (venueCode: string, reason = 'words') => ({
  code: 'venue-rejected',
  retry: 'never',
  venue: 'practice',
  venueCode,
  reason,
});
const keyRefused = (problem: string, venueCode: string) => ({
  code: 'key-refused',
  retry: 'never',
  venue: 'practice',
  problem,
  venueCode,
  reason: 'words',
});
const limited = (retryAfterMs = 60_000) => ({ code: 'rate-limited', retry: 'safe', venue: 'practice', retryAfterMs });
const unreachable = (why: string) => ({ code: 'venue-unreachable', retry: 'safe', venue: 'practice', why });
const malformed = { code: 'venue-answer-malformed', retry: 'after-checking', venue: 'practice', what: 'order' };
const broke = { code: 'insufficient-funds', retry: 'never', asset: 'USDT' };
const noFunds = 'Account has insufficient balance for requested action.';

/** name, cause, what it means for a read, what it means for an order that was being placed */
const table: readonly [string, unknown, object, object][] = [
  ['a revoked key', refused(401, -2015), keyRefused('key-unclear', '-2015'), keyRefused('key-unclear', '-2015')],
  ['a key of the wrong format', refused(401, -2014), keyRefused('key-gone', '-2014'), keyRefused('key-gone', '-2014')],
  ['an unknown key id', refused(400, -2008), keyRefused('key-gone', '-2008'), keyRefused('key-gone', '-2008')],
  ['a clock that is off', refused(400, -1021), keyRefused('clock', '-1021'), keyRefused('clock', '-1021')],
  ['a bad signature', refused(400, -1022), keyRefused('signature', '-1022'), keyRefused('signature', '-1022')],
  ['a filter', refused(400, -1013), rejected('-1013'), rejected('-1013')],
  ['an order refused', refused(400, -2010), rejected('-2010'), rejected('-2010')],
  ['no funds', refused(400, -2010, noFunds), { ...broke, asset: '' }, broke],
  ['a duplicate', refused(400, -2010, 'Duplicate order sent.'), rejected('-2010', 'Duplicate order sent.'), unknown],
  ['too many requests', refused(429, -1003, 'words', 9_000), limited(9_000), limited(9_000)],
  ['too many orders', refused(429, -1015), limited(), limited()],
  ['a ban', refused(418, -1003, 'words', 120_000), limited(120_000), limited(120_000)],
  ['a limit told with 400', refused(400, -1003), limited(), limited()],
  ['a page with 429', refused(429, null), limited(), unknown],
  ['a page with 418', refused(418, null), limited(), unknown],
  ['a page with 403', refused(403, null), unreachable('answered HTTP 403'), unknown],
  ['a page with 503', refused(503, null), unreachable('answered HTTP 503'), unknown],
  ['500 with a code', refused(500, -2010, noFunds), unreachable('answered HTTP 500'), unknown],
  ['503 with a code', refused(503, -1008), unreachable('answered HTTP 503'), unknown],
  ['a redirect', refused(302, null), unreachable('answered HTTP 302'), unknown],
  ['created, unlike the venue', refused(201, null), unreachable('answered HTTP 201'), unknown],
  ['its unknown error', refused(400, -1000), unreachable('answered HTTP 400'), unknown],
  ['its inner disconnect', refused(400, -1001), unreachable('answered HTTP 400'), unknown],
  ['its unexpected answer', refused(400, -1006), unreachable('answered HTTP 400'), unknown],
  ['its inner time-out', refused(408, -1007), unreachable('answered HTTP 408'), unknown],
  ['a reset', new NoAnswer('maybe', 'gone'), unreachable('gone'), unknown],
  ['no connection', new NoAnswer('no', 'refused'), unreachable('refused'), unreachable('refused')],
  [
    'an egress list',
    new EgressDenied('POST', '/x'),
    { code: 'egress-denied', retry: 'never', method: 'POST', path: '/x' },
    { code: 'egress-denied', retry: 'never', method: 'POST', path: '/x' },
  ],
  ["ccxt's own refusal of a 200", new Error('binance {"code":-2010}'), malformed, unknown],
  ['anything else thrown', 'text', malformed, unknown],
];

describe('the classifier', () => {
  it.each(table)('reads %s', (_name, cause, read) => {
    expect(classifyRead('practice', 'order', cause)).toEqual(read);
  });

  it.each(table)('says what %s means for an order', (_name, cause, _read, submit) => {
    expect(classifySubmit('practice', approvedOrder(), cause)).toEqual(submit);
  });

  it('names the asset that a sale would have spent', () => {
    const error = classifySubmit('practice', approvedOrder({ side: 'sell' }), refused(400, -2010, noFunds));
    expect(error).toEqual({ ...broke, asset: 'BTC' });
  });

  it('says that there is no key before anything else is tried', () => {
    expect(classifyRead('practice', 'account', new MissingKey())).toMatchObject({ code: 'not-found' });
  });

  it('believes that an order does not exist only from the exact code', () => {
    expect(isUnknownOrder(refused(400, -2013))).toBe(true);
    for (const cause of [
      refused(400, -2011),
      refused(404, null),
      refused(500, -2013),
      refused(400, -2026),
      new Error('-2013'),
    ]) {
      expect(isUnknownOrder(cause)).toBe(false);
    }
  });

  it('takes a rejected cancel for a reason to look', () => {
    expect(isCancelRejected(refused(400, -2011))).toBe(true);
    expect(isCancelRejected(refused(400, -2013))).toBe(false);
  });
});
