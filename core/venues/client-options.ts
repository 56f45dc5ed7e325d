import type { Clock, Fetch } from '../ports.ts';
import type { Allowed } from './guarded-fetch.ts';
import type { VenueCredentials } from './venue-options.ts';

/** Spaces the requests of every client that shares it: the venue counts them together. */
export interface Pace {
  throttle(cost: number | undefined): Promise<void>;
}

/** How to build one instance of ccxt's class for a venue. */
export interface CcxtOptions {
  /** None: then only what is public can be asked. */
  readonly credentials: VenueCredentials | null;
  readonly transport: Fetch;
  readonly clock: Clock;
  readonly allowed: readonly Allowed[];
  /** Asked right before a request leaves: false lets nothing out. */
  readonly isOpen: () => boolean;
  /** Given the body of every answer that is no refusal, as it came. */
  readonly heard?: (body: string) => void;
  readonly timeoutMs: number;
}

/** How to build a client over one that is spaced by ccxt's own pace. */
export interface ClientOptions extends CcxtOptions {
  /** Told of every request that leaves, by method. */
  readonly left: (method: string) => void;
  /** How requests are spaced; null where they are not. */
  readonly pace: Pace | null;
  /** How long a read waits before it is asked once more where the connection or the venue failed; it is not where this is absent. */
  readonly readRetryMs?: number;
}
