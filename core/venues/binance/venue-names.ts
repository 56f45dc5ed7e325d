import type * as z from 'zod';
import type { ExchangeInfo } from './binance-answers.ts';
import { joinedName, toNames } from './binance-map.ts';

/** Our names for the venue's markets, as last read; shared by all that ask one venue. */
export interface VenueNames {
  /** 'BASE/QUOTE' for the venue's name of a market, tradable or not; null for one it never told of. */
  of(venueName: string): string | null;
  /**
   * The venue's name of a market; null where what the two assets make together is the name of another one, as 'ABUSD' of 'AB/USD' is
   * where it stands for 'A/BUSD'.
   */
  toVenue(symbol: string): string | null;
  /** Takes over what exchangeInfo says; names once known stay known. */
  learn(info: z.output<typeof ExchangeInfo>): void;
}

/** Names that know nothing yet. */
export function createVenueNames(): VenueNames {
  const names = new Map<string, string>();
  return {
    of: (venueName) => names.get(venueName) ?? null,
    toVenue(symbol) {
      const venueName = joinedName(symbol);
      return (names.get(venueName) ?? symbol) === symbol ? venueName : null;
    },
    learn(info) {
      for (const [venueName, symbol] of toNames(info)) names.set(venueName, symbol);
    },
  };
}
