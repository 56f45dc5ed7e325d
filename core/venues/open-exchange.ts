import type { ExchangeName } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { VenueConnection } from './venue.ts';
import type { VenueOptions } from './venue-options.ts';

/**
 * Connects to a real exchange: reads its markets once and gives the objects of law 8. The code of an exchange is loaded when it is first
 * opened. The exchange's error when it cannot be read.
 */
export async function openExchange(
  exchange: ExchangeName,
  how: Omit<VenueOptions, 'exchange'>,
): Promise<Result<VenueConnection>> {
  const options: VenueOptions = { ...how, exchange };
  switch (exchange) {
    case 'binance': {
      const { openBinance } = await import('./binance/open-binance.ts');
      return openBinance(options);
    }
    case 'kraken': {
      const { openKraken } = await import('./kraken/open-kraken.ts');
      return openKraken(options);
    }
    case 'coinbase': {
      const { openCoinbase } = await import('./coinbase/open-coinbase.ts');
      return openCoinbase(options);
    }
  }
}
