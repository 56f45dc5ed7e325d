import { add, compare, type DecimalText, decimal, divide, isPositive, multiply, subtract } from '../../domain/money.ts';
import { allow, deny, noLimit, type OrderRule } from '../rule.ts';

/** A book that was asked for longer ago than this says nothing about now. */
const oldestBookMs = 5_000;
const hundred = decimal('100');
const two = decimal('2');
const scale = 18;

/**
 * At most so many percent on the bad side of the middle of a fresh book: a buy may not trade above it by more, a sell not below. What lies
 * on the good side is no danger and passes. A book that could not be read, is old or has only one side lets nothing pass.
 */
export const priceBand: OrderRule = {
  id: 'price-band',
  title: 'Price band',
  appliesTo: 'order',
  judge({ side }, { priceBandPercent }, { market }) {
    if (priceBandPercent === undefined) return noLimit;
    const unreadable = (why: string) => deny('market_unreadable', `${why}, so no price can be held against it.`);
    if (market === null) return unreadable('The book could not be read');
    if (market.ageMs > oldestBookMs) return unreadable('The book is too old');
    if (market.bestBid === null || market.bestAsk === null) return unreadable('The book has only one side');
    if (market.worstPrice === null) return unreadable('The book does not hold enough for the whole order');
    const middle = divide(add(market.bestBid, market.bestAsk), two, scale, 'down');
    if (!isPositive(middle)) return unreadable('The book has no middle');
    const isSell = side?.trim().toLowerCase() === 'sell';
    const away = isSell ? subtract(middle, market.worstPrice) : subtract(market.worstPrice, middle);
    const facts = { price: market.worstPrice, middle, percent: percentOf(away, middle), limit: priceBandPercent };
    return compare(multiply(away, hundred), multiply(middle, priceBandPercent)) <= 0
      ? allow(`${market.worstPrice} is within ${priceBandPercent} % of the middle of the book.`, facts)
      : deny(
          'price_outside_band',
          `${market.worstPrice} is ${facts.percent} % ${isSell ? 'below' : 'above'} the middle of the book, more than ${priceBandPercent} %.`,
          facts,
        );
  },
  standing: ({ priceBandPercent }) => (priceBandPercent === undefined ? null : `${priceBandPercent} %`),
};

function percentOf(away: DecimalText, middle: DecimalText): DecimalText {
  return divide(multiply(away, hundred), middle, 2, 'up');
}
