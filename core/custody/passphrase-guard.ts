import { err, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';

/** A wrong passphrase was typed: for what, and how many in a row this makes. The answer waits for it. */
export type WrongListener = (what: string, times: number) => Promise<void> | void;

/** Counts the wrong passphrases of one secret and makes each further try wait longer. */
export interface PassphraseGuard {
  /**
   * Runs `check` unless the time to wait is not over: then `too-many-tries` says how long it still is, and nothing is checked. Checks run
   * one after the other, so that many at once gain nothing. `wrong-passphrase` is counted, success forgets the count.
   */
  tried<T>(what: string, check: () => Promise<Result<T>>): Promise<Result<T>>;
}

/** So many may be wrong before anything has to wait: a person mistypes. */
const freeTries = 3;
const firstWaitMs = 2_000;
const longestWaitMs = 5 * 60_000;

/** How long after so many wrong passphrases in a row the next may be tried: nothing for three, then 2 s, doubling up to five minutes. */
export function waitAfter(times: number): number {
  return times < freeTries ? 0 : Math.min(firstWaitMs * 2 ** (times - freeTries), longestWaitMs);
}

/**
 * None was wrong yet. The count lives as long as this process: whoever can start it anew can copy the files too, and then only the slow
 * derivation of a key from a passphrase stands in the way.
 */
export function createPassphraseGuard(clock: Pick<Clock, 'monotonicMs'>, onWrong: WrongListener): PassphraseGuard {
  let times = 0;
  let mayTryAtMs = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function tryNow<T>(what: string, check: () => Promise<Result<T>>): Promise<Result<T>> {
    const waitMs = Math.ceil(mayTryAtMs - clock.monotonicMs());
    if (waitMs > 0) return err({ code: 'too-many-tries', retry: 'safe', waitMs });
    const checked = await check();
    if (checked.ok) times = 0;
    else if (checked.error.code === 'wrong-passphrase') {
      times += 1;
      mayTryAtMs = clock.monotonicMs() + waitAfter(times);
      await onWrong(what, times);
    }
    return checked;
  }

  return {
    tried(what, check) {
      const result = turn.then(() => tryNow(what, check));
      turn = result.catch(() => undefined);
      return result;
    },
  };
}
