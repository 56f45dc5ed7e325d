import { useEffect, useState } from 'react';
import type { AppError } from '../../core/domain/errors.ts';
import type { Result } from '../../core/domain/result.ts';
import { useConsole } from '../state/console-store.ts';

/** What was answered last, null before the first answer; and the error of the last question, which leaves the answer before it. */
export interface Answer<T> {
  readonly value: T | null;
  readonly error: AppError | null;
}

/** An answer of the core, asked anew when the core is another or anything in `since` has changed; `since` has always as many items. */
export function useAnswer<T>(ask: () => Promise<Result<T>>, since: readonly unknown[]): Answer<T> {
  const generation = useConsole((state) => state.generation);
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these says that the answer may be another
  useEffect(() => {
    let isCurrent = true;
    void ask().then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setValue(answer.value);
      setError(answer.ok ? null : answer.error);
    });
    return () => {
      isCurrent = false;
    };
  }, [generation, ...since]);

  return { value, error };
}
