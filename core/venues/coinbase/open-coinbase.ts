import { ok, type Result } from '../../domain/result.ts';
import { createFees } from '../fees.ts';
import type { Allowed } from '../guarded-fetch.ts';
import type { VenueConnection } from '../venue.ts';
import type { VenueOptions } from '../venue-options.ts';
import { whileArmed } from '../while-armed.ts';
import { createCanceller } from './coinbase-canceller.ts';
import { createCoinbaseClient, createPace } from './coinbase-client.ts';
import { coinbaseCancellerEgress, coinbaseInspectorEgress, coinbaseOrderEgress } from './coinbase-egress.ts';
import { readFees } from './coinbase-fees.ts';
import { createInspector } from './coinbase-inspector.ts';
import { readCoinbaseKey } from './coinbase-key.ts';
import { createOrderClient } from './coinbase-order-client.ts';
import { createCoinbaseProducts } from './coinbase-products.ts';
import type { OrderIds } from './order-finder.ts';

/**
 * Connects to Coinbase Advanced (spot): reads its markets once, and gives the objects of law 8, each with an egress list and a ccxt
 * instance of its own. An order client is made per call and only while its scope is armed. `invalid-input` for a key of no form that
 * Coinbase takes, before anything leaves; the venue's error when it cannot be read. There is no dead man's switch.
 */
export async function openCoinbase(options: VenueOptions): Promise<Result<VenueConnection>> {
  const { exchange, clock } = options;
  const key = options.credentials === null ? ok(null) : readCoinbaseKey(options.credentials);
  if (!key.ok) return key;
  const credentials = key.value;
  let mutating = 0;
  const left = (method: string): void => {
    if (method !== 'GET') mutating += 1;
  };
  const pace = options.rateLimit ? createPace() : null;
  const clientWith = (allowed: readonly Allowed[], isOpen: () => boolean) =>
    createCoinbaseClient({ ...options, credentials, pace, allowed, isOpen, left });
  const products = createCoinbaseProducts();
  const ids: OrderIds = new Map();
  const shared = { exchange, clock, products, ids };
  const always = (): boolean => true;

  const reading = { ...shared, client: clientWith(coinbaseInspectorEgress, always) };
  const inspector = createInspector(reading);
  const markets = await inspector.markets();
  if (!markets.ok) return markets;
  const canceller = createCanceller({ ...shared, client: clientWith(coinbaseCancellerEgress, always) });

  return ok({
    exchange,
    markets: markets.value,
    fees: createFees({ exchange, clock, markets: markets.value, ask: () => readFees(reading) }),
    inspector,
    canceller,
    deadman: null,
    orderClient: whileArmed(exchange, credentials !== null, (isOpen) =>
      createOrderClient({ ...shared, client: clientWith(coinbaseOrderEgress, isOpen), markets: markets.value }),
    ),
    mutatingRequests: () => mutating,
  });
}
