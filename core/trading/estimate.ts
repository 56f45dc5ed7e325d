import type { Level, Market } from '../contract/shapes.ts';
import { compare, type DecimalText, decimal, divide, isPositive, multiply, roundTo, zero } from '../domain/money.ts';
import type { ExactAmounts } from './quantise.ts';
import { type Walk, walkAmount, walkQuoteAmount } from './walk-book.ts';

/** Both sides of a market's book: bids descend, asks ascend. */
export interface BookSides {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** What an order would cost if it were sent now. */
export interface Estimate {
  /** Expected average price; null when the book cannot tell. A stop order without a limit is taken to trade at its stop price. */
  readonly price: DecimalText | null;
  /** Expected amount in base; null when the book cannot tell. */
  readonly amount: DecimalText | null;
  /** Amount x price in quote, rounded up to the quote's displayed precision. */
  readonly notional: DecimalText;
  /** The most that can leave the account: quote for a buy, base for a sell. */
  readonly worstCost: { readonly amount: DecimalText; readonly asset: string };
  /** At the taker rate, in the currency received, rounded up. */
  readonly fee: { readonly amount: DecimalText; readonly asset: string };
  /** Whether the visible book holds enough for a market order. Always true for a limit order and for one that waits for a stop price. */
  readonly isCovered: boolean;
  /**
   * The worst price it may trade at: its limit, or the deepest level it would reach; null when the book does not hold enough, and for a
   * stop order without a limit.
   */
  readonly worstPrice: DecimalText | null;
  /**
   * The most base and the most quote that it may move, with a margin where the book decides; null when the book cannot tell, and for the
   * quote of a buy that a stop price sets going without a limit: nothing bounds it.
   */
  readonly mostBase: DecimalText | null;
  readonly mostQuote: DecimalText | null;
}

/** How far past what the book shows now a market order is budgeted, because the book moves: 1 %. */
const marketMargin = decimal('1.01');
const scale = 8;

/** Prices an order against the book. */
export function estimate(exact: ExactAmounts, side: 'buy' | 'sell', market: Market, book: BookSides): Estimate {
  const opposite = side === 'buy' ? book.asks : book.bids;
  if (exact.price !== null && exact.amount !== null)
    return ofLimit(exact.amount, exact.price, side, market, opposite[0]?.[0] ?? null);
  if (exact.stopPrice !== null && exact.amount !== null)
    return ofStopMarket(exact.amount, exact.stopPrice, side, market, opposite[0]?.[0] ?? null);
  if (exact.quoteAmount !== null) return ofQuoteAmount(exact.quoteAmount, side, market, opposite);
  if (exact.amount === null) throw new Error('an order without an amount');
  return ofAmount(exact.amount, side, market, opposite);
}

function ofLimit(
  amount: DecimalText,
  price: DecimalText,
  side: 'buy' | 'sell',
  market: Market,
  best: DecimalText | null,
): Estimate {
  const notional = multiply(amount, price);
  // A sell below the best bid fetches the bid: that is the most it can move.
  const highest = side === 'sell' && best !== null && compare(best, price) > 0 ? best : price;
  return {
    price,
    amount,
    notional,
    worstCost: side === 'buy' ? { amount: notional, asset: market.quote } : { amount, asset: market.base },
    fee: feeOf(amount, notional, side, market),
    isCovered: true,
    worstPrice: price,
    mostBase: amount,
    mostQuote: roundTo(multiply(amount, highest), scale, 'up'),
  };
}

function ofStopMarket(
  amount: DecimalText,
  stopPrice: DecimalText,
  side: 'buy' | 'sell',
  market: Market,
  best: DecimalText | null,
): Estimate {
  const notional = multiply(amount, stopPrice);
  // A sell goes when the market has fallen to its stop price: it fetches no more than the bid of now, which is above that.
  const highest = best !== null && compare(best, stopPrice) > 0 ? best : stopPrice;
  return {
    price: stopPrice,
    amount,
    notional,
    worstCost: side === 'buy' ? { amount: withMargin(notional), asset: market.quote } : { amount, asset: market.base },
    fee: feeOf(amount, notional, side, market),
    isCovered: true,
    worstPrice: null,
    mostBase: amount,
    mostQuote: side === 'buy' ? null : withMargin(multiply(amount, highest)),
  };
}

function ofAmount(amount: DecimalText, side: 'buy' | 'sell', market: Market, opposite: readonly Level[]): Estimate {
  const walked = walkAmount(amount, opposite);
  const notional = roundTo(walked.cost, scale, 'up');
  const reached = side === 'buy' ? walked.lastPrice : (opposite[0]?.[0] ?? zero);
  const most = walked.isCovered ? withMargin(multiply(amount, reached)) : null;
  return {
    ...priced(walked),
    amount,
    notional,
    worstCost:
      side === 'buy'
        ? { amount: withMargin(multiply(amount, walked.lastPrice)), asset: market.quote }
        : { amount, asset: market.base },
    fee: feeOf(amount, notional, side, market),
    mostBase: amount,
    mostQuote: most,
  };
}

function ofQuoteAmount(
  quoteAmount: DecimalText,
  side: 'buy' | 'sell',
  market: Market,
  opposite: readonly Level[],
): Estimate {
  const walked = walkQuoteAmount(quoteAmount, opposite);
  // The fewest quote units for one base unit give the most base: the best ask for a buy, the deepest bid reached for a sell.
  const lowest = side === 'buy' ? (opposite[0]?.[0] ?? zero) : walked.lastPrice;
  const mostBase = walked.isCovered && isPositive(lowest) ? withMargin(divide(quoteAmount, lowest, scale, 'up')) : null;
  return {
    ...priced(walked),
    amount: walked.isCovered ? walked.taken : null,
    notional: quoteAmount,
    worstCost:
      side === 'buy'
        ? { amount: quoteAmount, asset: market.quote }
        : { amount: mostBase ?? walked.taken, asset: market.base },
    fee: feeOf(walked.taken, quoteAmount, side, market),
    mostBase,
    mostQuote: quoteAmount,
  };
}

function priced(walked: Walk): Pick<Estimate, 'price' | 'isCovered' | 'worstPrice'> {
  return {
    price: isPositive(walked.taken) ? divide(walked.cost, walked.taken, scale, 'up') : null,
    isCovered: walked.isCovered,
    worstPrice: walked.isCovered ? walked.lastPrice : null,
  };
}

function withMargin(amount: DecimalText): DecimalText {
  return roundTo(multiply(amount, marketMargin), scale, 'up');
}

function feeOf(amount: DecimalText, notional: DecimalText, side: 'buy' | 'sell', market: Market): Estimate['fee'] {
  const received = side === 'buy' ? amount : notional;
  return {
    amount: roundTo(multiply(received, market.takerFee), scale, 'up'),
    asset: side === 'buy' ? market.base : market.quote,
  };
}
