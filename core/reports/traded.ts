import type { Fill, ReportBook, TradedLine } from '../contract/shapes.ts';
import { add, type DecimalText, divide, isPositive, zero } from '../domain/money.ts';

const scale = 8;

/** Fills by exchange, market and side, in the order in which each was first traded. Fees are by the asset that they were taken in. */
export function tradedLines(book: ReportBook, fills: readonly Fill[]): TradedLine[] {
  const bySide = Map.groupBy(fills, ({ exchange, side, symbol }) => JSON.stringify([exchange, symbol, side]));
  return [...bySide.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [lineOf(book, first, own)];
  });
}

function lineOf(book: ReportBook, { exchange, side, symbol }: Fill, fills: readonly Fill[]): TradedLine {
  const amount = sum(fills.map((fill) => fill.amount));
  const notional = sum(fills.map((fill) => fill.notional));
  const fees = new Map<string, DecimalText>();
  for (const { fee } of fills) fees.set(fee.asset, add(fees.get(fee.asset) ?? zero, fee.amount));
  return {
    book,
    exchange,
    symbol,
    side,
    fills: fills.length,
    amount,
    notional,
    averagePrice: isPositive(amount) ? divide(notional, amount, scale, 'down') : zero,
    fees: [...fees].map(([asset, fee]) => ({ asset, amount: fee })),
  };
}

function sum(amounts: readonly DecimalText[]): DecimalText {
  return amounts.reduce(add, zero);
}
