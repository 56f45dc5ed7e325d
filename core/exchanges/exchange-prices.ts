import type { DecimalText } from '../domain/money.ts';
import type { Clock } from '../ports.ts';

/** What somebody pays for the base of an exchange's markets, as its books said last. */
export interface ExchangePrices {
  take(symbol: string, price: DecimalText): void;
  /** Null where none is known, or the last one is too old. */
  of(symbol: string): DecimalText | null;
}

/** No prices yet; one holds for so many milliseconds. */
export function createExchangePrices(clock: Pick<Clock, 'monotonicMs'>, holdsMs: () => number): ExchangePrices {
  const known = new Map<string, { readonly price: DecimalText; readonly atMs: number }>();
  return {
    take: (symbol, price) => void known.set(symbol, { price, atMs: clock.monotonicMs() }),
    of(symbol) {
      const last = known.get(symbol);
      return last !== undefined && clock.monotonicMs() - last.atMs <= holdsMs() ? last.price : null;
    },
  };
}
