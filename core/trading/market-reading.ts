import type { Balance, Market } from '../contract/shapes.ts';
import type { DecimalText } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { BookSides } from './estimate.ts';
import type { Trading } from './trading.ts';

/** A market and the account as the venue told them at one moment: what an order is priced and judged by. */
export interface MarketReading {
  /** With the fees that the account pays. */
  readonly market: Market;
  readonly book: BookSides;
  readonly balances: readonly Balance[];
  /** `Journal.boughtOf` the base asset when they were asked for: the balances know of so much at least. */
  readonly bought: DecimalText;
  /** The monotonic time at which they were asked for: they are no newer. */
  readonly askedAtMs: number;
}

const bookDepth = 100;

/** Asks the venue for a market's book and fees and the balances. `not-found` for an unknown market, else the venue's error. */
export async function readMarket(trading: Trading, symbol: string): Promise<Result<MarketReading>> {
  const market = trading.venue.markets.find((candidate) => candidate.symbol === symbol);
  if (market === undefined) return err({ code: 'not-found', retry: 'never', what: `market ${symbol}` });
  const askedAtMs = trading.clock.monotonicMs();
  const bought = trading.journal.boughtOf(market.base);
  const [book, balances, fees] = await Promise.all([
    trading.venue.inspector.book(symbol, bookDepth),
    trading.venue.inspector.balances(),
    trading.venue.fees(symbol),
  ]);
  if (!book.ok) return book;
  if (!balances.ok) return balances;
  if (!fees.ok) return fees;
  return ok({ market: { ...market, ...fees.value }, book: book.value, balances: balances.value, bought, askedAtMs });
}
