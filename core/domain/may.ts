import type { AppError } from './errors.ts';
import { type err, ok, type Result } from './result.ts';

/**
 * Whether something may be done, asked in the same moment in which it is done: while its row was written a rotation may have come to need
 * what it takes away.
 */
export type May = () => Result<void>;

/** Nothing stands against it. */
export const always: May = () => ok(undefined);

/** Does it, now or soon, where it may be done; else the answer is why not. */
export function ifIt<R>(may: May, act: () => R): R | ReturnType<typeof err<AppError>> {
  const allowed = may();
  return allowed.ok ? act() : allowed;
}
