import { useState } from 'react';
import type { PreferencesChange } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { useConsole } from '../../state/console-store.ts';

/** Changes a preference and says why where it could not be. */
export function useChange(): {
  readonly error: AppError | null;
  readonly change: (part: PreferencesChange) => Promise<void>;
} {
  const [error, setError] = useState<AppError | null>(null);
  return {
    error,
    async change(part) {
      const answer = await bridge().ask['preferences.set'](part);
      setError(answer.ok ? null : answer.error);
      if (answer.ok) useConsole.setState({ preferences: answer.value });
    },
  };
}
