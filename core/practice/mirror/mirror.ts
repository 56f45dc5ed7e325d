import { err, ok, type Result } from '../../domain/result.ts';
import type { Log } from '../../ports.ts';
import type { MarketFilters, MarketSource } from '../market-source.ts';
import { practiceMarkets } from '../market-spec.ts';
import { createMirroredMarket, type MirrorDeps } from './mirrored-market.ts';
import { filtersOn } from './to-grid.ts';

/** How long after one market the next is read. */
const paceMs = 1_000;
/** How long nothing is asked after a failure; twice as long each time. */
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;

/** What a mirror stands on. */
export interface MirrorOptions extends MirrorDeps {
  readonly log: Log;
  /** Whether the books could not be kept yet: then nothing acts on them. */
  readonly isBehind: () => boolean;
}

/**
 * Another exchange's live books as the practice exchange's markets. They are read in turn, one at a time. A market takes orders only while
 * its book is known; while it is not, nothing happens in it, and nothing is made up afterwards.
 */
export function createMirror(options: MirrorOptions): MarketSource {
  const { clock, isBehind, log, venue } = options;
  const mirrored = practiceMarkets.map((market) => createMirroredMarket(options, market));
  /** What is listed there, by symbol; null until it could be read. */
  let listed: ReadonlyMap<string, MarketFilters | null> | null = null;
  let isRunning = false;
  let cancelNext = (): void => undefined;
  let turn = 0;
  let retryMs = firstRetryMs;
  const mayAct = (): boolean => isRunning && !isBehind();

  async function learn(): Promise<Result<void>> {
    const markets = await venue.markets();
    if (!markets.ok) return markets;
    listed = markets.value;
    return ok(undefined);
  }

  /** Reads what is next; the exchange's error where it did not give it. */
  async function readNext(): Promise<Result<void>> {
    const known = listed === null ? await learn() : ok(undefined);
    if (!known.ok) return known;
    const offered = mirrored.filter(({ market }) => listed?.has(market.symbol) === true);
    const next = offered[turn % Math.max(1, offered.length)];
    turn += 1;
    return next === undefined ? err({ code: 'not-found', retry: 'never', what: 'a market' }) : next.read(mayAct);
  }

  async function run(): Promise<void> {
    let waitMs = retryMs;
    try {
      const answer = await readNext();
      // The first round leaves no pause: until it is done there are markets that take no orders.
      if (answer.ok) waitMs = turn < mirrored.length ? 0 : paceMs;
      else if (answer.error.code === 'rate-limited') waitMs = Math.max(waitMs, answer.error.retryAfterMs);
      retryMs = answer.ok ? firstRetryMs : Math.min(2 * retryMs, longestRetryMs);
    } catch (cause) {
      log.error('the mirrored market threw', { cause: cause instanceof Error ? (cause.stack ?? '') : String(cause) });
    }
    if (isRunning) cancelNext = clock.after(waitMs, () => void run());
  }

  const isOffered = (symbol: string): boolean => listed === null || listed.has(symbol);
  const silent = (): string[] =>
    mirrored.filter((one) => isOffered(one.market.symbol) && !one.isLive()).map(({ market }) => market.symbol);

  return {
    feed: mirrored.map(({ feed }) => feed),
    rules: {
      filtersOf: (market) => filtersOn(market, listed?.get(market.symbol) ?? null),
      isListed: ({ symbol }) => isOffered(symbol),
      closed(market) {
        if (!isOffered(market.symbol)) return `${market.symbol} is not traded at ${venue.title}, which is mirrored.`;
        const isLive = mirrored.find((one) => one.market === market)?.isLive() === true;
        return isLive ? null : `The book of ${market.symbol} at ${venue.title}, which is mirrored, is not known now.`;
      },
    },
    opened: async () => void (await learn()),
    begin: () => undefined,
    play: () => undefined,
    start() {
      isRunning = true;
      void run();
    },
    stop() {
      isRunning = false;
      cancelNext();
    },
    standing() {
      if (listed !== null && !mirrored.some(({ market }) => isOffered(market.symbol))) {
        return { isLive: false, text: `${venue.title}, mirrored, has none of these markets` };
      }
      const none = silent();
      if (listed !== null && none.length === 0) return { isLive: true, text: `Mirrors ${venue.title}` };
      const where = none.length === mirrored.length ? 'any market' : none.join(', ');
      return { isLive: false, text: `${venue.title}, mirrored, is not heard: no orders are taken in ${where}` };
    },
  };
}
