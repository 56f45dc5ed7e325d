import type { Fetch } from '../ports.ts';
import { EgressDenied, NoAnswer, VenueRefusal } from './failures.ts';
import { plainVenueText } from './hostile-text.ts';

/** One request that may leave: exact method, exact origin, exact path. */
export interface Allowed {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly origin: string;
  readonly path: string;
}

const binance = 'https://api.binance.com';
const get = (path: string): Allowed => ({ method: 'GET', origin: binance, path });

/** What an inspector may ask of Binance. https://developers.binance.com/docs/binance-spot-api-docs/rest-api */
export const binanceInspectorEgress: readonly Allowed[] = [
  get('/api/v3/time'),
  get('/api/v3/exchangeInfo'),
  get('/api/v3/depth'),
  get('/api/v3/account'),
  get('/api/v3/openOrders'),
  get('/api/v3/order'),
  get('/api/v3/myTrades'),
  get('/sapi/v1/asset/tradeFee'),
];

/** What a canceller may ask: an inspector's list and cancelling one order. */
export const binanceCancellerEgress: readonly Allowed[] = [
  ...binanceInspectorEgress,
  { method: 'DELETE', origin: binance, path: '/api/v3/order' },
];

/** What an order client may ask: placing one order, and nothing else. */
export const binanceOrderEgress: readonly Allowed[] = [{ method: 'POST', origin: binance, path: '/api/v3/order' }];

/** What stands between a client and the world. */
export interface Guard {
  readonly allowed: readonly Allowed[];
  /** Asked right before a request leaves, after any wait for the rate limit: false lets nothing out. */
  readonly isOpen: () => boolean;
  readonly transport: Fetch;
  /** Told of every request that leaves, by method. */
  readonly left: (method: string) => void;
  /** Texts that no error may repeat. */
  readonly secrets: readonly string[];
}

/**
 * A transport that lets out only what is on the list, reads the whole answer before it gives it, and gives up when the caller's signal
 * does. Rejects with `EgressDenied` before anything left, `VenueRefusal` for any status but 200, `NoAnswer` for anything less than a
 * whole answer.
 */
export function guardedFetch(guard: Guard): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const method = init.method ?? 'GET';
    const { origin, pathname } = new URL(url);
    const isAllowed = guard.allowed.some(
      (item) => item.method === method && item.origin === origin && item.path === pathname,
    );
    if (!isAllowed || !guard.isOpen()) throw new EgressDenied(method, pathname);
    guard.left(method);
    const whole = await withinSignal(readWhole(guard.transport, url, init), init.signal ?? null);
    if (whole.status !== 200) throw refusalOf(whole, guard.secrets);
    return new Response(whole.body, { status: whole.status, headers: whole.headers });
  };
}

interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

async function readWhole(transport: Fetch, url: string, init: RequestInit): Promise<WholeAnswer> {
  try {
    const response = await transport(url, { ...init, redirect: 'error' });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (cause) {
    throw noAnswer(cause);
  }
}

function withinSignal<T>(work: Promise<T>, signal: AbortSignal | null): Promise<T> {
  if (signal === null) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new NoAnswer('maybe', 'it did not answer in time'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function refusalOf({ status, headers, body }: WholeAnswer, secrets: readonly string[]): VenueRefusal {
  const { venueCode, message } = readRefusal(body);
  const retryAfter = headers.get('retry-after') ?? '';
  return new VenueRefusal({
    status,
    venueCode,
    reason: message === null ? `answered HTTP ${status}` : plainVenueText(message, secrets),
    retryAfterMs: /^\d{1,6}$/.test(retryAfter) ? Number.parseInt(retryAfter, 10) * 1_000 : null,
  });
}

/** The venue's {"code":-1234,"msg":"…"}, or nulls when the body is anything else. */
function readRefusal(body: string): { readonly venueCode: number | null; readonly message: string | null } {
  const nothing = { venueCode: null, message: null };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return nothing;
  }
  if (typeof parsed !== 'object' || parsed === null || !('code' in parsed) || !('msg' in parsed)) return nothing;
  const { code, msg } = parsed;
  if (typeof code !== 'number' || !Number.isSafeInteger(code) || code >= 0 || typeof msg !== 'string') return nothing;
  return { venueCode: code, message: msg };
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
