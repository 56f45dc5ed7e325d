import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Fetch } from '../ports.ts';
import { createCanceller } from './binance/binance-canceller.ts';
import { createBinanceClient, createPace, type VenueCredentials } from './binance/binance-client.ts';
import { binanceCancellerEgress, binanceInspectorEgress, binanceOrderEgress } from './binance/binance-egress.ts';
import { createInspector } from './binance/binance-inspector.ts';
import { createOrderClient } from './binance/binance-order-client.ts';
import { createVenueNames } from './binance/venue-names.ts';
import type { Allowed } from './guarded-fetch.ts';
import type { VenueConnection } from './venue.ts';

/** How to reach a venue that speaks Binance's API. */
export interface VenueOptions {
  /** Our name for it, in policies and orders. */
  readonly exchange: string;
  readonly transport: Fetch;
  readonly credentials: VenueCredentials | null;
  readonly clock: Clock;
  /** Whether to space requests as the venue asks; off where the venue is in this process. */
  readonly rateLimit: boolean;
  readonly timeoutMs: number;
}

/**
 * Connects to a venue: reads its markets once, and gives the three objects of law 8, each with an egress list and a ccxt instance of
 * its own. An order client is made per call and only while its scope is armed. The venue's error when it cannot be read.
 */
export async function openVenue(options: VenueOptions): Promise<Result<VenueConnection>> {
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

  const inspector = createInspector({ exchange, client: clientWith(binanceInspectorEgress, always), clock, names });
  const markets = await inspector.markets();
  if (!markets.ok) return markets;
  const canceller = createCanceller({ exchange, client: clientWith(binanceCancellerEgress, always), clock, names });

  return ok({
    exchange,
    markets: markets.value,
    inspector,
    canceller,
    deadman: null,
    orderClient(arming, scope) {
      if (!arming.isArmed(scope)) {
        return err({ code: 'not-allowed', retry: 'never', method: 'orders.submit', face: scope });
      }
      if (credentials === null) return err({ code: 'not-found', retry: 'never', what: `an API key for ${exchange}` });
      const client = clientWith(binanceOrderEgress, () => arming.isArmed(scope));
      return ok(createOrderClient({ exchange, client, markets: markets.value }));
    },
    mutatingRequests: () => mutating,
  });
}
