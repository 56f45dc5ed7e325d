import { Component, type ReactNode } from 'react';
import { bridge } from '../bridge.ts';

interface State {
  readonly isBroken: boolean;
}

/** Catches a fault of the window itself: says so, and keeps the one control that must never be missing. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { isBroken: false };

  static getDerivedStateFromError(): State {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main className="broken-window">
        <h1>This window ran into a fault of its own.</h1>
        <p>
          The trading core is not affected: orders, halt and audit trail are where they were. Nothing was sent by this.
        </p>
        <div className="button-row">
          <button type="button" className="button" onClick={() => location.reload()}>
            Load the window again
          </button>
          <button
            type="button"
            className="button halt-plain"
            onClick={() =>
              void bridge().ask['halt.engage']({ reason: 'Halt pressed in the window.', source: 'window' })
            }
          >
            Halt trading
          </button>
        </div>
      </main>
    );
  }
}
