import binance from 'ccxt-src/binance.js';
import type { Clock, Fetch } from '../../ports.ts';
import { MissingKey } from '../failures.ts';
import { type Allowed, guardedFetch } from '../guarded-fetch.ts';
import { retryingRead } from '../retry-read.ts';
import type { VenueCredentials } from '../venue-options.ts';
import { readBinanceRefusal } from './binance-refusal.ts';

/** Spaces the requests of every client that shares it: the venue counts them together. */
export interface Pace {
  throttle(cost: number | undefined): Promise<void>;
}

/** How to build a client. */
export interface ClientOptions {
  readonly credentials: VenueCredentials | null;
  readonly transport: Fetch;
  readonly clock: Clock;
  readonly allowed: readonly Allowed[];
  /** Asked right before a request leaves: false lets nothing out. */
  readonly isOpen: () => boolean;
  /** Told of every request that leaves, by method. */
  readonly left: (method: string) => void;
  /** Given the body of every answer that is no refusal, as it came. */
  readonly heard?: (body: string) => void;
  /** How requests are spaced; null where the venue is in this process. */
  readonly pace: Pace | null;
  readonly timeoutMs: number;
  /** How long a read waits before it is asked once more where the connection or the venue failed; it is not where this is absent. */
  readonly readRetryMs?: number;
}

/** Asks one endpoint and answers with the raw, unchecked JSON. Rejects with one of `failures.ts`, or whatever ccxt makes of a bad answer. */
export type Ask = (parameters?: Readonly<Record<string, string | number>>) => Promise<unknown>;

/** The endpoints we use of ccxt's class: signing, addresses and transport limits are its; nothing else of it is reachable. */
export interface BinanceClient {
  readonly hasKey: boolean;
  readonly time: Ask;
  readonly exchangeInfo: Ask;
  readonly depth: Ask;
  readonly account: Ask;
  readonly openOrders: Ask;
  readonly order: Ask;
  readonly myTrades: Ask;
  readonly tradeFee: Ask;
  readonly systemStatus: Ask;
  readonly apiRestrictions: Ask;
  readonly placeOrder: Ask;
  readonly cancelOrder: Ask;
}

/** ccxt's own pace for Binance, to be shared by all clients of one connection. */
export function createPace(): Pace {
  return new binance({ enableRateLimit: true }).throttler;
}

/**
 * ccxt's binance class with one way out, ours. Numbers stay text; nothing of an answer is remembered where a log could find it; its
 * broker tags, which credit orders to its authors, are off; it never repeats a request by itself; time for signatures is the clock's.
 */
export function createCcxt(options: ClientOptions): InstanceType<typeof binance> {
  const { credentials, clock, pace } = options;
  const exchange = new binance({
    ...(credentials === null ? {} : { apiKey: credentials.apiKey, secret: credentials.secret }),
    enableRateLimit: pace !== null,
    timeout: options.timeoutMs,
    userAgent: 'portcullis',
    verbose: false,
    enableLastHttpResponse: false,
    enableLastJsonResponse: false,
    enableLastResponseHeaders: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchMargins: false,
      fetchCurrencies: false,
      warnOnFetchOpenOrdersWithoutSymbol: false,
      adjustForTimeDifference: false,
      maxRetriesOnFailure: 0,
      recvWindow: 5_000,
      broker: { spot: '', margin: '', future: '', delivery: '' },
    },
  });
  exchange.nonce = () => Math.trunc(clock.nowMs());
  if (pace !== null) exchange.throttle = (cost?: number) => pace.throttle(cost);
  exchange.fetchImplementation = guardedFetch({
    ...options,
    readRefusal: readBinanceRefusal,
    secrets: credentials === null ? [] : [credentials.apiKey, credentials.secret],
  });
  return Object.assign(exchange, {
    number: String,
    // Already settled: ccxt would otherwise look for proxy packages to load before the first request.
    proxiesModulesLoading: Promise.resolve(),
    withdraw: undefined,
    transfer: undefined,
  });
}

/** The typed port over one instance, which is not kept anywhere else. Private endpoints reject with `MissingKey` where there is none. */
export function createBinanceClient(options: ClientOptions): BinanceClient {
  const exchange = createCcxt(options);
  const hasKey = options.credentials !== null;
  const read = retryingRead(options.clock, options.readRetryMs);
  const signed =
    (ask: Ask): Ask =>
    (parameters) =>
      hasKey ? ask(parameters) : Promise.reject(new MissingKey());
  const readSigned = (ask: Ask): Ask => read(signed(ask));
  return {
    hasKey,
    time: read(() => exchange.publicGetTime()),
    // Without it the list is many times as long, by names of trading groups that say nothing about an order.
    exchangeInfo: read(() => exchange.publicGetExchangeInfo({ showPermissionSets: 'false' })),
    depth: read((parameters) => exchange.publicGetDepth(parameters)),
    systemStatus: read(() => exchange.sapiGetSystemStatus()),
    account: readSigned((parameters) => exchange.privateGetAccount(parameters)),
    openOrders: readSigned((parameters) => exchange.privateGetOpenOrders(parameters)),
    order: readSigned((parameters) => exchange.privateGetOrder(parameters)),
    myTrades: readSigned((parameters) => exchange.privateGetMyTrades(parameters)),
    tradeFee: readSigned((parameters) => exchange.sapiGetAssetTradeFee(parameters)),
    apiRestrictions: readSigned((parameters) => exchange.sapiGetAccountApiRestrictions(parameters)),
    placeOrder: signed((parameters) => exchange.privatePostOrder(parameters)),
    cancelOrder: signed((parameters) => exchange.privateDeleteOrder(parameters)),
  };
}
