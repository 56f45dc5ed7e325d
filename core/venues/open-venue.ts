import type { Result } from '../domain/result.ts';
import { openBinance } from './binance/open-binance.ts';
import type { VenueConnection } from './venue.ts';
import type { VenueOptions } from './venue-options.ts';

export type { VenueOptions } from './venue-options.ts';

/**
 * Connects to a venue that speaks Binance's API under its origin: the practice exchange, in this process. The real exchanges are opened
 * by `openExchange`. The venue's error when it cannot be read.
 */
export function openVenue(options: VenueOptions): Promise<Result<VenueConnection>> {
  return openBinance(options);
}
