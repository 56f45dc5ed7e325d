import type { Clock } from '../ports.ts';
import { askService } from './ask-service.ts';

/** How often a signer that is a service is asked while real money may be moved. */
export const askServiceMs = 60_000;

/** What the watch stands on. */
export interface ServiceWatchParts {
  readonly clock: Pick<Clock, 'every'>;
  readonly isLive: () => boolean;
  readonly signing: Parameters<typeof askService>[0];
  /** Hears what an asking threw. */
  readonly failed: (cause: unknown) => void;
}

/** Asks the signer in use every minute while real money may be moved, as `askService` does, one asking at a time. Answers what ends it. */
export function watchServiceSigner({ clock, failed, isLive, signing }: ServiceWatchParts): () => void {
  let isAsking = false;
  let isStopped = false;
  const ask = async (): Promise<void> => {
    try {
      await askService(signing);
    } catch (cause) {
      // Once it is stopped the database it keeps its look in is closed under it, which is no failure.
      if (!isStopped) failed(cause);
    } finally {
      isAsking = false;
    }
  };
  const stop = clock.every(askServiceMs, () => {
    if (isAsking || !isLive()) return;
    isAsking = true;
    void ask();
  });
  return () => {
    isStopped = true;
    stop();
  };
}
