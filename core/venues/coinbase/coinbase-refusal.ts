import * as z from 'zod';
import { readJson } from '../../domain/read-json.ts';
import type { RefusalClass } from '../failures.ts';
import type { RefusalWords } from '../guarded-fetch.ts';
import { failureClass, isUnspecific } from './order-failures.ts';

/**
 * What Coinbase's error codes mean, in small letters. A 401 is the plain text 'Unauthorized' whether the key is gone, the signature wrong,
 * our clock off or a right missing (coinbase-advanced-py #56, #132; ccxt #22182; Coinbase.AdvancedTrade #23): 'key-unclear', whatever
 * ccxt makes of it. A code that is not here leaves things open.
 * https://docs.cdp.coinbase.com/coinbase-app/api-architecture/error-messages and gRPC's own names.
 */
const classes: Readonly<Record<string, RefusalClass>> = {
  authentication_error: 'key-unclear',
  expired_token: 'key-unclear',
  failed_precondition: 'other',
  invalid_argument: 'other',
  invalid_request: 'other',
  invalid_scope: 'permission',
  invalid_token: 'key-unclear',
  not_found: 'other',
  param_required: 'other',
  permission_denied: 'permission',
  rate_limit_exceeded: 'rate',
  resource_exhausted: 'rate',
  revoked_token: 'key-gone',
  unauthenticated: 'key-unclear',
  unauthorized: 'key-unclear',
  validation_error: 'other',
};
/** What the words beside a code say more exactly than it. */
const exact: readonly (readonly [RegExp, RefusalClass])[] = [
  [/order.*\bnot found/i, 'no-order'],
  [/missing required scopes|permission is required/i, 'permission'],
  [/timestamp expired/i, 'clock'],
];

const Error_ = z.looseObject({
  error: z.string(),
  message: z.string().optional(),
  error_details: z.string().optional(),
});
const Errors = z.looseObject({ errors: z.tuple([z.looseObject({ id: z.string(), message: z.string() })]) });
const Failure = z.looseObject({
  success: z.literal(false),
  order_id: z.string().optional(),
  success_response: z.null().optional(),
  error_response: z.looseObject({
    error: z.string().optional(),
    message: z.string().optional(),
    error_details: z.string().optional(),
    preview_failure_reason: z.string().optional(),
    new_order_failure_reason: z.string().optional(),
  }),
});

/**
 * Coinbase's refusal: another status than 200, or 200 with {"success":false,"error_response":{…}}, which is how it refuses an order. An
 * answer of that kind that names an order all the same leaves things open.
 */
export function readCoinbaseRefusal(status: number, body: string): RefusalWords | null {
  if (status === 200) return /"success"\s*:\s*false/.test(body) ? readFailure(readJson(body)) : null;
  const isRate = status === 429 || status === 418;
  if (status === 401 && body.trim() === 'Unauthorized') {
    return { venueCode: 'Unauthorized', message: 'Unauthorized', class: 'key-unclear' };
  }
  const words = readWords(readJson(body));
  if (words === null) return { venueCode: null, message: null, class: isRate ? 'rate' : 'unsure' };
  const { code, message } = words;
  return {
    venueCode: code,
    message,
    class: isRate ? 'rate' : status >= 500 ? 'unsure' : classOf(status, code, message),
  };
}

function readWords(parsed: unknown): { readonly code: string; readonly message: string } | null {
  const one = Error_.safeParse(parsed).data;
  if (one !== undefined) {
    const { error, error_details: details = '', message = '' } = one;
    return { code: error, message: message === '' ? details || error : message };
  }
  const first = Errors.safeParse(parsed).data?.errors[0];
  return first === undefined ? null : { code: first.id, message: first.message };
}

function classOf(status: number, code: string, message: string): RefusalClass {
  const said = exact.find(([pattern]) => pattern.test(message))?.[1] ?? classes[code.toLowerCase()];
  return said ?? (status === 403 ? 'permission' : 'unsure');
}

function readFailure(parsed: unknown): RefusalWords | null {
  if (typeof parsed !== 'object' || parsed === null || !('success' in parsed) || parsed.success !== false) return null;
  const failure = Failure.safeParse(parsed).data;
  if (failure === undefined) return { venueCode: null, message: null, class: 'unsure' };
  const { error_response: response, order_id: orderId = '' } = failure;
  const { error = '', error_details: details = '', message = '' } = response;
  const words = [response.preview_failure_reason ?? '', response.new_order_failure_reason ?? '', error];
  const reasons = words.filter((word) => !isUnspecific(word));
  const meanings = reasons.map(failureClass);
  const [venueCode = 'UNKNOWN_FAILURE_REASON'] = reasons;
  return {
    venueCode,
    message: message || details || venueCode,
    class: orderId === '' ? worstOf(meanings) : 'unsure',
  };
}

/** One reason that speaks of another order, or of none that is known, leaves it all open. */
function worstOf(meanings: readonly RefusalClass[]): RefusalClass {
  const [first = 'unsure'] = meanings;
  return meanings.find((meaning) => meaning === 'duplicate' || meaning === 'unsure') ?? first;
}
