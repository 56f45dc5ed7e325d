import type { AppError } from '../domain/errors.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { EgressDenied, MissingKey, NoAnswer, type Refusal, VenueRefusal } from './failures.ts';

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
 * connection that was never made, or a refusal in the venue's own code that is clear; everything else is `outcome-unknown`.
 */
export function classifySubmit(venue: string, intent: OrderIntent, cause: unknown): AppError {
  const unknown: AppError = { code: 'outcome-unknown', retry: 'after-checking', clientOrderId: intent.clientOrderId };
  if (cause instanceof EgressDenied) return denied(cause);
  if (cause instanceof NoAnswer && cause.wasSent === 'no') {
    return { code: 'venue-unreachable', retry: 'safe', venue, why: cause.why };
  }
  if (!(cause instanceof VenueRefusal)) return unknown;
  const { status, venueCode, class: meaning } = cause.refusal;
  const isSure = status < 500 && venueCode !== null && meaning !== 'unsure' && meaning !== 'duplicate';
  return isSure ? ofRefusal(venue, cause.refusal, spentAsset(intent)) : unknown;
}

/** Whether the venue said, in its own code, that it has no such order. Nothing else proves that it has none. */
export function isUnknownOrder(cause: unknown): boolean {
  return cause instanceof VenueRefusal && cause.refusal.status < 500 && cause.refusal.class === 'no-order';
}

/** Whether a cancel was refused: there may be nothing (left) to cancel, which only looking tells. */
export function isCancelRejected(cause: unknown): boolean {
  return cause instanceof VenueRefusal && cause.refusal.class === 'not-cancelable';
}

function ofRefusal(venue: string, refusal: Refusal, asset: string): AppError {
  const { status, reason } = refusal;
  const venueCode = refusal.venueCode ?? `HTTP ${status}`;
  switch (refusal.class) {
    case 'rate':
      return { code: 'rate-limited', retry: 'safe', venue, retryAfterMs: refusal.retryAfterMs ?? defaultRetryAfterMs };
    case 'unsure':
      return { code: 'venue-unreachable', retry: 'safe', venue, why: `answered HTTP ${status}` };
    case 'funds':
      return { code: 'insufficient-funds', retry: 'never', asset };
    case 'key-gone':
    case 'key-unclear':
    case 'signature':
    case 'permission':
    case 'ip':
    case 'clock':
      return { code: 'key-refused', retry: 'never', venue, problem: refusal.class, venueCode, reason };
    case 'archived':
      return { code: 'order-archived', retry: 'never', venue };
    case 'filter':
    case 'duplicate':
    case 'no-order':
    case 'not-cancelable':
    case 'other':
      return { code: 'venue-rejected', retry: 'never', venue, venueCode, reason };
  }
}

function denied({ method, path }: EgressDenied): AppError {
  return { code: 'egress-denied', retry: 'never', method, path };
}

function spentAsset({ symbol, side }: OrderIntent): string {
  const [base = '', quote = ''] = symbol.split('/');
  return side === 'buy' ? quote : base;
}
