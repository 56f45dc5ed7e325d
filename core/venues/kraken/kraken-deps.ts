import type { Clock } from '../../ports.ts';
import type { KrakenClient } from './kraken-client.ts';
import type { KrakenNames } from './kraken-names.ts';

/** What reading Kraken stands on. */
export interface KrakenDeps {
  readonly exchange: string;
  readonly client: KrakenClient;
  readonly clock: Clock;
  readonly names: KrakenNames;
}

/** Lets a little time go by, for what Kraken needs a moment to tell. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
