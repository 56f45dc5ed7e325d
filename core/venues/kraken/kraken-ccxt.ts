import kraken from 'ccxt-src/kraken.js';
import type { CcxtOptions } from '../client-options.ts';
import { guardedFetch } from '../guarded-fetch.ts';
import { quietMembers, quietSettings, secretsOf } from '../quiet-ccxt.ts';
import { krakenMutating } from './kraken-egress.ts';
import { readKrakenRefusal } from './kraken-refusal.ts';

/** How to build ccxt's class. */
export interface KrakenCcxtOptions extends CcxtOptions {
  /** Told of every request that leaves and could change something. */
  readonly mutates: () => void;
  /** What the next private request is numbered with. */
  readonly nonce: () => number;
}

/**
 * ccxt's kraken class with one way out, ours. It signs and addresses; nothing of an answer is remembered where a log could find it, it
 * never repeats a request, loads no markets by itself, and does not judge answers: it would take a warning for an error.
 */
export function createKrakenCcxt(options: KrakenCcxtOptions): InstanceType<typeof kraken> {
  const { credentials, transport, mutates } = options;
  const exchange = new kraken({
    ...quietSettings(credentials, false, options.timeoutMs),
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
    secrets: secretsOf(credentials),
  });
  return Object.assign(exchange, quietMembers, {
    handleErrors: () => undefined,
    // It would keep the last request with its signature.
    setLastRequest: () => undefined,
    transferOut: undefined,
  });
}
