import { describe, expect, it } from 'vitest';
import { classifyRead, classifySubmit } from '../../../../core/venues/classify.ts';
import { readCoinbaseRefusal } from '../../../../core/venues/coinbase/coinbase-refusal.ts';
import { type RefusalClass, VenueRefusal } from '../../../../core/venues/failures.ts';
import { approvedOrder } from './served.ts';

const json = JSON.stringify;
const error = (code: string, message = ''): string => json({ error: code, error_details: message, message });

/** Statuses and bodies as Coinbase was seen to answer them, and what they mean. */
const seen: readonly [number, string, RefusalClass, string | null][] = [
  // coinbase-advanced-py #56 and #132, ccxt #22182: whatever is wrong with a key.
  [401, 'Unauthorized', 'key-unclear', 'Unauthorized'],
  [401, 'Unauthorized\n', 'key-unclear', 'Unauthorized'],
  [401, '<html>Unauthorized</html>', 'unsure', null],
  [
    401,
    json({ errors: [{ id: 'authentication_error', message: 'request timestamp expired' }] }),
    'clock',
    'authentication_error',
  ],
  [401, json({ errors: [{ id: 'revoked_token', message: 'The token was revoked' }] }), 'key-gone', 'revoked_token'],
  [
    401,
    json({ errors: [{ id: 'invalid_token', message: 'The access token is invalid' }] }),
    'key-unclear',
    'invalid_token',
  ],
  // ccxt #19034.
  [403, error('unknown', 'missing required scopes'), 'permission', 'unknown'],
  [403, error('PERMISSION_DENIED', 'account is not available'), 'permission', 'PERMISSION_DENIED'],
  [403, error('FORBIDDEN_BY_REGION', 'not here'), 'permission', 'FORBIDDEN_BY_REGION'],
  [403, '<html>blocked</html>', 'unsure', null],
  [400, error('INVALID_ARGUMENT', 'start_date is invalid'), 'other', 'INVALID_ARGUMENT'],
  [400, error('unknown', 'something went wrong'), 'unsure', 'unknown'],
  [400, '', 'unsure', null],
  // ccxt's own exceptions.
  [404, error('unknown', 'order with this orderID was not found'), 'no-order', 'unknown'],
  [404, error('NOT_FOUND', 'order with this orderID was not found'), 'no-order', 'NOT_FOUND'],
  [404, error('NOT_FOUND', 'valid product_id is required'), 'other', 'NOT_FOUND'],
  [404, '<html>404</html>', 'unsure', null],
  [429, json({ errors: [{ id: 'rate_limit_exceeded', message: 'Too many requests' }] }), 'rate', 'rate_limit_exceeded'],
  [429, '', 'rate', null],
  [418, '', 'rate', null],
  [400, error('RESOURCE_EXHAUSTED'), 'rate', 'RESOURCE_EXHAUSTED'],
  [500, error('INTERNAL', 'internal error'), 'unsure', 'INTERNAL'],
  [503, error('PERMISSION_DENIED', 'nobody is there'), 'unsure', 'PERMISSION_DENIED'],
  [503, '<html>503</html>', 'unsure', null],
  [400, json({ error: 12, message: 'x' }), 'unsure', null],
  [400, json([error('INVALID_ARGUMENT')]), 'unsure', null],
];

/** The reasons with which an order is refused under HTTP 200: what they mean, and whether that is sure. */
const failures: readonly [string, Record<string, unknown>, RefusalClass][] = [
  ['the balance', { error: 'INSUFFICIENT_FUND', preview_failure_reason: 'PREVIEW_INSUFFICIENT_FUND' }, 'funds'],
  ['the new field', { new_order_failure_reason: 'INSUFFICIENT_FUNDS' }, 'funds'],
  // ccxt's sample: nothing is known but what the check before it said.
  [
    'a check before it',
    { error: 'UNKNOWN_FAILURE_REASON', preview_failure_reason: 'PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE' },
    'other',
  ],
  [
    'a check that is new',
    { error: 'UNKNOWN_FAILURE_REASON', preview_failure_reason: 'PREVIEW_SOMETHING_NEW' },
    'other',
  ],
  ['a size', { error: 'INVALID_SIZE_PRECISION' }, 'filter'],
  ['a size that was checked', { preview_failure_reason: 'PREVIEW_INVALID_BASE_SIZE_TOO_SMALL' }, 'filter'],
  ['post only', { error: 'INVALID_LIMIT_PRICE_POST_ONLY' }, 'other'],
  ['the engine', { error: 'COMMANDER_REJECTED_NEW_ORDER' }, 'other'],
  ['the region', { error: 'GEOFENCING_RESTRICTION' }, 'permission'],
  ['no reason', { error: 'UNKNOWN_FAILURE_REASON' }, 'unsure'],
  [
    'no reason twice',
    { error: 'UNKNOWN_FAILURE_REASON', preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON' },
    'unsure',
  ],
  ['nothing', {}, 'unsure'],
  ['a reason that is new', { error: 'SOMETHING_NEW' }, 'unsure'],
  ['a duplicate', { error: 'DUPLICATE_CLIENT_ORDER_ID' }, 'duplicate'],
  [
    'a duplicate that was checked',
    { error: 'DUPLICATE_CLIENT_ORDER_ID', preview_failure_reason: 'PREVIEW_INVALID_SIDE' },
    'duplicate',
  ],
  [
    'a new reason beside a known one',
    { error: 'SOMETHING_NEW', preview_failure_reason: 'PREVIEW_INVALID_SIDE' },
    'unsure',
  ],
];

const submitted = (refusal: ReturnType<typeof readCoinbaseRefusal>, status: number) =>
  classifySubmit(
    'coinbase',
    approvedOrder(),
    new VenueRefusal({ status, venueCode: null, class: 'unsure', reason: '', retryAfterMs: null, ...refusal }),
  ).code;

describe("Coinbase's refusals", () => {
  it.each(seen)('HTTP %i %s mean %s', (status, body, meaning, venueCode) => {
    const refusal = readCoinbaseRefusal(status, body);
    expect(refusal).toMatchObject({ class: meaning, venueCode });
    const isSure = !['unsure', 'duplicate'].includes(meaning) && venueCode !== null && status < 500;
    expect(submitted(refusal, status) !== 'outcome-unknown').toBe(isSure);
  });

  it.each(failures)('an order refused for %s', (_name, response, meaning) => {
    const refusal = readCoinbaseRefusal(
      200,
      json({ success: false, error_response: response, order_configuration: {} }),
    );
    expect(refusal).toMatchObject({ class: meaning });
    expect(submitted(refusal, 200) === 'outcome-unknown').toBe(meaning === 'unsure' || meaning === 'duplicate');
  });

  it.each([
    [
      'that names an order',
      { success: false, order_id: '11111-00000-000000', error_response: { error: 'INVALID_SIDE' } },
    ],
    [
      'with a success in it',
      { success: false, success_response: { order_id: '1' }, error_response: { error: 'INVALID_SIDE' } },
    ],
    ['without its reasons', { success: false }],
    ['whose reasons are no words', { success: false, error_response: { error: 7 } }],
  ])('leave things open in a refusal %s', (_name, body) => {
    expect(submitted(readCoinbaseRefusal(200, json(body)), 200)).toBe('outcome-unknown');
  });

  it.each([
    json({ success: true, success_response: {} }),
    json({ results: [{ success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: '1' }] }),
    json({ orders: [{ note: '"success":false' }] }),
    '{"success":false',
    '<html>"success":false</html>',
    '',
  ])('are none under HTTP 200 elsewhere: %s', (body) => {
    expect(readCoinbaseRefusal(200, body)).toBeNull();
  });

  it('are never taken for rate limiting because a key worked before (ccxt would)', () => {
    const refusal = { status: 401, reason: '', retryAfterMs: null, ...readCoinbaseRefusal(401, 'Unauthorized') };
    const code = classifyRead('coinbase', 'accounts', new VenueRefusal(refusal as never));
    expect(code).toMatchObject({ code: 'key-refused', problem: 'key-unclear' });
  });
});
