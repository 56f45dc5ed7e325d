import type { Balance, Market } from '../contract/shapes.ts';
import type { DecimalText } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Fees } from '../venues/fees.ts';
import type { BookSides } from './estimate.ts';
import type { Trading } from './trading.ts';

/** A market and the account as the venue told them at one moment: what an order is priced and judged by. */
export interface MarketReading {
  /** With the fees that the account pays where `areFeesKnown`; else with what anybody pays, which nothing may be told or judged by. */
  readonly market: Market;
  readonly areFeesKnown: boolean;
  readonly book: BookSides;
  readonly balances: readonly Balance[];
  /** `Journal.boughtOf` the base asset when they were asked for: the balances know of so much at least. */
  readonly bought: DecimalText;
  /** The monotonic time at which they were asked for: they are no newer. */
  readonly askedAtMs: number;
}

/**
 * What the fees are read for: nothing is bought without them, nor sold for another coin, which is bought by that; a sale for money is told
 * them where the venue says them in time, and leaves without them; where nobody is told them they are not asked for. No rule and no bound
 * counts them.
 */
export type FeesFor = 'buying' | 'telling' | 'nothing';

const bookDepth = 100;
/** How long a sale waits for the fees alone: who wants to get out is not held up by a figure. */
const feesWaitMs = 1_500;

/**
 * Asks the venue for a market's book, the balances, and the fees as far as they are wanted. `not-found` for an unknown market, else the
 * venue's error.
 */
export async function readMarket(trading: Trading, symbol: string, wanted: FeesFor): Promise<Result<MarketReading>> {
  const market = trading.venue.markets.find((candidate) => candidate.symbol === symbol);
  if (market === undefined) return err({ code: 'not-found', retry: 'never', what: `market ${symbol}` });
  const askedAtMs = trading.clock.monotonicMs();
  const bought = trading.journal.boughtOf(market.base);
  const [book, balances, fees] = await Promise.all([
    trading.venue.inspector.book(symbol, bookDepth),
    trading.venue.inspector.balances(),
    feesOf(trading, symbol, wanted),
  ]);
  if (!book.ok) return book;
  if (!balances.ok) return balances;
  if (wanted === 'buying' && fees?.ok === false) return fees;
  const known = fees?.ok === true ? fees.value : null;
  return ok({
    market: { ...market, ...known },
    areFeesKnown: known !== null,
    book: book.value,
    balances: balances.value,
    bought,
    askedAtMs,
  });
}

/** What the account pays, or why that is not told; null where it is not asked for, or came too late for who could not wait. */
async function feesOf({ clock, venue }: Trading, symbol: string, wanted: FeesFor): Promise<Result<Fees> | null> {
  switch (wanted) {
    case 'nothing':
      return null;
    case 'buying':
      return venue.fees(symbol);
    case 'telling':
      return within(clock, feesWaitMs, venue.fees(symbol));
  }
}

/** What comes within so long; null where it comes later. */
function within<T>(clock: Pick<Clock, 'after'>, waitMs: number, coming: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(waitMs, () => resolve(null));
    coming.then(resolve, reject).finally(stop);
  });
}
