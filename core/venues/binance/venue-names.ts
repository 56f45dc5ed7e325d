import type * as z from 'zod';
import type { ExchangeInfo } from './binance-answers.ts';
import { toNames } from './binance-map.ts';

/** Our names for the venue's markets, as last read; shared by all that read one venue. */
export interface VenueNames {
  /** 'BASE/QUOTE' for the venue's name of a market, tradable or not; null for one it never told of. */
  of(venueName: string): string | null;
  /** Takes over what exchangeInfo says; names once known stay known. */
  learn(info: z.output<typeof ExchangeInfo>): void;
}

/** Names that know nothing yet. */
export function createVenueNames(): VenueNames {
  const names = new Map<string, string>();
  return {
    of: (venueName) => names.get(venueName) ?? null,
    learn(info) {
      for (const [venueName, symbol] of toNames(info)) names.set(venueName, symbol);
    },
  };
}
