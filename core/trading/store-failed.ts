import type { HaltControl } from '../halt/halt.ts';

/** Halts because something that has happened could not be stored; once, however often it is tried again while that reason stands. */
export function haltForStore({ halt }: { readonly halt: Pick<HaltControl, 'engage' | 'state'> }, text: string): void {
  const code = 'store-failed';
  const { reasons, state } = halt.state();
  if (state === 'halted' && reasons.some((reason) => reason.code === code && !reason.resolved)) return;
  halt.engage({ source: 'automatic', code, text });
}
