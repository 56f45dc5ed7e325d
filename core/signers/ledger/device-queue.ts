import { err, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { type LedgerProblem, ledgerProblem } from './problems.ts';

/** One job at the device at a time, in the order they came. */
export interface DeviceQueue {
  /**
   * Runs `job` when it is its turn. Aborting `signal`, or `waitMs`, takes it out while it waits: `cancelled` or `busy`, and the job was
   * never started. A job that was started is left to end by itself. Jobs never reject.
   */
  run<T>(
    job: () => Promise<Result<T, LedgerProblem>>,
    signal: AbortSignal,
    waitMs: number,
  ): Promise<Result<T, LedgerProblem>>;
}

/** An empty queue. */
export function createDeviceQueue(clock: Clock): DeviceQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job, signal, waitMs) {
      return new Promise((resolve) => {
        let isOut = false;
        const leave = (problem: LedgerProblem): void => {
          isOut = true;
          stopWaiting();
          resolve(err(problem));
        };
        const cancel = (): void => leave(ledgerProblem('cancelled'));
        const stopTimer = clock.after(waitMs, () => leave(ledgerProblem('busy')));
        const stopWaiting = (): void => {
          stopTimer();
          signal.removeEventListener('abort', cancel);
        };
        signal.addEventListener('abort', cancel, { once: true });
        if (signal.aborted) cancel();
        last = last.then(async () => {
          if (isOut) return;
          stopWaiting();
          resolve(await job());
        });
      });
    },
  };
}
