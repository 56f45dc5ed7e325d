import type { ReactElement } from 'react';
import { shownText } from '../escape.ts';
import { useConsole } from '../state/console-store.ts';
import { wordsFor } from '../words.ts';

/** Across every screen while the core does not answer: what that means for orders, and what happens next. */
export function CoreBanner(): ReactElement | null {
  const host = useConsole((state) => state.host);
  const loadProblem = useConsole((state) => state.loadProblem);
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
