import type { ClosingQuestion } from './closing-question.ts';

/** What closing with care needs. */
export interface ClosingDeps {
  /** What is still open, as a question; null when nothing is. */
  readonly question: () => Promise<ClosingQuestion | null>;
  /** Asks the person; true closes. Nothing waits for it: while it is asked, everything can still be halted. */
  readonly ask: (question: ClosingQuestion) => Promise<boolean>;
}

/** Lets the person close the console, asking once when something is open. */
export interface Closing {
  /** Whether to go on now; if not, it is found out whether to, and `again` is called on a yes. */
  mayClose(again: () => void): boolean;
  /** From now on nothing is asked: the application ends. */
  end(): void;
}

/** Nothing was asked yet. A yes is good for one closing. What cannot be asked stays open. */
export function createClosing({ question, ask }: ClosingDeps): Closing {
  let isAsking = false;
  let isAnswered = false;
  let isEnding = false;

  async function isWanted(): Promise<boolean> {
    const open = await question();
    return open === null || (await ask(open));
  }

  async function findOut(again: () => void): Promise<void> {
    isAsking = true;
    isAnswered = await isWanted().catch(() => false);
    isAsking = false;
    if (isAnswered) again();
  }

  return {
    mayClose(again) {
      if (isEnding) return true;
      if (isAnswered) {
        isAnswered = false;
        return true;
      }
      if (!isAsking) void findOut(again);
      return false;
    },
    end() {
      isEnding = true;
    },
  };
}
