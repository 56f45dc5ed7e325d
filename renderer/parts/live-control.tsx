import { type ReactElement, useState } from 'react';
import type { AppError } from '../../core/domain/errors.ts';
import { exchanges } from '../../core/domain/exchanges.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { leftWords } from '../state/golive-words.ts';
import { useNow } from '../state/now.ts';
import { wordsFor } from '../words.ts';

/** While live trading is armed: how long it still is, and how to take it back at once. Not there on paper. */
export function LiveControl(): ReactElement | null {
  const armed = useConsole((state) => state.status?.armed ?? null);
  const [error, setError] = useState<AppError | null>(null);
  const nowMs = useNow();
  if (armed === null) return null;

  async function disarm(): Promise<void> {
    setError(null);
    const answer = await bridge().ask['golive.disarm']({});
    setError(answer.ok ? null : answer.error);
  }

  return (
    <div className="live-control">
      {error === null ? (
        <span
          title={`Armed for ${[...armed.exchanges.map((name) => exchanges[name].title), ...armed.chains.map((chainId) => `chain ${chainId}`)].join(', ')}`}
        >
          {leftWords(armed.untilMs - nowMs)}
        </span>
      ) : (
        <span role="alert" title={wordsFor(error).happened}>
          Not disarmed: halt
        </span>
      )}
      <button type="button" className="button" onClick={() => void disarm()}>
        Disarm
      </button>
    </div>
  );
}
