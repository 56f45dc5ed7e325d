import type { Announcement } from '../contract/topics.ts';
import type { ExchangeKey, ExchangeKeys } from '../custody/exchange-keys.ts';
import { type ExchangeName, exchangeNames, findExchange } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { Foundations } from '../foundations.ts';
import type { Limits } from '../policy/limits.ts';
import type { Ports } from '../ports.ts';
import { publicMarketsLater } from '../public-markets.ts';
import type { StandingPolicy } from '../standing-policy.ts';
import { createDocuments } from '../store/documents.ts';
import type { Approvals } from '../trading/approvals.ts';
import type { LiveTrading } from '../trading/open-live.ts';
import type { PaperTrading } from '../trading/open-paper.ts';
import type { Record } from '../trading/record.ts';
import type { Trading } from '../trading/trading.ts';
import { openExchange } from '../venues/open-exchange.ts';
import type { PublicMarkets } from '../venues/public/public-markets.ts';
import type { VenueConnection } from '../venues/venue.ts';
import { createExchange } from './create-exchange.ts';
import { createDayLoss, type DayLoss } from './day-loss.ts';
import type { Exchange } from './exchange.ts';
import type { PassportWord } from './exchange-mode.ts';
import { exchangeTransport, standInOf } from './exchange-transport.ts';

/** The real exchanges of a data folder. */
export interface Exchanges {
  readonly all: readonly Exchange[];
  of(exchange: ExchangeName): Exchange;
  /** A connection of its own with a key, whether or not that is in use; the exchange's error where it cannot be read. */
  connect(key: ExchangeKey): Promise<Result<VenueConnection>>;
  /** The live trading that is open now: while armed, and while orders of before are not settled. */
  live(): readonly LiveTrading[];
  /** How many live orders are not known to be finished, at all of them; null where it cannot be read of one. */
  openCount(): number | null;
  readonly dayLoss: DayLoss;
  /** Those to which only orders that reduce go now. */
  reducing(): ExchangeName[];
  /** Whether a name is one of theirs: an order for it is live and never goes to the practice exchange. */
  find(exchange: string): Exchange | null;
  /** Looks at any exchange without a key; loaded when it is first asked for. */
  publicMarkets(): Promise<PublicMarkets>;
  close(): Promise<void>;
}

/** What they stand on. */
export interface ExchangeParts extends Pick<Trading, 'refusedSubmit' | 'count'> {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly policy: StandingPolicy;
  readonly keys: ExchangeKeys;
  /** What is known of the passport of an exchange's key in use; without it no key is fit for live. */
  readonly passport?: (exchange: ExchangeName) => PassportWord;
  /** The limits that live orders were armed with. */
  readonly armed?: () => Limits;
  /** Whether requests are spaced as the exchanges ask; false only where a test's own server answers. */
  readonly isPaced?: boolean;
  readonly announce: (announcement: Announcement) => void;
  readonly changed: () => void;
  readonly paper: Promise<Result<PaperTrading>>;
}

/** How long after paper trading is open the first connection may be made: the window is up by then, and a core made for one call is gone. */
const beginAfterMs = 3_000;
const venueTimeoutMs = 10_000;
const readRetryMs = 500;

const noPassport = (): PassportWord => ({ verdict: 'unknown', why: 'What this key may do has not been read.' });

/**
 * Opens them; none is asked anything where no key is set, and no timer runs. Where one is, its connection is opened in the background once
 * paper trading is open, or before that by the first method that needs it.
 */
export function openExchanges(parts: ExchangeParts): Exchanges {
  const { foundations, policy, ports } = parts;
  const { clock, fetch } = ports;
  const connect = ({ apiKey, exchange, secret }: ExchangeKey): Promise<Result<VenueConnection>> =>
    openExchange(exchange, {
      // What stands in for it is below the transport already.
      transport: exchangeTransport(foundations.settings, fetch, exchange),
      credentials: { apiKey, secret },
      clock,
      rateLimit: parts.isPaced ?? true,
      timeoutMs: venueTimeoutMs,
      readRetryMs,
    });
  const all = exchangeNames.map((name) => {
    return createExchange({
      ...parts,
      name,
      database: foundations.database,
      halt: foundations.halt,
      store: foundations.liveStore,
      standIn: standInOf(foundations.settings, name),
      judge: (intent, facts) => policy.judgeLive(intent, facts, parts.armed?.()),
      priceBandPercent: policy.priceBandPercent,
      passport: parts.passport ?? noPassport,
      thresholds: policy.triggers,
      lossRefusal: () => dayLoss.refusal(),
      marketsOf: (exchange) => dayLoss.marketsOf(exchange),
      connect,
    });
  });
  const dayLoss = createDayLoss({
    places: all,
    limits: () => policy.limits().maxDayLoss,
    documents: createDocuments(foundations.database),
    clock,
    halt: foundations.halt,
  });
  const byName = new Map(all.map((exchange) => [exchange.name, exchange]));
  const of = (name: ExchangeName): Exchange => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`no such exchange: ${name}`);
    return found;
  };

  let isClosed = false;
  let cancelBegin = (): void => undefined;
  const hasKey = ({ name }: Exchange): boolean => {
    const key = parts.keys.keyFor(name);
    return key.ok && key.value !== null;
  };
  void parts.paper.then(() => {
    if (isClosed || !all.some(hasKey)) return;
    cancelBegin = clock.after(beginAfterMs, () => {
      for (const exchange of all) exchange.begin();
    });
  });
  // A key that is entered, or that the vault gives when it is opened, is used from then on.
  const stopListening = parts.keys.onChange((name) => of(name).begin());

  return {
    all,
    of,
    connect,
    live: () => all.flatMap((exchange) => exchange.openLive() ?? []),
    dayLoss,
    reducing: () => all.filter((exchange) => exchange.reducing() !== null).map(({ name }) => name),
    openCount: () =>
      all.reduce<number | null>((sum, exchange) => {
        const count = exchange.openCount();
        return sum === null || count === null ? null : sum + count;
      }, 0),
    find: (name) => {
      const known = findExchange(name);
      return known === null ? null : of(known.name);
    },
    publicMarkets: publicMarketsLater(foundations.settings, ports),
    async close() {
      isClosed = true;
      cancelBegin();
      stopListening();
      for (const exchange of all) exchange.close();
    },
  };
}
