import type { AppError } from '../domain/errors.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { EgressDenied, MissingKey, NoAnswer, type Refusal, VenueRefusal } from './failures.ts';

/**
 * What Binance's codes mean to us, by code alone: ccxt's classes mislead (a revoked key comes as rate limiting once a call has worked).
 * https://developers.binance.com/docs/binance-spot-api-docs/errors
 */
const rateLimitCodes: ReadonlySet<number> = new Set([-1003, -1015]);
/** UNKNOWN, DISCONNECTED, UNEXPECTED_RESP, TIMEOUT: the venue itself does not know what became of the request. */
const unsureCodes: ReadonlySet<number> = new Set([-1000, -1001, -1006, -1007]);
const cancelRejected = -2011;
const unknownOrder = -2013;
const newOrderRejected = -2010;
const insufficient = /insufficient balance/i;
const duplicate = /duplicate order/i;
const defaultRetryAfterMs = 60_000;

/** What went wrong with a request that changes nothing, or that may be repeated. `what` names the endpoint. */
export function classifyRead(venue: string, what: string, cause: unknown): AppError {
  if (cause instanceof EgressDenied) return denied(cause);
  if (cause instanceof NoAnswer) return { code: 'venue-unreachable', retry: 'safe', venue, why: cause.why };
  if (cause instanceof VenueRefusal) return ofRefusal(venue, cause.refusal, '');
  if (cause instanceof MissingKey) return { code: 'not-found', retry: 'never', what: `an API key for ${venue}` };
  return { code: 'venue-answer-malformed', retry: 'after-checking', venue, what };
}

/**
 * What went wrong with an order that was being placed. That there is no order is said only by an egress list that let nothing out, a
 * connection that was never made, or a refusal (HTTP 4xx) in the venue's own code; everything else is `outcome-unknown`.
 */
export function classifySubmit(venue: string, intent: OrderIntent, cause: unknown): AppError {
  const unknown: AppError = { code: 'outcome-unknown', retry: 'after-checking', clientOrderId: intent.clientOrderId };
  if (cause instanceof EgressDenied) return denied(cause);
  if (cause instanceof NoAnswer && cause.wasSent === 'no') {
    return { code: 'venue-unreachable', retry: 'safe', venue, why: cause.why };
  }
  if (!(cause instanceof VenueRefusal)) return unknown;
  const { status, venueCode, reason } = cause.refusal;
  const isSure = status >= 400 && status < 500 && venueCode !== null && !unsureCodes.has(venueCode);
  if (!isSure || duplicate.test(reason)) return unknown;
  return ofRefusal(venue, cause.refusal, spentAsset(intent));
}

/** Whether the venue said, in its own code, that it has no such order. Nothing else proves that it has none. */
export function isUnknownOrder(cause: unknown): boolean {
  return cause instanceof VenueRefusal && cause.refusal.status === 400 && cause.refusal.venueCode === unknownOrder;
}

/** Whether a cancel was refused: there may be nothing (left) to cancel, which only looking tells. */
export function isCancelRejected(cause: unknown): boolean {
  return cause instanceof VenueRefusal && cause.refusal.venueCode === cancelRejected;
}

function ofRefusal(venue: string, refusal: Refusal, asset: string): AppError {
  const { status, venueCode, reason } = refusal;
  if (status === 429 || status === 418 || (venueCode !== null && rateLimitCodes.has(venueCode))) {
    const retryAfterMs = refusal.retryAfterMs ?? defaultRetryAfterMs;
    return { code: 'rate-limited', retry: 'safe', venue, retryAfterMs };
  }
  if (venueCode === null || status >= 500 || unsureCodes.has(venueCode)) {
    return { code: 'venue-unreachable', retry: 'safe', venue, why: `answered HTTP ${status}` };
  }
  if (venueCode === newOrderRejected && insufficient.test(reason)) {
    return { code: 'insufficient-funds', retry: 'never', asset };
  }
  return { code: 'venue-rejected', retry: 'never', venue, venueCode: String(venueCode), reason };
}

function denied({ method, path }: EgressDenied): AppError {
  return { code: 'egress-denied', retry: 'never', method, path };
}

function spentAsset({ symbol, side }: OrderIntent): string {
  const [base = '', quote = ''] = symbol.split('/');
  return side === 'buy' ? quote : base;
}
