import { stopTypes } from '../domain/intent.ts';

/** Whether a kind of order, as it was written, is one that waits for a stop price. */
export function isStopWord(type: string | null): boolean {
  const word = type?.trim().toLowerCase();
  return stopTypes.some((stop) => stop === word);
}
