import type { ReactElement } from 'react';
import type { Evidence } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { Moment } from '../../parts/moment.tsx';

/** What happened to a credential, newest first. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }): ReactElement {
  const newestFirst = [...evidence].sort((a, b) => b.atMs - a.atMs);
  return (
    <section className="pane-part" aria-labelledby="evidence-title">
      <h3 id="evidence-title">Evidence</h3>
      {newestFirst.length === 0 ? <p className="part-note">Nothing has happened to it yet.</p> : null}
      <ol className="evidence">
        {newestFirst.map(({ atMs, text, what }) => (
          <li key={`${atMs} ${what} ${text}`}>
            <Moment atMs={atMs} />
            <span>{shownText(text)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
