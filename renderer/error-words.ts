import type { AppError, AppErrorCode } from '../core/domain/errors.ts';
import { shownText } from './escape.ts';

/** An error for a person: what happened, what did not happen, the one next thing to do. Each is one plain sentence. */
export interface ErrorWords {
  readonly happened: string;
  readonly notDone: string;
  readonly next: string;
}

/** Says one kind of error. */
export type Speaker<C extends AppErrorCode> = (error: Extract<AppError, { code: C }>) => ErrorWords;

/** A text of others inside a sentence: escaped, without the full stop that the sentence has itself. */
export function theirs(text: string): string {
  return shownText(text).replace(/\.$/, '');
}

/** A reason of others as a sentence: as it is where it is one, else behind what it is the reason of. */
export function because(what: string, why: string): string {
  return /^[A-Z].*\.$/.test(why) ? shownText(why) : `${what}: ${theirs(why)}.`;
}

/** The text with a capital in front. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
