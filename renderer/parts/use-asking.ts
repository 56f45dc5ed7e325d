import { useState } from 'react';
import type { Approval } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import type { Result } from '../../core/domain/result.ts';

/** Something the core is asked, which may take the person minutes to answer, such as on a device. */
export interface Asking {
  /** What is waited for; null while nothing is asked. */
  readonly waitsFor: string | null;
  readonly error: AppError | null;
  /** What came of the last question, or the approval that it waits for; empty when nothing did. */
  readonly said: string | Approval;
  /** Asks, saying meanwhile what is waited for. `then` puts the answer in words, or names the approval that is waited for now. */
  readonly ask: <T>(
    waitsFor: string,
    asked: () => Promise<Result<T>>,
    then: (value: T) => string | Approval,
  ) => Promise<void>;
  /** Takes back what was said. */
  readonly forget: () => void;
}

/** Asks one thing at a time and says how it went. */
export function useAsking(): Asking {
  const [waitsFor, setWaitsFor] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [said, setSaid] = useState<string | Approval>('');
  return {
    waitsFor,
    error,
    said,
    async ask(words, asked, then) {
      setWaitsFor(words);
      setError(null);
      setSaid('');
      const answer = await asked();
      setWaitsFor(null);
      if (answer.ok) setSaid(then(answer.value));
      else setError(answer.error);
    },
    forget: () => setSaid(''),
  };
}
