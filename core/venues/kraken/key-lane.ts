import { createHash } from 'node:crypto';
import type { Clock } from '../../ports.ts';

/** The one way of a key to Kraken: its private requests go one at a time, in the order of their nonces. */
export interface KeyLane {
  /**
   * Runs a request when its turn comes. Urgent ones (orders, cancels, the dead man's switch) go before all that wait; none goes beside
   * another, because Kraken refuses a nonce that is not above the last it saw.
   */
  run<T>(isUrgent: boolean, request: () => Promise<T>): Promise<T>;
  /** The next nonce: this millisecond, or one more than the last where the clock stood still or went back. */
  nonce(clock: Clock): number;
  /** No nonce from now on is below this. */
  raise(floor: number): void;
  /** The next nonce is this much above the last. */
  leap(by: number): void;
}

/** A lane that nobody else has. */
export function createKeyLane(): KeyLane {
  const urgent: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  let isBusy = false;
  let last = 0;

  function next(): void {
    const start = urgent.shift() ?? waiting.shift();
    isBusy = start !== undefined;
    start?.();
  }

  return {
    run(isUrgent, request) {
      return new Promise((resolve, reject) => {
        const start = (): void => void request().then(resolve, reject).finally(next);
        (isUrgent ? urgent : waiting).push(start);
        if (!isBusy) next();
      });
    },
    nonce(clock) {
      last = Math.max(last + 1, Math.trunc(clock.nowMs()));
      return last;
    },
    raise(floor) {
      last = Math.max(last, Math.trunc(floor));
    },
    leap(by) {
      last += by;
    },
  };
}

/** By the SHA-256 of the key: a lane must not keep one. */
const lanes = new Map<string, KeyLane>();

/**
 * The lane of an API key, the same for everything in this process that uses the key: Kraken counts nonces by key, whoever sends them.
 * That is why these are kept here and not in a connection, of which there may be several.
 */
export function laneOf(apiKey: string): KeyLane {
  const name = createHash('sha256').update(apiKey).digest('hex');
  const lane = lanes.get(name) ?? createKeyLane();
  lanes.set(name, lane);
  return lane;
}
