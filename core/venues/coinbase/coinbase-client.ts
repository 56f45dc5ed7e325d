import coinbase from 'ccxt-src/coinbase.js';
import type { Clock, Fetch } from '../../ports.ts';
import { MissingKey } from '../failures.ts';
import { type Allowed, guardedFetch } from '../guarded-fetch.ts';
import { retryingRead } from '../retry-read.ts';
import type { VenueCredentials } from '../venue-options.ts';
import { readCoinbaseRefusal } from './coinbase-refusal.ts';

/** Spaces the requests of every client that shares it: the venue counts them together. */
export interface Pace {
  throttle(cost: number | undefined): Promise<void>;
}

/** How to build a client. */
export interface ClientOptions {
  /** As `readCoinbaseKey` gives it. */
  readonly credentials: VenueCredentials | null;
  readonly transport: Fetch;
  readonly clock: Clock;
  readonly allowed: readonly Allowed[];
  /** Asked right before a request leaves: false lets nothing out. */
  readonly isOpen: () => boolean;
  /** Told of every request that leaves, by method. */
  readonly left: (method: string) => void;
  /** Told of every whole answer, as it came. */
  readonly heard?: (body: string) => void;
  /** How requests are spaced; null where they are not. */
  readonly pace: Pace | null;
  readonly timeoutMs: number;
  /** How long a read waits before it is asked once more where the connection or the venue failed; it is not where this is absent. */
  readonly readRetryMs?: number;
}

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

/** ccxt signs for 120 seconds, which is what Coinbase allows at the most. */
const ccxtTokenLifeSec = 120;
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
 * not judge answers. Time for signatures is the clock's: they are made as if some time ago, which is all that shortens their life.
 */
export function createCoinbaseCcxt(options: ClientOptions): InstanceType<typeof coinbase> {
  const { credentials, clock, pace } = options;
  const exchange = new coinbase({
    ...(credentials === null ? {} : { apiKey: credentials.apiKey, secret: credentials.secret }),
    enableRateLimit: pace !== null,
    timeout: options.timeoutMs,
    userAgent: 'portcullis',
    verbose: false,
    enableLastHttpResponse: false,
    enableLastJsonResponse: false,
    enableLastResponseHeaders: false,
    options: { adjustForTimeDifference: false, maxRetriesOnFailure: 0, brokerId: '' },
  });
  if (pace !== null) exchange.throttle = (cost?: number) => pace.throttle(cost);
  exchange.fetchImplementation = guardedFetch({
    ...options,
    readRefusal: readCoinbaseRefusal,
    secrets: credentials === null ? [] : [credentials.apiKey, credentials.secret],
  });
  const forgotten = { get: () => undefined, set: () => undefined };
  Object.defineProperties(exchange, {
    last_request_headers: forgotten,
    last_request_body: forgotten,
    last_request_url: forgotten,
  });
  return Object.assign(exchange, {
    seconds: () => Math.floor(clock.nowMs() / 1_000) - (ccxtTokenLifeSec - tokenLifeSec),
    number: String,
    // Already settled: ccxt would otherwise look for proxy packages to load before the first request.
    proxiesModulesLoading: Promise.resolve(),
    handleErrors: () => undefined,
    withdraw: undefined,
    transfer: undefined,
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
