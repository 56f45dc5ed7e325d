import {
  add,
  compare,
  type DecimalText,
  decimal,
  divide,
  isPositive,
  multiply,
  readDecimal,
  subtract,
} from '../../domain/money.ts';
import { allow, deny, noLimit, type OrderRule } from '../rule.ts';
import { isStopWord } from '../stop-word.ts';

/** A book that was asked for longer ago than this says nothing about now. */
export const oldestBookMs = 5_000;
const hundred = decimal('100');
const two = decimal('2');
const scale = 18;

/**
 * At most so many percent on the bad side of the middle of a fresh book: a buy may not trade above it by more, a sell not below. What lies
 * on the good side is no danger and passes. A book that could not be read, is old or has only one side lets nothing pass.
 *
 * A stop order trades only once the market has come to its stop price: its worst price is held against that. One without a limit may then
 * trade at any price, and no book of now can bound it, so where there is a band it is refused.
 */
export const priceBand: OrderRule = {
  id: 'price-band',
  title: 'Price band',
  appliesTo: 'order',
  judge({ side, stopPrice, type }, { priceBandPercent }, { market }) {
    if (priceBandPercent === undefined) return noLimit;
    const unreadable = (why: string) => deny('market_unreadable', `${why}, so no price can be held against it.`);
    if (market === null) return unreadable('The book could not be read');
    if (market.ageMs > oldestBookMs) return unreadable('The book is too old');
    if (market.bestBid === null || market.bestAsk === null) return unreadable('The book has only one side');
    const isStop = isStopWord(type);
    if (isStop && market.worstPrice === null) {
      return deny(
        'price_unbounded',
        `A stop order without a limit may trade at any price, so it cannot be kept within ${priceBandPercent} %. Give it a limit.`,
        { limit: priceBandPercent },
      );
    }
    if (market.worstPrice === null) return unreadable('The book does not hold enough for the whole order');
    const from = isStop ? readDecimal(stopPrice?.trim() ?? '') : middleOf(market.bestBid, market.bestAsk);
    if (from === null || !isPositive(from))
      return unreadable(isStop ? 'No stop price is given' : 'The book has no middle');
    const where = isStop ? 'the stop price' : 'the middle of the book';
    const isSell = side?.trim().toLowerCase() === 'sell';
    const away = isSell ? subtract(from, market.worstPrice) : subtract(market.worstPrice, from);
    const facts = {
      price: market.worstPrice,
      [isStop ? 'stopPrice' : 'middle']: from,
      percent: percentOf(away, from),
      limit: priceBandPercent,
    };
    const bound = `a ${isSell ? 'sell' : 'buy'} may be at most ${priceBandPercent} % ${isSell ? 'below' : 'above'} it`;
    const said = `${market.worstPrice} is ${placeOf(market.worstPrice, from)} ${where}; ${bound}.`;
    return compare(multiply(away, hundred), multiply(from, priceBandPercent)) <= 0
      ? allow(said, facts)
      : deny('price_outside_band', said, facts);
  },
  standing: ({ priceBandPercent }) => (priceBandPercent === undefined ? null : `${priceBandPercent} %`),
};

/** How far from `from` a price is, and on which side, in front of what that is called. */
function placeOf(price: DecimalText, from: DecimalText): string {
  const side = compare(price, from);
  if (side === 0) return 'at';
  return side > 0
    ? `${percentOf(subtract(price, from), from)} % above`
    : `${percentOf(subtract(from, price), from)} % below`;
}

function middleOf(bid: DecimalText, ask: DecimalText): DecimalText {
  return divide(add(bid, ask), two, scale, 'down');
}

function percentOf(away: DecimalText, middle: DecimalText): DecimalText {
  return divide(multiply(away, hundred), middle, 2, 'up');
}
