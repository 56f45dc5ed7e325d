import type { AccountHint, AccountHints, MarketFeed } from '../contract/market-feed.ts';
import { type DecimalText, fromUnits } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Fetch, Ids, Log } from '../ports.ts';
import { storageFailed, stored } from '../store/stored.ts';
import type { Account } from './accounts.ts';
import { price } from './candles.ts';
import { createExchange } from './exchange.ts';
import { createKeptBooks } from './kept-books.ts';
import type { MarketSource } from './market-source.ts';
import { assetScale, practiceMarkets } from './market-spec.ts';
import { createMirror } from './mirror/mirror.ts';
import type { MirroredVenue } from './mirror/mirrored-venue.ts';
import { type OrderReasons, orderReasons } from './order-reasons.ts';
import { openPersonAccount, personAccountId, setFirstBalances } from './person-account.ts';
import { createPracticeFeed } from './practice-feed.ts';
import type { PrintedTrade } from './practice-order.ts';
import { openPracticeStore } from './practice-store.ts';
import { serveRest } from './rest/serve-rest.ts';
import type { Fees } from './settlement.ts';
import { stepMs } from './simulation/simulated-market.ts';
import { createSimulatedSource } from './simulation/simulated-source.ts';

/** How to open the practice exchange. */
export interface PracticeOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** What the markets are drawn from; the same for the same seed. */
  readonly seed?: string;
  readonly fees?: Fees;
  /** Leaves the simulated participants out: the books hold only what is sent through the API, as a replay needs. */
  readonly isMarketQuiet?: boolean;
  /** Whose live books are mirrored; without it the market is simulated and nothing leaves this process. */
  readonly mirrored?: MirroredVenue;
}

/** The practice exchange: a small exchange that speaks Binance's API inside this process. */
export interface Practice {
  /** Its API, in the shape of the standard fetch, for https://api.binance.com. */
  readonly fetch: Fetch;
  /** The person's key there; it is worth nothing anywhere else. */
  readonly credentials: { readonly apiKey: string; readonly secret: string };
  readonly feed: MarketFeed;
  readonly hints: AccountHints;
  /** Hears every trade, on every market, until the answer is called. */
  trades(
    listener: (trade: { readonly symbol: string; readonly price: DecimalText; readonly amount: DecimalText }) => void,
  ): () => void;
  /** Why the person's order of this venue number filled as it did; null when there is none. */
  reasonsOf(venueOrderId: string): OrderReasons | null;
  /** Settles when the markets are known, as far as they can be now; at once where they are simulated. Never rejects. */
  opened(): Promise<void>;
  /** How the mirrored market stands; null where it is simulated. */
  standing: MarketSource['standing'];
  /** Lets market time run. */
  start(): void;
  /** Stops market time. */
  stop(): void;
  /** Cancels everything and gives the person the first balances again; `storage-failed` when that cannot be kept. */
  reset(): Result<void>;
  marketTimeMs(): number;
  /** Opens an account that is kept in memory only, with plenty of everything; for replays. */
  openHouseAccount(): { readonly apiKey: string; readonly secret: string };
  close(): void;
}

/** Binance's standard spot fees: 0.1 %. */
export const standardFees: Fees = { maker: 1_000n, taker: 1_000n };

/** The most market time one turn may make up for: a machine that slept does not wake up to a jump. */
const longestTurnMs = 2_000;
const saveEveryMs = 1_000;
const recentTrades = 2_000;
const timeFact = 'market-time-ms';
const plenty = 10n ** 24n;

/** Opens the practice exchange on its database, with resting orders as they were. `storage-failed` when it cannot be read. */
export function openPractice(options: PracticeOptions): Result<Practice> {
  const { clock, ids, log } = options;
  const opened = openPracticeStore(options.file);
  if (!opened.ok) return opened;
  const store = opened.value;
  const fees = options.fees ?? standardFees;
  const printedTrades: PrintedTrade[] = [];
  const tradeListeners = new Set<Parameters<Practice['trades']>[0]>();
  const hintListeners = new Set<(hint: AccountHint) => void>();

  const exchange = createExchange({
    clock,
    fees,
    store: (change, mayWait) => books.keep(change, mayWait),
    printed(trade) {
      printedTrades.push(trade);
      if (printedTrades.length > 2 * recentTrades) printedTrades.splice(0, recentTrades);
      feed.printed(trade);
      const { market, ticks, lots } = trade;
      for (const listener of tradeListeners) {
        listener({
          symbol: market.symbol,
          price: price(ticks, market),
          amount: fromUnits(lots * market.lotUnits, assetScale),
        });
      }
    },
    hinted: (order) => {
      for (const listener of hintListeners)
        listener({ symbol: order.market.symbol, clientOrderId: order.clientOrderId });
    },
  });

  const books = createKeptBooks(
    (change) => store.keep(change, (accountId) => exchange.accounts.get(accountId)?.isStored === true),
    log,
  );

  let marketTimeMs = Number.parseInt(store.fact(timeFact) ?? '0', 10);
  const source: MarketSource =
    options.mirrored === undefined
      ? createSimulatedSource({
          exchange,
          clock,
          seed: options.seed ?? 'portcullis',
          marketTimeMs,
          isQuiet: options.isMarketQuiet === true,
        })
      : createMirror({ exchange, clock, log, venue: options.mirrored, isBehind: books.isBehind });
  const feed = createPracticeFeed(exchange, source.feed, clock);

  const person: Account = openPersonAccount(store, ids, clock);
  exchange.accounts.set(person.id, person);
  Object.assign(exchange.counters, store.lastNumbers());
  for (const order of store.openOrders(person.id)) exchange.restore(order);

  let lastTurnMs = 0;
  let sinceSaveMs = 0;
  let stopTurns: (() => void) | null = null;
  source.begin();

  function turn(): void {
    books.catchUp();
    if (books.isBehind()) return;
    const nowMs = clock.monotonicMs();
    const elapsedMs = Math.min(nowMs - lastTurnMs, longestTurnMs);
    lastTurnMs = nowMs;
    marketTimeMs += elapsedMs;
    sinceSaveMs += elapsedMs;
    try {
      source.play(marketTimeMs);
      if (sinceSaveMs >= saveEveryMs) save();
    } catch (cause) {
      log.error('a market step failed', { cause: String(cause) });
    }
    feed.flush();
  }

  function save(): void {
    sinceSaveMs = 0;
    store.setFact(timeFact, String(Math.floor(marketTimeMs)));
  }

  function stop(): void {
    source.stop();
    stopTurns?.();
    stopTurns = null;
  }

  let houseAccounts = 0;
  return ok({
    fetch: serveRest({
      exchange,
      store,
      clock,
      log,
      fees,
      keyCreatedAtMs: clock.nowMs(),
      recentTrades: () => printedTrades,
      isBehind: books.isBehind,
      rules: source.rules,
    }),
    opened: source.opened,
    standing: source.standing,
    credentials: { apiKey: person.apiKey, secret: person.secret },
    feed,
    hints: (listener) => {
      hintListeners.add(listener);
      return () => hintListeners.delete(listener);
    },
    trades: (listener) => {
      tradeListeners.add(listener);
      return () => tradeListeners.delete(listener);
    },
    reasonsOf: (venueOrderId) => orderReasons({ exchange, store }, venueOrderId),
    start() {
      if (stopTurns !== null) return;
      lastTurnMs = clock.monotonicMs();
      stopTurns = clock.every(stepMs, turn);
      source.start();
    },
    stop,
    reset() {
      for (const order of exchange.openOrders(person.id)) exchange.cancel(order);
      if (books.isBehind()) return err(storageFailed('the practice exchange has not kept its books yet'));
      const fresh = { ...person, holdings: new Map() };
      setFirstBalances(fresh);
      const kept = stored('the practice account could not be reset', () => store.reset(fresh));
      if (kept.ok) setFirstBalances(person);
      return kept;
    },
    marketTimeMs: () => marketTimeMs,
    openHouseAccount() {
      houseAccounts += 1;
      const keys = { apiKey: ids.next(), secret: ids.next() };
      const assets = new Set(practiceMarkets.flatMap((market) => [market.base, market.quote]));
      const account = {
        id: personAccountId + houseAccounts,
        ...keys,
        isStored: false,
        holdings: new Map([...assets].map((asset) => [asset, { free: plenty, held: 0n }])),
      };
      exchange.accounts.set(account.id, account);
      return keys;
    },
    close() {
      stop();
      books.catchUp();
      if (!books.isBehind()) save();
      store.close();
    },
  });
}
