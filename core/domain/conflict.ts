import { err, type Result } from './result.ts';

/** What is asked cannot be done as things stand, and asking again changes nothing; `what` says what stands against it. */
export function conflict(what: string): Result<never> {
  return err({ code: 'conflict', retry: 'never', what });
}
