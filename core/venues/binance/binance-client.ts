import binance from 'ccxt-src/binance.js';
import type { ClientOptions, Pace } from '../client-options.ts';
import { MissingKey } from '../failures.ts';
import { guardedFetch } from '../guarded-fetch.ts';
import { quietMembers, quietSettings, secretsOf } from '../quiet-ccxt.ts';
import { retryingRead } from '../retry-read.ts';
import { readBinanceRefusal } from './binance-refusal.ts';

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
    ...quietSettings(credentials, pace !== null, options.timeoutMs),
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
    secrets: secretsOf(credentials),
  });
  return Object.assign(exchange, quietMembers);
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
