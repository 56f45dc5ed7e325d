import type { AppError } from '../../core/domain/errors.ts';
import type { Result } from '../../core/domain/result.ts';
import type { Book, BookSource } from './book-source.ts';

/** How long after an answer a book is asked for again. */
export const bookAgainMs = 2_000;

/** The questions and the time of a book that is asked for again and again. */
export interface PolledBookPorts {
  readonly ask: () => Promise<Result<Book>>;
  /** Runs a task once after a delay; the answer calls it off. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  /** Hears why there is no book; null where there is one. */
  readonly onProblem: (error: AppError | null) => void;
}

/** A book that tells nothing by itself. */
export interface PolledBook extends BookSource {
  /** Asks from now on; the answer ends it. */
  follow(): () => void;
}

/** Not asked yet. Where the last question was not answered well there is no book: an old one is never shown for what stands there now. */
export function createPolledBook({ after, ask, onProblem }: PolledBookPorts): PolledBook {
  const watchers = new Set<() => void>();
  let book: Book | null = null;

  return {
    latest: () => book,
    watch(watcher) {
      watchers.add(watcher);
      if (book !== null) watcher();
      return () => void watchers.delete(watcher);
    },
    follow() {
      let isFollowed = true;
      let callOff = (): void => undefined;
      const look = async (): Promise<void> => {
        const answer = await ask();
        if (!isFollowed) return;
        book = answer.ok ? answer.value : null;
        onProblem(answer.ok ? null : answer.error);
        for (const watcher of watchers) watcher();
        callOff = after(bookAgainMs, () => void look());
      };
      void look();
      return () => {
        isFollowed = false;
        callOff();
      };
    },
  };
}
