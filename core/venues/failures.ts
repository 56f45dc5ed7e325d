/** A request that is not on the list, or whose scope was closed meanwhile. It never left. */
export class EgressDenied extends Error {
  readonly method: string;
  readonly path: string;
  constructor(method: string, path: string) {
    super(`egress denied: ${method} ${path}`);
    this.name = 'EgressDenied';
    this.method = method;
    this.path = path;
  }
}

/**
 * What a refusal means to us, by the venue's raw code alone: ccxt's classes mislead (a revoked key comes as rate limiting).
 * 'key-gone' the key does not exist (any more); 'signature', 'permission', 'ip' what is wrong with a key that may well exist; 'key-unclear'
 * where one code stands for several of those; 'clock' our time or nonce; 'rate' too many requests; 'funds'; 'filter' an amount or price
 * that the market does not take; 'duplicate' a client order id that was used; 'no-order' there is no such order; 'archived' there was
 * one, which ended long ago without a fill, and no more is kept of it; 'not-cancelable' there may be nothing left to cancel; 'unsure' the venue itself does not know what became of the request, or is not there; 'other' a clear no.
 */
export const refusalClasses = [
  'key-gone',
  'key-unclear',
  'signature',
  'permission',
  'ip',
  'clock',
  'rate',
  'funds',
  'filter',
  'duplicate',
  'no-order',
  'archived',
  'not-cancelable',
  'unsure',
  'other',
] as const;
/** One of the meanings of a refusal. */
export type RefusalClass = (typeof refusalClasses)[number];

/**
 * What a refusal says: HTTP status, the venue's own code if the body had one, what it means, its words made plain, and how long to wait
 * if it said so.
 */
export interface Refusal {
  readonly status: number;
  readonly venueCode: string | null;
  readonly class: RefusalClass;
  readonly reason: string;
  readonly retryAfterMs: number | null;
}

/** The venue, or something on the way to it, refused. */
export class VenueRefusal extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`the venue answered ${refusal.status}`);
    this.name = 'VenueRefusal';
    this.refusal = refusal;
  }
}

/** No whole answer came. `wasSent` is 'no' only where the connection was never made; `isTimeout` where we stopped waiting. */
export class NoAnswer extends Error {
  readonly wasSent: 'no' | 'maybe';
  readonly why: string;
  readonly isTimeout: boolean;
  constructor(wasSent: 'no' | 'maybe', why: string, isTimeout = false) {
    super(why);
    this.name = 'NoAnswer';
    this.wasSent = wasSent;
    this.why = why;
    this.isTimeout = isTimeout;
  }
}

/** An answer longer than any true one: it was not read to its end, and is not to be believed. */
export class AnswerTooLong extends Error {
  constructor(mostBytes: number) {
    super(`an answer of more than ${mostBytes} bytes`);
    this.name = 'AnswerTooLong';
  }
}

/** A request that needs an API key was asked for where none is set. Nothing left. */
export class MissingKey extends Error {
  constructor() {
    super('no API key is set');
    this.name = 'MissingKey';
  }
}
