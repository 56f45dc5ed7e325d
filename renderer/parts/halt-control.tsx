import { type ReactElement, useState } from 'react';
import type { AppError } from '../../core/domain/errors.ts';
import { bridge } from '../bridge.ts';
import { setHalt, useConsole } from '../state/console-store.ts';
import { wordsFor } from '../words.ts';
import { Icon } from './icon.tsx';

/** The gate: one press halts, nothing is asked. Always in the same corner and of the same size, whatever its state. */
export function HaltControl(): ReactElement {
  const halt = useConsole((state) => state.status?.halt);
  const shortcut = useConsole((state) => state.host?.haltShortcut ?? '');
  const [isHalting, setHalting] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const isHalted = halt?.state === 'halted';

  async function engage(): Promise<void> {
    setHalting(true);
    setError(null);
    const answer = await bridge().ask['halt.engage']({ reason: 'Halt pressed in the window.', source: 'window' });
    setHalting(false);
    if (answer.ok) setHalt(answer.value);
    else setError(answer.error);
  }

  return (
    <div className="halt-corner">
      <button
        type="button"
        className="halt-control"
        data-state={isHalted ? 'halted' : 'armed'}
        aria-disabled={isHalted}
        title={isHalted ? 'Trading is halted.' : `Halts trading at once. ${shortcut}`}
        onClick={() => {
          if (!isHalted) void engage();
        }}
      >
        <Icon name="gate" />
        <span>{isHalted ? 'HALTED' : isHalting ? 'Halting' : 'Halt'}</span>
      </button>
      {error === null ? null : (
        <p className="halt-failure" role="alert">
          Not halted through the core. {wordsFor(error).happened} {wordsFor(error).notDone}
        </p>
      )}
    </div>
  );
}
