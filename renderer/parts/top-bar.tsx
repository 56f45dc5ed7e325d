import type { ReactElement } from 'react';
import { useConsole } from '../state/console-store.ts';
import { HaltControl } from './halt-control.tsx';
import { Icon } from './icon.tsx';
import { LiveControl } from './live-control.tsx';
import { StatusChips } from './status-chips.tsx';

/** Always in sight: what this is, paper or live, every state that matters, and the halt in its corner. */
export function TopBar(): ReactElement {
  const mode = useConsole((state) => state.status?.mode);
  return (
    <header className="top-bar">
      <div className="mark">
        <Icon name="mark" size={20} />
        <span>Portcullis</span>
      </div>
      {mode === undefined ? null : (
        <span
          className="mode"
          data-mode={mode}
          title={mode === 'paper' ? 'Practice money: nothing real is sent.' : 'Real money.'}
        >
          {mode === 'paper' ? 'PAPER' : 'LIVE'}
        </span>
      )}
      <StatusChips />
      <LiveControl />
      <HaltControl />
    </header>
  );
}
