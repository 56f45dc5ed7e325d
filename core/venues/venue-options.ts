import type { Clock, Fetch } from '../ports.ts';

/** An exchange account's key. Key and secret always come from one source. */
export interface VenueCredentials {
  readonly apiKey: string;
  readonly secret: string;
}

/** How to reach a venue. */
export interface VenueOptions {
  /** Our name for it, in policies and orders. */
  readonly exchange: string;
  readonly transport: Fetch;
  readonly credentials: VenueCredentials | null;
  readonly clock: Clock;
  /** Whether to space requests as the venue asks; off where the venue is in this process. */
  readonly rateLimit: boolean;
  readonly timeoutMs: number;
  /** How long a read waits before it is asked once more, where the connection or the venue failed. Absent: it is not. Never for orders. */
  readonly readRetryMs?: number;
}

/** How to ask a venue what a key may do: nothing of its markets is read. */
export interface KeyReaderOptions extends Omit<VenueOptions, 'exchange' | 'credentials'> {
  readonly credentials: VenueCredentials;
}
