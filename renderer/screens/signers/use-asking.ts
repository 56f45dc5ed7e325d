import { useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import type { Result } from '../../../core/domain/result.ts';

/** Something a signer is asked, which may take the person minutes to answer on a device. */
export interface Asking {
  /** What is waited for; null while nothing is asked. */
  readonly waitsFor: string | null;
  readonly error: AppError | null;
  /** What came of the last question; empty when nothing did. */
  readonly said: string;
  /** Asks, saying meanwhile what is waited for. `then` puts the answer in words. */
  readonly ask: <T>(waitsFor: string, asked: () => Promise<Result<T>>, then: (value: T) => string) => Promise<void>;
}

/** Asks one thing at a time and says how it went. */
export function useAsking(): Asking {
  const [waitsFor, setWaitsFor] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');
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
  };
}
