import { cappedText } from '../domain/capped-text.ts';
import { withinSignal } from '../domain/within-signal.ts';
import type { Fetch } from '../ports.ts';
import { AnswerTooLong, EgressDenied, NoAnswer, type RefusalClass, VenueRefusal } from './failures.ts';
import { plainVenueText } from './hostile-text.ts';

/** One request that may leave: exact method, exact origin, exact path. `{id}` in a path stands for one identifier of a venue. */
export interface Allowed {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly origin: string;
  readonly path: string;
  /** How long an answer may be, in bytes; `usualMostBytes` where it is not said. */
  readonly mostBytes?: number;
}

/** How long an answer may be where an endpoint needs no more: 2 MiB, some thousands of orders or balances. */
export const usualMostBytes = 2 * 1024 * 1024;
/** How long a list of all markets may be: 16 MiB, several times the longest there is. */
export const marketsMostBytes = 16 * 1024 * 1024;

/** What a venue's refusal says: its own code and words where the body had them, and what they mean to us. */
export interface RefusalWords {
  readonly venueCode: string | null;
  readonly message: string | null;
  readonly class: RefusalClass;
}

/** What stands between a client and the world. */
export interface Guard {
  readonly allowed: readonly Allowed[];
  /** Asked right before a request leaves, after any wait for the rate limit: false lets nothing out. */
  readonly isOpen: () => boolean;
  readonly transport: Fetch;
  /** Told of every request that leaves, by method. */
  readonly left: (method: string) => void;
  /** Given the body of every answer that is no refusal, as it came. */
  readonly heard?: (body: string) => void;
  /** Texts that no error may repeat. */
  readonly secrets: readonly string[];
  /** What an answer refuses with; null when it is no refusal. An answer of another status than 200 always is one. */
  readonly readRefusal: (status: number, body: string) => RefusalWords | null;
}

/**
 * A transport that lets out only what is on the list, reads the whole answer before it gives it, and gives up when the caller's signal
 * does. Rejects with `EgressDenied` before anything left, `VenueRefusal` for what the venue refuses and any status but 200, `NoAnswer`
 * for anything less than a whole answer, `AnswerTooLong` as soon as one is longer than its endpoint may be.
 */
export function guardedFetch(guard: Guard): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const method = init.method ?? 'GET';
    const { origin, pathname } = new URL(url);
    const allowed = guard.allowed.find(
      (item) => item.method === method && item.origin === origin && isPath(item.path, pathname),
    );
    if (allowed === undefined || !guard.isOpen()) throw new EgressDenied(method, pathname);
    guard.left(method);
    const mostBytes = allowed.mostBytes ?? usualMostBytes;
    const reading = readWhole(guard.transport, url, init, mostBytes);
    const whole = await (init.signal ? withinSignal(reading, init.signal, lateAnswer) : reading);
    const words = guard.readRefusal(whole.status, whole.body);
    if (words !== null || whole.status !== 200) throw refusalOf(whole, words ?? noWords, guard.secrets);
    guard.heard?.(whole.body);
    return new Response(whole.body, { status: whole.status, headers: whole.headers });
  };
}

interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

async function readWhole(transport: Fetch, url: string, init: RequestInit, mostBytes: number): Promise<WholeAnswer> {
  try {
    const response = await transport(url, { ...init, redirect: 'error' });
    const { isWhole, text } = await cappedText(response, mostBytes);
    if (!isWhole) throw new AnswerTooLong(mostBytes);
    return { status: response.status, headers: response.headers, body: text };
  } catch (cause) {
    throw cause instanceof AnswerTooLong ? cause : noAnswer(cause);
  }
}

function lateAnswer(): NoAnswer {
  return new NoAnswer('maybe', 'it did not answer in time', true);
}

const noWords: RefusalWords = { venueCode: null, message: null, class: 'unsure' };

function isPath(allowed: string, path: string): boolean {
  if (!allowed.includes('{id}')) return allowed === path;
  const [before = '', after = ''] = allowed.split('{id}');
  const id = path.slice(before.length, path.length - after.length);
  return path === `${before}${id}${after}` && /^[A-Za-z0-9-]{1,64}$/.test(id);
}

function refusalOf(
  { status, headers }: WholeAnswer,
  { class: meaning, message, venueCode }: RefusalWords,
  secrets: readonly string[],
): VenueRefusal {
  const retryAfter = headers.get('retry-after') ?? '';
  return new VenueRefusal({
    status,
    venueCode: venueCode === null ? null : plainVenueText(venueCode, secrets),
    class: meaning,
    reason: message === null ? `answered HTTP ${status}` : plainVenueText(message, secrets),
    retryAfterMs: /^\d{1,6}$/.test(retryAfter) ? Number.parseInt(retryAfter, 10) * 1_000 : null,
  });
}

/** Failures of name lookup, connecting and TLS: nothing of the request can have been sent. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function noAnswer(cause: unknown): NoAnswer {
  const code = systemCodeOf(cause) ?? systemCodeOf(cause instanceof Error ? cause.cause : null);
  if (code === null) return new NoAnswer('maybe', 'the connection failed');
  return new NoAnswer(neverConnected.has(code) ? 'no' : 'maybe', `the connection failed (${code})`);
}

function systemCodeOf(cause: unknown): string | null {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : null;
}
