import type { HaltControl } from './halt.ts';

/** Who keeps the halt from being released: a place where TRADING_HALTED was said, or a rotation that is not validated. */
export type LockSource = 'environment' | 'env-file' | 'command' | 'rotation';

const words: Readonly<Record<LockSource, string>> = {
  environment: 'TRADING_HALTED=true is set',
  'env-file': 'TRADING_HALTED=true is in the .env file of the data folder',
  command: 'TRADING_HALTED=true was set for a command',
  rotation: 'A rotation, an emergency or a drill is under way: finish it until everything is validated, or leave it',
};

/** The code of the reason with which a procedure engages the halt. */
export const rotationHaltCode = 'rotation';

/** A reason of its own: that of the rotation or the emergency says what is wrong, and stands until it is released. */
const byRotation = { source: 'automatic', code: 'rotation-lock' } as const;

/** The lock on the halt: each place says it for itself, and it holds while any of them does. */
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
      if (first === undefined) halt.setLock(null);
      else halt.setLock(words[first], first === 'rotation' ? byRotation : undefined);
    },
  };
}
