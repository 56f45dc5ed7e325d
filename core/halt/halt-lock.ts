import type { HaltControl } from './halt.ts';

/** Where TRADING_HALTED was said. */
export type LockSource = 'environment' | 'env-file' | 'command';

const words: Readonly<Record<LockSource, string>> = {
  environment: 'TRADING_HALTED=true is set',
  'env-file': 'TRADING_HALTED=true is in the .env file of the data folder',
  command: 'TRADING_HALTED=true was set for a command',
};

/** The lock that TRADING_HALTED puts on the halt: each place says it for itself, and it holds while any of them does. */
export interface HaltLock {
  /** What one place says now. Taking it back unlocks and releases nothing. */
  say(source: LockSource, isHalted: boolean): void;
}

/** No place says anything yet; the halt's lock is taken away if nothing is said. */
export function createHaltLock(halt: Pick<HaltControl, 'setLock'>): HaltLock {
  const held = new Set<LockSource>();
  return {
    say(source, isHalted) {
      if (isHalted) held.add(source);
      else held.delete(source);
      const [first] = held;
      halt.setLock(first === undefined ? null : words[first]);
    },
  };
}
