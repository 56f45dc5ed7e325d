import type { Clock } from '../ports.ts';

/** How often orders whose fate is open are asked about again without a hint from the venue. */
const sweepMs = 5_000;
/** How long a failed refresh waits before it is tried again, unless it is told. */
const usualRetryMs = 1_000;
/** How long a refresh waits for a submission that is in flight. */
const inFlightMs = 25;

/** Runs refreshes of single orders, one at a time for each order, never losing a request that comes while one runs. */
export interface Refresher {
  /** Asks for this order to be refreshed as soon as it can be. */
  soon(clientOrderId: string): void;
  /** Ends all further refreshes. */
  stop(): void;
}

/** What a refresher needs: the refresh itself (false = try again later) and who is in flight. */
export interface RefresherDeps {
  readonly clock: Clock;
  readonly refresh: (clientOrderId: string) => Promise<boolean>;
  readonly isInFlight: (clientOrderId: string) => boolean;
  /** The client ids of orders that should be swept now and then because the venue may not hint. */
  readonly open: () => readonly string[];
  readonly failed: (cause: unknown) => void;
  /** How long a failed refresh waits before it is tried again; a venue far away is asked less often than one in this process. */
  readonly retryMs?: number;
}

/** A refresher that runs until it is stopped. */
export function createRefresher(deps: RefresherDeps): Refresher {
  const running = new Set<string>();
  const wanted = new Set<string>();
  let stopped = false;

  async function run(clientOrderId: string): Promise<void> {
    running.add(clientOrderId);
    let done = true;
    try {
      do {
        wanted.delete(clientOrderId);
        done = deps.isInFlight(clientOrderId) ? false : await deps.refresh(clientOrderId);
      } while (wanted.has(clientOrderId) && done && !stopped);
    } catch (cause) {
      // Once it is stopped the books it asked in are closed under it, which is no failure.
      if (!stopped) deps.failed(cause);
    } finally {
      running.delete(clientOrderId);
    }
    if (!done && !stopped) {
      deps.clock.after(deps.isInFlight(clientOrderId) ? inFlightMs : (deps.retryMs ?? usualRetryMs), () =>
        soon(clientOrderId),
      );
    }
  }

  function soon(clientOrderId: string): void {
    if (stopped) return;
    if (running.has(clientOrderId)) wanted.add(clientOrderId);
    else void run(clientOrderId);
  }

  const stopSweep = deps.clock.every(sweepMs, () => {
    for (const clientOrderId of deps.open()) soon(clientOrderId);
  });

  return {
    soon,
    stop() {
      stopped = true;
      stopSweep();
    },
  };
}
