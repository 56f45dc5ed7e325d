import type { Clock } from '../../ports.ts';
import { MissingKey, VenueRefusal } from '../failures.ts';
import { retryingRead } from '../retry-read.ts';
import type { CallCounter } from './call-counter.ts';
import type { KeyLane } from './key-lane.ts';
import { createKrakenCcxt, type KrakenCcxtOptions } from './kraken-ccxt.ts';
import { krakenTimeEgress } from './kraken-egress.ts';

/** How to build a client. */
export interface KrakenClientOptions extends Omit<KrakenCcxtOptions, 'nonce'> {
  /** The key's own lane; any where there is no key. */
  readonly lane: KeyLane;
  /** How long a read waits before it is asked once more where the connection or Kraken failed; it is not where this is absent. */
  readonly readRetryMs?: number;
  /** How private and public calls are spaced; null where that is not wanted. */
  readonly counters: { readonly ofKey: CallCounter; readonly ofAddress: CallCounter } | null;
}

/** Asks one endpoint and answers with the raw, unchecked JSON. Rejects with one of `failures.ts`, or whatever ccxt makes of a bad answer. */
export type KrakenAsk = (parameters?: Readonly<Record<string, string | number>>) => Promise<unknown>;

/** The endpoints we use of ccxt's class; nothing else of it is reachable. Private ones reject with `MissingKey` where there is none. */
export interface KrakenClient {
  readonly hasKey: boolean;
  readonly time: KrakenAsk;
  readonly systemStatus: KrakenAsk;
  readonly assetPairs: KrakenAsk;
  readonly assets: KrakenAsk;
  readonly depth: KrakenAsk;
  readonly balances: KrakenAsk;
  readonly tradeVolume: KrakenAsk;
  readonly openOrders: KrakenAsk;
  readonly closedOrders: KrakenAsk;
  readonly queryOrders: KrakenAsk;
  readonly queryTrades: KrakenAsk;
  readonly keyInfo: KrakenAsk;
  readonly addOrder: KrakenAsk;
  readonly cancelOrder: KrakenAsk;
  readonly cancelAllAfter: KrakenAsk;
}

/** How long an order may take to Kraken's matching. It has to be below the time after which a lost order counts as never arrived. */
const orderLifeMs = 6_000;

/**
 * The typed port over one instance, which is not kept anywhere else. Private requests go through the key's lane. One that Kraken refuses
 * for its nonce is repeated with a better one, except an order, which leaves once.
 */
export function createKrakenClient(options: KrakenClientOptions): KrakenClient {
  const { clock, counters, credentials, lane } = options;
  const exchange = createKrakenCcxt({ ...options, nonce: () => lane.nonce(clock) });
  // Who listens for an answer wants that of what was asked: Kraken's time is no answer to it.
  const { heard: _ofWhatIsAsked, ...unheard } = options;
  const timekeeper = createKrakenCcxt({ ...unheard, credentials: null, allowed: krakenTimeEgress, nonce: () => 0 });

  async function once(ask: KrakenAsk, isUrgent: boolean, parameters: Parameters<KrakenAsk>[0]): Promise<unknown> {
    if (credentials === null) throw new MissingKey();
    if (!isUrgent) await counters?.ofKey.take(1);
    return lane.run(isUrgent, () => ask(parameters));
  }

  /** A request that may be repeated. */
  const safe =
    (ask: KrakenAsk, isUrgent: boolean): KrakenAsk =>
    async (parameters) => {
      for (const catchUp of [toKrakensClock, byAnHour, byTwoDays]) {
        try {
          return await once(ask, isUrgent, parameters);
        } catch (cause) {
          if (!isNonceRefused(cause)) throw cause;
          await catchUp();
        }
      }
      return once(ask, isUrgent, parameters);
    };
  const reading = retryingRead(clock, options.readRetryMs);
  const signed = (ask: KrakenAsk): KrakenAsk => reading(safe(ask, false));
  const open = (ask: KrakenAsk): KrakenAsk =>
    reading(async (parameters) => {
      await counters?.ofAddress.take(1);
      return ask(parameters);
    });

  /** Our clock went back while we were away: Kraken's own has not. */
  async function toKrakensClock(): Promise<void> {
    const answer = await timekeeper.publicGetTime().catch(() => null);
    const seconds: unknown = answer?.result?.unixtime;
    if (typeof seconds === 'number' && Number.isSafeInteger(seconds)) lane.raise(seconds * 1_000 + 1_000);
  }
  /** Our clock was ahead when the last nonces were made: they are only left behind by going on above them. */
  const byAnHour = (): void => lane.leap(3_600_000);
  const byTwoDays = (): void => lane.leap(172_800_000);

  return {
    hasKey: credentials !== null,
    time: open(() => exchange.publicGetTime()),
    systemStatus: open(() => exchange.publicGetSystemStatus()),
    assetPairs: open(() => exchange.publicGetAssetPairs()),
    assets: open(() => exchange.publicGetAssets()),
    depth: open((parameters) => exchange.publicGetDepth(parameters)),
    balances: signed(() => exchange.privatePostBalanceEx()),
    tradeVolume: signed((parameters) => exchange.privatePostTradeVolume(parameters)),
    openOrders: signed((parameters) => exchange.privatePostOpenOrders(parameters)),
    closedOrders: signed((parameters) => exchange.privatePostClosedOrders(parameters)),
    queryOrders: signed((parameters) => exchange.privatePostQueryOrders(parameters)),
    queryTrades: signed((parameters) => exchange.privatePostQueryTrades(parameters)),
    keyInfo: signed(() => exchange.privatePostGetApiKeyInfo()),
    addOrder: (parameters) =>
      once((sent) => exchange.privatePostAddOrder({ ...sent, deadline: deadlineFrom(clock) }), true, parameters),
    cancelOrder: safe((parameters) => exchange.privatePostCancelOrder(parameters), true),
    cancelAllAfter: safe((parameters) => exchange.privatePostCancelAllOrdersAfter(parameters), true),
  };
}

/**
 * Until when Kraken may place an order that is sent now, in whole seconds (RFC 3339, 2 to 60 seconds ahead): one that is held up on its
 * way never comes after it was given up. https://docs.kraken.com/api-reference/trading/add-order
 */
function deadlineFrom(clock: Clock): string {
  return new Date(Math.trunc(clock.nowMs()) + orderLifeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Whether Kraken refused a request for its nonce. */
export function isNonceRefused(cause: unknown): boolean {
  return cause instanceof VenueRefusal && cause.refusal.class === 'clock';
}
