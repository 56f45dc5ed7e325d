import type { Log } from '../ports.ts';
import type { Change } from './exchange-port.ts';

/** The order in which changes of the practice exchange reach its database, also when that cannot take them for a while. */
export interface KeptBooks {
  /**
   * Keeps a change, after all that still wait. Where it cannot be kept now it waits in memory, which stays the truth, and is kept as soon
   * as that is possible: a cancel is answered all the same (`mayWait`), for anything else this throws what the database threw.
   */
  keep(change: Change, mayWait: boolean): void;
  /** Whether anything waits: then nothing new may be taken on. */
  isBehind(): boolean;
  /** Tries again what waits. */
  catchUp(): void;
}

/** Books that are up to date. `write` keeps one change as a whole or throws. */
export function createKeptBooks(write: (change: Change) => void, log: Log): KeptBooks {
  const waiting: Change[] = [];

  function catchUp(): unknown {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      try {
        write(next);
      } catch (cause) {
        return cause;
      }
      waiting.shift();
    }
    return null;
  }

  return {
    keep(change, mayWait) {
      const wasBehind = waiting.length > 0;
      waiting.push(change);
      const cause = catchUp();
      if (cause === null) return;
      if (!wasBehind) log.error('the practice exchange could not keep its books', { cause: String(cause) });
      if (!mayWait) throw cause;
    },
    isBehind: () => waiting.length > 0,
    catchUp: () => void catchUp(),
  };
}
