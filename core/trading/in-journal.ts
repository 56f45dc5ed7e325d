import { err, ok, type Result } from '../domain/result.ts';

/** Runs work on the order journal. Whatever it throws becomes `storage-failed`: an effect that has happened must still be told. */
export function inJournal<T>(work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return err({ code: 'storage-failed', retry: 'after-checking', what: `the order journal: ${code}` });
  }
}
