import type { Clock } from '../ports.ts';
import { NoAnswer, VenueRefusal } from './failures.ts';

/**
 * Lets a read be asked once more, `waitMs` later, where the connection failed or the venue answered with a 5xx. It is asked anew, so it
 * is signed anew. A read that timed out, was refused in the venue's own words or was rate-limited is not repeated; and this is for reads
 * alone: what could change something is sent once.
 */
export function retryingRead(
  clock: Pick<Clock, 'after'>,
  waitMs: number | undefined,
): <A extends readonly unknown[], T>(ask: (...parameters: A) => Promise<T>) => (...parameters: A) => Promise<T> {
  return (ask) =>
    waitMs === undefined
      ? ask
      : async (...parameters) => {
          try {
            return await ask(...parameters);
          } catch (cause) {
            if (!isPassing(cause)) throw cause;
          }
          await new Promise<void>((resolve) => clock.after(waitMs, resolve));
          return ask(...parameters);
        };
}

function isPassing(cause: unknown): boolean {
  if (cause instanceof NoAnswer) return !cause.isTimeout;
  return cause instanceof VenueRefusal && cause.refusal.status >= 500 && cause.refusal.class !== 'rate';
}
