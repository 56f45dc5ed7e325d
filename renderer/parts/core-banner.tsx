import type { ReactElement } from 'react';
import { shownText } from '../escape.ts';
import { spanInWords } from '../format/time.ts';
import { useConsole } from '../state/console-store.ts';
import { useNow } from '../state/now.ts';
import { wordsFor } from '../words.ts';

/** Across every screen while the core does not answer: what that means for orders, and what happens next. */
export function CoreBanner(): ReactElement | null {
  const host = useConsole((state) => state.host);
  const loadProblem = useConsole((state) => state.loadProblem);
  const silentSinceMs = useConsole((state) => state.silentSinceMs);
  if (host?.core === 'crashed' || host?.core === 'stopped') {
    const next = host.core === 'crashed' ? 'It is started again by itself, halted.' : 'Restart the console.';
    return (
      <section className="core-banner" role="alert" aria-label="Core">
        <h2>{host.core === 'crashed' ? 'The trading core has crashed' : 'The trading core has stopped'}</h2>
        <p>
          Nothing is sent. What is shown below is the last that was known.{' '}
          {host.coreProblem === null ? next : shownText(host.coreProblem)}
        </p>
      </section>
    );
  }
  if (silentSinceMs !== null) return <SilentBanner sinceMs={silentSinceMs} />;
  if (loadProblem === null || loadProblem.code === 'core-unavailable') return null;
  const { happened, notDone, next } = wordsFor(loadProblem);
  return (
    <section className="core-banner" role="alert" aria-label="Core">
      <h2>The account could not be read</h2>
      <p>
        {happened} {notDone} {next}
      </p>
    </section>
  );
}

/** The core's process runs and says nothing: what that leaves open, and the one thing that ends it. */
function SilentBanner({ sinceMs }: { readonly sinceMs: number }): ReactElement {
  const nowMs = useNow();
  return (
    <section className="core-banner" aria-label="Core">
      <h2 role="alert">The trading core does not answer</h2>
      <p>
        It was asked {spanInWords(nowMs - sinceMs)} ago. What was under way may still happen; what is shown below is the
        last that was known. Wait, or press Halt: a core that does not confirm it is ended and started again, halted.
      </p>
    </section>
  );
}
