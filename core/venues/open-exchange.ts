import type { ExchangeName } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { Fetch } from '../ports.ts';
import { binanceOrigin } from './binance/binance-egress.ts';
import { throughStandIn } from './stand-in.ts';
import type { VenueConnection } from './venue.ts';
import type { VenueOptions } from './venue-options.ts';

/** How to reach a real exchange. `standIn` is an origin on this machine that stands in for it, else null. */
export interface ExchangeOptions extends Omit<VenueOptions, 'exchange'> {
  readonly standIn: string | null;
}

/** Where each exchange is. */
export const exchangeOrigins: Readonly<Record<ExchangeName, readonly string[]>> = {
  binance: [binanceOrigin],
  kraken: ['https://api.kraken.com'],
  coinbase: ['https://api.coinbase.com'],
};

/**
 * Connects to a real exchange: reads its markets once and gives the objects of law 8. The code of an exchange is loaded when it is first
 * opened. The exchange's error when it cannot be read.
 */
export async function openExchange(
  exchange: ExchangeName,
  { standIn, transport, ...rest }: ExchangeOptions,
): Promise<Result<VenueConnection>> {
  const options: VenueOptions = { ...rest, exchange, transport: transportTo(exchange, transport, standIn) };
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

/** The way to an exchange, or to what stands in for it. The guard sits above it and sees the real origin either way. */
export function transportTo(exchange: ExchangeName, transport: Fetch, standIn: string | null): Fetch {
  return standIn === null ? transport : throughStandIn(transport, exchangeOrigins[exchange], standIn);
}
