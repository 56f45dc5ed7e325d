import type { ReactElement } from 'react';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { leftWords } from '../state/golive-words.ts';
import { useNow } from '../state/now.ts';

/** While live trading is armed: how long it still is, and how to take it back at once. Not there on paper. */
export function LiveControl(): ReactElement | null {
  const armed = useConsole((state) => state.status?.armed ?? null);
  const nowMs = useNow();
  if (armed === null) return null;
  return (
    <div className="live-control">
      <span
        title={`Armed for ${[...armed.exchanges, ...armed.chains.map((chainId) => `chain ${chainId}`)].join(', ')}`}
      >
        {leftWords(armed.untilMs - nowMs)}
      </span>
      <button type="button" className="button" onClick={() => void bridge().ask['golive.disarm']({})}>
        Disarm
      </button>
    </div>
  );
}
