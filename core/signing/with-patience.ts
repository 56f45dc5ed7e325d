import type { Clock } from '../ports.ts';

/**
 * How long a signer is waited for when a person may have to answer on it: longer than a Ledger waits for that, so that its own words tell
 * how it ended.
 */
const patienceMs = 240_000;

/** Asks a signer something, and gives up when it takes longer than anybody would wait. */
export async function withPatience<T>(clock: Clock, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = clock.after(patienceMs, () => controller.abort());
  try {
    return await ask(controller.signal);
  } finally {
    stop();
  }
}
