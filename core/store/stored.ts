import type { AppError } from '../domain/errors.ts';
import { err, ok, type Result } from '../domain/result.ts';

/**
 * Runs `work` against a database or file. What SQLite or the file system refuses becomes `storage-failed`, naming `what` and the
 * system's own code (SQLITE_FULL, EACCES); its message is left out because it may quote data. Anything else is a bug and is thrown.
 */
export function stored<T>(what: string, work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return err(storageFailed(`${what} (${code})`));
  }
}

/** As `stored`, for work that takes turns with other work. */
export async function storedAsync<T>(what: string, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return err(storageFailed(`${what} (${code})`));
  }
}

/** The error for something that could not be kept or read; `what` is a plain text without data. */
export function storageFailed(what: string): AppError {
  return { code: 'storage-failed', retry: 'after-checking', what };
}

/** The code that SQLite or the system gives an error (SQLITE_BUSY, ENOSPC), null for any other error. */
export function systemCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^(SQLITE|E[A-Z0-9]+$)/.test(code) ? code : null;
}
