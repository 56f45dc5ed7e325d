import kraken from 'ccxt-src/kraken.js';
import type { Clock, Fetch } from '../../ports.ts';
import { type Allowed, guardedFetch } from '../guarded-fetch.ts';
import type { VenueCredentials } from '../venue-options.ts';
import { krakenMutating } from './kraken-egress.ts';
import { readKrakenRefusal } from './kraken-refusal.ts';

/** How to build ccxt's class. */
export interface CcxtOptions {
  /** None: then only what is public can be asked. */
  readonly credentials: VenueCredentials | null;
  readonly transport: Fetch;
  readonly clock: Clock;
  readonly allowed: readonly Allowed[];
  /** Asked right before a request leaves: false lets nothing out. */
  readonly isOpen: () => boolean;
  /** Told of every request that leaves and could change something. */
  readonly mutates: () => void;
  /** Given the body of every answer that is no refusal, as it came. */
  readonly heard?: (body: string) => void;
  /** What the next private request is numbered with. */
  readonly nonce: () => number;
  readonly timeoutMs: number;
}

/**
 * ccxt's kraken class with one way out, ours. It signs and addresses; nothing of an answer is remembered where a log could find it, it
 * never repeats a request, loads no markets by itself, and does not judge answers: it would take a warning for an error.
 */
export function createKrakenCcxt(options: CcxtOptions): InstanceType<typeof kraken> {
  const { credentials, transport, mutates } = options;
  const exchange = new kraken({
    ...(credentials === null ? {} : { apiKey: credentials.apiKey, secret: credentials.secret }),
    enableRateLimit: false,
    timeout: options.timeoutMs,
    userAgent: 'portcullis',
    verbose: false,
    enableLastHttpResponse: false,
    enableLastJsonResponse: false,
    enableLastResponseHeaders: false,
    options: { adjustForTimeDifference: false, maxRetriesOnFailure: 0 },
  });
  exchange.nonce = options.nonce;
  exchange.fetchImplementation = guardedFetch({
    allowed: options.allowed,
    isOpen: options.isOpen,
    ...(options.heard === undefined ? {} : { heard: options.heard }),
    // Kraken's reads are POST too: what changes something is told by its path.
    left: () => undefined,
    transport(url, init) {
      if (krakenMutating.has(new URL(url).pathname)) mutates();
      return transport(url, init);
    },
    readRefusal: readKrakenRefusal,
    secrets: credentials === null ? [] : [credentials.apiKey, credentials.secret],
  });
  return Object.assign(exchange, {
    number: String,
    // Already settled: ccxt would otherwise look for proxy packages to load before the first request.
    proxiesModulesLoading: Promise.resolve(),
    handleErrors: () => undefined,
    // It would keep the last request with its signature.
    setLastRequest: () => undefined,
    withdraw: undefined,
    transfer: undefined,
    transferOut: undefined,
  });
}
