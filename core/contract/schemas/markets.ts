import * as z from 'zod';
import { AtMs, Decimal, OrderType, Side } from './common.ts';

/** One market the venue offers, with its filters (prices are multiples of `tickSize`, amounts of `lotSize`) and its kinds of order. */
export const Market = z.strictObject({
  exchange: z.string(),
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  tickSize: Decimal,
  lotSize: Decimal,
  minAmount: Decimal,
  minNotional: Decimal,
  makerFee: Decimal,
  takerFee: Decimal,
  orderTypes: z.array(OrderType),
});

/** One price level: [price, amount]. */
export const Level = z.tuple([Decimal, Decimal]);

/** One public trade; `takerSide` is the aggressor's. */
export const PublicTrade = z.strictObject({
  tradeId: z.string(),
  price: Decimal,
  amount: Decimal,
  takerSide: Side,
  atMs: AtMs,
});

/** Open, high, low, close and base volume of the period that starts at `atMs`. */
export const Candle = z.strictObject({
  atMs: AtMs,
  open: Decimal,
  high: Decimal,
  low: Decimal,
  close: Decimal,
  volume: Decimal,
});

/** The last 24 hours of one market. `changePercent` is a display figure with two decimals. */
export const Ticker = z.strictObject({
  symbol: z.string(),
  last: Decimal,
  bid: Decimal.nullable(),
  ask: Decimal.nullable(),
  high: Decimal,
  low: Decimal,
  volume: Decimal,
  changePercent: Decimal,
  atMs: AtMs,
});

/** All that a trading screen needs of one market; bids descend, asks ascend, trades newest first. */
export const MarketSnapshot = z.strictObject({
  symbol: z.string(),
  ticker: Ticker,
  bids: z.array(Level),
  asks: z.array(Level),
  trades: z.array(PublicTrade),
});

/** One change of a market: the new book (at most 25 levels a side), the new trades (newest first) and the current minute's candle. */
export const MarketUpdate = z.strictObject({
  symbol: z.string(),
  ticker: Ticker,
  bids: z.array(Level),
  asks: z.array(Level),
  newTrades: z.array(PublicTrade),
  candle: Candle.nullable(),
});
