import type { HaltControl } from '../halt/halt.ts';
import { storeFailedCode } from '../halt/halt-state.ts';

/**
 * Halts because something that has happened could not be stored; once, however often it is tried again while that very reason stands. What
 * else could not be stored is another: it has its own row, and a release that was asked for before it does not pass over it.
 */
export function haltForStore({ halt }: { readonly halt: Pick<HaltControl, 'engage' | 'state'> }, text: string): void {
  const code = storeFailedCode;
  const { reasons, state } = halt.state();
  const isKnown = reasons.some((one) => one.code === code && one.text === text && !one.resolved);
  if (state === 'halted' && isKnown) return;
  halt.engage({ source: 'automatic', code, text });
}
