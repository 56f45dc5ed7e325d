import type { Result } from '../domain/result.ts';
import type { Clock, Log } from '../ports.ts';
import { type HeadRecord, writeHeadFile } from './head-file.ts';

/** How often the head is written outside at most. */
const periodMs = 1000;

/** Keeps the head outside the data folder up to date without being part of any row's way to disk. */
export interface HeadKeeper {
  /** The head has moved: it is written within a second. */
  moved(): void;
  /** Writes the head now; `storage-failed` leaves the old one. */
  writeNow(): Result<void>;
  /** Writes the head a last time. */
  close(): void;
}

/** A keeper that writes what `current` answers to `file`. */
export function createHeadKeeper(options: {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly current: () => HeadRecord;
}): HeadKeeper {
  const { clock, current, file, log } = options;
  let cancel: (() => void) | null = null;

  const writeNow = (): Result<void> => {
    cancel?.();
    cancel = null;
    const written = writeHeadFile(file, current());
    if (!written.ok)
      log.warn('the head of the audit trail could not be kept outside', {
        code: written.error.code,
      });
    return written;
  };

  return {
    moved() {
      cancel ??= clock.after(periodMs, writeNow);
    },
    writeNow,
    close: () => void writeNow(),
  };
}
