import { ok, type Result } from '../../domain/result.ts';
import { createFees } from '../fees.ts';
import type { Allowed } from '../guarded-fetch.ts';
import type { VenueConnection } from '../venue.ts';
import type { VenueOptions } from '../venue-options.ts';
import { whileArmed } from '../while-armed.ts';
import { createCallCounter, keyLimit, publicLimit } from './call-counter.ts';
import { createKeyLane, laneOf } from './key-lane.ts';
import { createKrakenCanceller } from './kraken-canceller.ts';
import { createKrakenClient } from './kraken-client.ts';
import { createKrakenDeadman } from './kraken-deadman.ts';
import {
  krakenCancellerEgress,
  krakenDeadmanEgress,
  krakenInspectorEgress,
  krakenOrderEgress,
} from './kraken-egress.ts';
import { readFees } from './kraken-fees.ts';
import { createKrakenInspector } from './kraken-inspector.ts';
import { createKrakenNames } from './kraken-names.ts';
import { createKrakenOrderClient } from './kraken-order-client.ts';
import { checkSecret } from './kraken-secret.ts';

/**
 * Connects to Kraken's spot market: reads its markets once, and gives the objects of law 8 and its dead man's switch, each with an egress
 * list and a ccxt instance of its own; all of one key share one lane. An order client is made per call and only while its scope is armed.
 * Kraken's error when it cannot be read.
 */
export async function openKraken(options: VenueOptions): Promise<Result<VenueConnection>> {
  const { exchange, clock, credentials, rateLimit } = options;
  const usable = credentials === null ? ok(undefined) : checkSecret(credentials);
  if (!usable.ok) return usable;
  let mutating = 0;
  const lane = credentials === null ? createKeyLane() : laneOf(credentials.apiKey);
  const counters = rateLimit
    ? { ofKey: createCallCounter(clock, keyLimit), ofAddress: createCallCounter(clock, publicLimit) }
    : null;
  const clientWith = (allowed: readonly Allowed[], isOpen: () => boolean) =>
    createKrakenClient({
      ...options,
      lane,
      counters,
      allowed,
      isOpen,
      mutates: () => {
        mutating += 1;
      },
    });
  const names = createKrakenNames();
  const always = (): boolean => true;
  const deps = (allowed: readonly Allowed[]) => ({ exchange, clock, names, client: clientWith(allowed, always) });

  const reading = deps(krakenInspectorEgress);
  const inspector = createKrakenInspector(reading);
  const markets = await inspector.markets();
  if (!markets.ok) return markets;

  return ok({
    exchange,
    markets: markets.value,
    fees: createFees({ exchange, clock, markets: markets.value, ask: (symbol) => readFees(reading, symbol) }),
    inspector,
    canceller: createKrakenCanceller(deps(krakenCancellerEgress)),
    deadman: credentials === null ? null : createKrakenDeadman(deps(krakenDeadmanEgress)),
    orderClient: whileArmed(exchange, credentials !== null, (isOpen) =>
      createKrakenOrderClient({ placing: clientWith(krakenOrderEgress, isOpen), reading, markets: markets.value }),
    ),
    mutatingRequests: () => mutating,
  });
}
