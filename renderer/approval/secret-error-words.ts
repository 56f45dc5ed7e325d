import type { AppError } from '../../core/domain/errors.ts';
import { capital, theirs } from '../error-words.ts';
import { wordsFor } from '../words.ts';

/**
 * What went wrong with what was typed, for the form that stays: what is to be done next is plain from it, so a conflict is said alone, and
 * a text that was pasted is called that.
 */
export function secretErrorWords(error: AppError): string {
  const { happened, next, notDone } = wordsFor(error);
  if (error.code === 'wrong-passphrase') return 'The password is not right. Nothing was changed. Type it again.';
  if (error.code === 'conflict') return `${capital(theirs(error.what))}. ${notDone}`;
  if (error.code === 'invalid-input') {
    return `${happened.replace(/(^|\. )Text /g, '$1The text ')} Nothing was kept. ${next}`;
  }
  return `${happened} ${notDone} ${next}`;
}
