import type { ClosingQuestion } from './closing-question.ts';

/** What closing with care needs. */
export interface ClosingDeps {
  /** What is still open, as a question; null when nothing is. */
  readonly question: () => ClosingQuestion | null;
  /** Asks the person; true closes. Nothing waits for it: while it is asked, everything can still be halted. */
  readonly ask: (question: ClosingQuestion) => Promise<boolean>;
}

/** Lets the person close the console, asking once when something is open. */
export interface Closing {
  /** Whether to go on now; if not, the person is asked and `again` is called on a yes. */
  mayClose(again: () => void): boolean;
  /** From now on nothing is asked: the application ends. */
  end(): void;
}

/** Nothing was asked yet. A yes is good for one closing. */
export function createClosing({ question, ask }: ClosingDeps): Closing {
  let isAsking = false;
  let isAnswered = false;
  let isEnding = false;
  return {
    mayClose(again) {
      if (isEnding) return true;
      if (isAnswered) {
        isAnswered = false;
        return true;
      }
      const open = question();
      if (open === null) return true;
      if (isAsking) return false;
      isAsking = true;
      void ask(open)
        .catch(() => false)
        .then((isYes) => {
          isAsking = false;
          if (!isYes) return;
          isAnswered = true;
          again();
        });
      return false;
    },
    end() {
      isEnding = true;
    },
  };
}
