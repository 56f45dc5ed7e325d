import type { HaltControl } from '../halt.ts';

/** Halts for an automatic cause, unless it is halted for that already: it is looked for again and again, and told once. */
export function engageOnce(halt: Pick<HaltControl, 'engage' | 'state'>, code: string, text: string): void {
  const { reasons, state } = halt.state();
  const stands = reasons.some((reason) => reason.source === 'automatic' && reason.code === code && !reason.resolved);
  if (state !== 'halted' || !stands) halt.engage({ source: 'automatic', code, text });
}
