import { ok, type Result } from '../../domain/result.ts';
import { createFees } from '../fees.ts';
import type { Allowed } from '../guarded-fetch.ts';
import type { VenueConnection } from '../venue.ts';
import type { VenueOptions } from '../venue-options.ts';
import { whileArmed } from '../while-armed.ts';
import { createCanceller } from './binance-canceller.ts';
import { createBinanceClient, createPace } from './binance-client.ts';
import { binanceCancellerEgress, binanceInspectorEgress, binanceOrderEgress } from './binance-egress.ts';
import { readFees } from './binance-fees.ts';
import { createInspector } from './binance-inspector.ts';
import { createOrderClient } from './binance-order-client.ts';
import { createVenueNames } from './venue-names.ts';

/**
 * Connects to Binance, or to the practice exchange, which speaks its API: reads its markets once, and gives the three objects of law 8,
 * each with an egress list and a ccxt instance of its own. An order client is made per call and only while its scope is armed. The
 * venue's error when it cannot be read.
 */
export async function openBinance(options: VenueOptions): Promise<Result<VenueConnection>> {
  const { exchange, clock, credentials } = options;
  let mutating = 0;
  const left = (method: string): void => {
    if (method !== 'GET') mutating += 1;
  };
  const pace = options.rateLimit ? createPace() : null;
  const clientWith = (allowed: readonly Allowed[], isOpen: () => boolean) =>
    createBinanceClient({ ...options, pace, allowed, isOpen, left });
  const names = createVenueNames();
  const always = (): boolean => true;

  const reading = { exchange, client: clientWith(binanceInspectorEgress, always), clock, names };
  const inspector = createInspector(reading);
  const markets = await inspector.markets();
  if (!markets.ok) return markets;
  const canceller = createCanceller({ exchange, client: clientWith(binanceCancellerEgress, always), clock, names });

  return ok({
    exchange,
    markets: markets.value,
    fees: createFees({ exchange, clock, markets: markets.value, ask: (symbol) => readFees(reading, symbol) }),
    inspector,
    canceller,
    deadman: null,
    orderClient: whileArmed(exchange, credentials !== null, (isOpen) =>
      createOrderClient({ exchange, client: clientWith(binanceOrderEgress, isOpen), markets: markets.value }),
    ),
    mutatingRequests: () => mutating,
  });
}
