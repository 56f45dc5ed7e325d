import coinbase from 'ccxt-src/coinbase.js';
import type { ClientOptions, Pace } from '../client-options.ts';
import { MissingKey } from '../failures.ts';
import { guardedFetch } from '../guarded-fetch.ts';
import { quietMembers, quietSettings, secretsOf } from '../quiet-ccxt.ts';
import { retryingRead } from '../retry-read.ts';
import { readCoinbaseRefusal } from './coinbase-refusal.ts';
import { createTokenMaker, tokenHoldsSec } from './coinbase-token.ts';

/** Asks one endpoint and answers with the raw, unchecked JSON. Rejects with one of `failures.ts`, or whatever ccxt makes of a bad answer. */
export type Ask = (parameters?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** The endpoints we use of ccxt's class: signing, addresses and transport limits are its; nothing else of it is reachable. */
export interface CoinbaseClient {
  readonly hasKey: boolean;
  readonly time: Ask;
  readonly products: Ask;
  readonly productBook: Ask;
  readonly accounts: Ask;
  readonly transactionSummary: Ask;
  readonly orders: Ask;
  readonly order: Ask;
  readonly fills: Ask;
  readonly keyPermissions: Ask;
  readonly placeOrder: Ask;
  readonly cancelOrders: Ask;
}

/**
 * How long a signed request may still be taken by Coinbase. Whatever is on its way longer is refused there, so that an order that the
 * venue does not know after this never comes. It has to be below the time after which a lost order counts as never arrived.
 */
const tokenLifeSec = 8;

/** ccxt's own pace for Coinbase (10 public and 30 private requests a second), to be shared by all clients of one connection. */
export function createPace(): Pace {
  return new coinbase({ enableRateLimit: true }).throttler;
}

/**
 * ccxt's coinbase class with one way out, ours. Numbers stay text; nothing of a request or an answer is remembered, for a request's
 * headers hold what signs it; its broker tag, which credits orders to its authors, is off; it never repeats a request by itself, and does
 * not judge answers. Tokens are ours, not ccxt's; their time is the clock's: they are made as if some time ago, which is all that shortens
 * their life.
 */
export function createCoinbaseCcxt(options: ClientOptions): InstanceType<typeof coinbase> {
  const { credentials, clock, pace } = options;
  const exchange = new coinbase({
    ...quietSettings(credentials, pace !== null, options.timeoutMs),
    options: { adjustForTimeDifference: false, maxRetriesOnFailure: 0, brokerId: '' },
  });
  if (pace !== null) exchange.throttle = (cost?: number) => pace.throttle(cost);
  exchange.fetchImplementation = guardedFetch({
    ...options,
    readRefusal: readCoinbaseRefusal,
    secrets: secretsOf(credentials),
  });
  const forgotten = { get: () => undefined, set: () => undefined };
  Object.defineProperties(exchange, {
    last_request_headers: forgotten,
    last_request_body: forgotten,
    last_request_url: forgotten,
  });
  const token = credentials === null ? null : createTokenMaker(credentials);
  // Nonces are drawn by ccxt, as for its own tokens.
  const drawNonce = exchange.randomBytes.bind(exchange, 16);
  return Object.assign(exchange, quietMembers, {
    createAuthToken(_seconds: number, method = '', url = ''): string {
      if (token === null) throw new MissingKey();
      const fromSec = Math.floor(clock.nowMs() / 1_000) - (tokenHoldsSec - tokenLifeSec);
      return token({ method, url, fromSec, nonce: drawNonce() });
    },
    handleErrors: () => undefined,
  });
}

/**
 * The typed port over one instance, which is not kept anywhere else. Private endpoints reject with `MissingKey` where there is none; what
 * there is of a market both ways is asked with the key where there is one: Coinbase keeps public answers for a while, and tells only a
 * key what its account may trade.
 */
export function createCoinbaseClient(options: ClientOptions): CoinbaseClient {
  const exchange = createCoinbaseCcxt(options);
  const hasKey = options.credentials !== null;
  const read = retryingRead(options.clock, options.readRetryMs);
  const signed =
    (ask: Ask): Ask =>
    (parameters) =>
      hasKey ? ask(parameters) : Promise.reject(new MissingKey());
  const readSigned = (ask: Ask): Ask => read(signed(ask));
  return {
    hasKey,
    time: read(() => exchange.v3PublicGetBrokerageTime()),
    products: hasKey
      ? read((parameters) => exchange.v3PrivateGetBrokerageProducts(parameters))
      : read((parameters) => exchange.v3PublicGetBrokerageMarketProducts(parameters)),
    productBook: hasKey
      ? read((parameters) => exchange.v3PrivateGetBrokerageProductBook(parameters))
      : read((parameters) => exchange.v3PublicGetBrokerageMarketProductBook(parameters)),
    accounts: readSigned((parameters) => exchange.v3PrivateGetBrokerageAccounts(parameters)),
    transactionSummary: readSigned((parameters) => exchange.v3PrivateGetBrokerageTransactionSummary(parameters)),
    orders: readSigned((parameters) => exchange.v3PrivateGetBrokerageOrdersHistoricalBatch(parameters)),
    order: readSigned((parameters) => exchange.v3PrivateGetBrokerageOrdersHistoricalOrderId(parameters)),
    fills: readSigned((parameters) => exchange.v3PrivateGetBrokerageOrdersHistoricalFills(parameters)),
    keyPermissions: readSigned(() => exchange.v3PrivateGetBrokerageKeyPermissions()),
    placeOrder: signed((parameters) => exchange.v3PrivatePostBrokerageOrders(parameters)),
    cancelOrders: signed((parameters) => exchange.v3PrivatePostBrokerageOrdersBatchCancel(parameters)),
  };
}
