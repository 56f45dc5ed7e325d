import { expect, vi } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { Approval, Order, PolicyDocument, Submission } from '../../../core/contract/shapes.ts';
import type { ExchangeName } from '../../../core/domain/exchanges.ts';
import { decimal } from '../../../core/domain/money.ts';
import type { Result } from '../../../core/domain/result.ts';
import { roundMs } from '../../../core/exchanges/exchange-rounds.ts';
import { systemClock } from '../../../core/node-ports.ts';
import type { Clock, Fetch } from '../../../core/ports.ts';
import { holdingOf } from '../../../core/practice/accounts.ts';
import { assetScale } from '../../../core/practice/market-spec.ts';
import { askServiceMs } from '../../../core/signing/service-watch.ts';
import { liveScope } from '../../../core/trading/open-live.ts';
import { type BinanceServer, serveBinance } from '../../exchange/binance/binance-server.ts';
import { type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import type { KrakenKey } from '../../exchange/kraken/kraken-keys.ts';
import { listings } from '../../exchange/kraken/kraken-listing.ts';
import { krakenExchange } from '../../exchange/kraken/kraken-server.ts';
import { tlsFetch } from '../../exchange/tls-fetch.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from '../temporary-core.ts';

/** The exchanges of this world. */
export type Traded = Extract<ExchangeName, 'binance' | 'kraken'>;

/** What an order may be other than the usual one: a small buy far below the market, which rests. */
export type OrderChange = Partial<Pick<WireIn<'orders.preview'>, 'side' | 'amount' | 'price'>>;

/**
 * A whole core that is armed for two exchanges over TLS by its host, so that nothing but the halt, or what an exchange is in, can refuse an
 * order; the exchanges count what would have changed something.
 */
export interface LiveWorld {
  readonly core: TemporaryCore;
  readonly binance: BinanceServer;
  readonly kraken: ExchangeServer;
  /** The key of the account at Kraken, as Kraken has it. */
  readonly krakenKey: KrakenKey;
  /** Previews an order that may be submitted later; answers its preview's id. */
  preview(exchange: Traded): Promise<string>;
  order(exchange: Traded, change?: OrderChange): Promise<Result<Submission>>;
  /** An order that must pass; it is counted at the exchange. */
  passes(exchange: Traded, change?: OrderChange): Promise<Order>;
  /** Requests that could have changed something and came to either exchange. */
  mutating(): number;
  /** Has an exchange asked everything, a few seconds later. */
  check(exchange: Traded): Promise<void>;
  approve(approval: Approval): Promise<void>;
  /** Codes of why it is halted. */
  reasons(): readonly string[];
  release(): Promise<void>;
  /** Lets time go by, for the core and the exchanges alike. */
  passTime(ms: number): void;
  /** How long Kraken takes to tell its time, from now on. */
  slow(ms: number): void;
  /** A hundredth of a bitcoin leaves the account at Kraken by other ways. */
  withdraw(): void;
  /** So many bytes are left on the disk. */
  leave(bytes: bigint): void;
  /** What somebody pays for a bitcoin at Kraken, in whole dollars. */
  pay(dollars: number): void;
  close(): Promise<void>;
}

/** What a person set who trades live on both. */
export const worldPolicy: PolicyDocument = {
  version: 1,
  allowExchanges: ['practice', 'binance', 'kraken'],
  allowMarketTypes: ['spot'],
  maxOrderNotional: { USDT: decimal('2000'), USD: decimal('2000') },
  maxDayNotional: { USDT: decimal('5000'), USD: decimal('5000') },
  maxDayLoss: { USD: decimal('2') },
  priceBandPercent: decimal('90'),
};

const symbols = { binance: 'BTC/USDT', kraken: 'BTC/USD' } as const;

/** Opens one; `environment` says whatever else is set. */
export async function liveWorld(environment: Readonly<Record<string, string>> = {}): Promise<LiveWorld> {
  let aheadMs = 0;
  let slowMs = 0;
  let left = 10n ** 12n;
  const nowMs = (): number => Date.now() + aheadMs;
  const clock: Clock = {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
    sinceBootMs: () => systemClock.sinceBootMs() + aheadMs,
    // What is looked at every few seconds, or every minute, is looked at more often; an exchange is asked only by `check`, so that no time passes meanwhile.
    every: (periodMs, task) =>
      periodMs === roundMs ? () => undefined : systemClock.every(hurried.has(periodMs) ? 200 : periodMs, task),
    after: (delayMs, task) => systemClock.after(delayMs === readRetryMs ? 10 : delayMs, task),
  };
  const binance = await serveBinance({ nowMs });
  await binance.other('BUY', '1', '19999');
  await binance.other('SELL', '1', '20001');
  const exchange = krakenExchange();
  const kraken = await serveExchange(exchange, { nowMs });
  const net = tlsFetch([binance, kraken]);
  const fetch: Fetch = async (url, init) => {
    if (url.startsWith('http://127.0.0.1:')) return globalThis.fetch(url, init);
    const isTime = slowMs > 0 && new URL(url).pathname === '/0/public/Time';
    // Half of it there and half of it back: the clocks stay together.
    if (isTime) aheadMs += slowMs / 2;
    const answer = await net.fetch(url, init);
    if (isTime) aheadMs += slowMs / 2;
    return answer;
  };
  const [krakenKey] = exchange.keys;
  const [bitcoin] = listings;
  if (krakenKey === undefined || bitcoin === undefined) throw new Error('Kraken has a key and a market');
  const core = await temporaryCore({
    environment: {
      EXECUTION_APPROVAL_MODE: 'auto',
      CEX_BINANCE_API_KEY: binance.credentials.apiKey,
      CEX_BINANCE_API_SECRET: binance.credentials.secret,
      CEX_KRAKEN_API_KEY: krakenKey.apiKey,
      CEX_KRAKEN_API_SECRET: krakenKey.secret,
      ...environment,
    },
    ports: {
      clock,
      fetch,
      freeBytes: async () => left,
      masterKey: new Uint8Array(32).fill(9),
      arming: { isArmed: (scope) => scope === liveScope('binance') || scope === liveScope('kraken') },
    },
  });

  const draftOf = (at: Traded, change: OrderChange) =>
    ({
      exchange: at,
      symbol: symbols[at],
      side: 'buy',
      type: 'limit',
      amount: '0.001',
      price: '15000',
      ...change,
    }) as const;
  const world: LiveWorld = {
    core,
    binance,
    kraken,
    krakenKey,
    preview: async (at) => (await core.get('orders.preview', draftOf(at, {}))).previewId,
    async order(at, change = {}) {
      const preview = await core.ask('orders.preview', draftOf(at, change));
      return preview.ok ? core.ask('orders.submit', { previewId: preview.value.previewId }) : preview;
    },
    async passes(at, change = {}) {
      const before = world.mutating();
      const sent = await world.order(at, change);
      expect(sent, JSON.stringify(sent)).toMatchObject({ ok: true });
      expect(world.mutating()).toBe(before + 1);
      if (!sent.ok) throw new Error(sent.error.code);
      return sentOrder(sent.value);
    },
    mutating: () => binance.mutating() + kraken.mutating(),
    async check(at) {
      world.passTime(betweenLooksMs);
      await core.get('venues.check', { exchange: at });
    },
    async approve({ approvalId, digest, word }) {
      const typed = word === null ? {} : { word };
      await core.get('approvals.decide', { approvalId, digest, answer: 'approve', ...typed }, 'approval');
    },
    reasons: () => core.core.status().halt.reasons.map(({ code }) => code),
    async release() {
      await world.approve(await core.get('halt.requestRelease', {}));
      expect(core.core.status().halt.state).toBe('active');
    },
    passTime(ms) {
      aheadMs += ms;
    },
    slow(ms) {
      slowMs = ms;
    },
    leave(bytes) {
      left = bytes;
    },
    withdraw() {
      holdingOf(exchange.book.account, 'BTC').free -= 10n ** BigInt(assetScale - 2);
    },
    pay(dollars) {
      const { engine } = exchange.book;
      const ticks = BigInt(dollars) * 100n;
      const [best] = engine.book(bitcoin.spec).levels('buy', 1);
      // Whoever would pay more is served, and nobody does any longer.
      if (best !== undefined && best.ticks > ticks) engine.quote(bitcoin.spec, 'sell', ticks, best.lots);
      engine.quote(bitcoin.spec, 'buy', ticks, someLots);
    },
    async close() {
      await core.remove();
      net.close();
      await binance.close();
      await kraken.close();
    },
  };

  const { digest } = await core.get('policy.get', {});
  await world.approve(await core.get('policy.requestChange', { document: worldPolicy, baseDigest: digest }));
  const { credentials } = await core.get('custody.list', {});
  for (const { credentialId, kind } of credentials) {
    if (kind === 'cex-key') await core.get('exchangeKeys.readPassport', { credentialId });
  }
  for (const at of ['binance', 'kraken'] as const) {
    await world.check(at);
    // Trading there is open once what was left of before is settled.
    await vi.waitFor(() => core.get('orders.preview', draftOf(at, {})), { timeout: 20_000 });
  }
  return world;
}

/** The periods of the clock's, the disk's, the vault's and the signer's looks. */
const hurried: ReadonlySet<number> = new Set([5_000, 30_000, askServiceMs]);
/** How long a read that failed waits before it is repeated. */
const readRetryMs = 500;
const someLots = 1_000_000n;
/** What exchanges count of questions falls with time: so much goes by before each look at one. */
const betweenLooksMs = 5_000;
