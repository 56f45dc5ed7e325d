import type { ReactElement } from 'react';
import type { VenueStanding } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { signed } from '../../format/amount.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useAsking } from '../../parts/use-asking.ts';

/** Changes of balances that nothing here accounts for. A deposit is one, too: only the person knows. */
export function UnexplainedChanges({ venue }: { readonly venue: VenueStanding }): ReactElement | null {
  const asking = useAsking();
  const { exchange, unexplained } = venue;
  if (unexplained.length === 0) return null;
  return (
    <div className="custody-warning">
      <p>
        <strong>What you hold changed, and nothing here explains it.</strong> If you neither moved money nor traded
        elsewhere, halt and look at the account on the exchange's own page.
      </p>
      <ul aria-label="Unexplained changes">
        {unexplained.map(({ asset, atMs, change }) => (
          <li key={`${asset} ${atMs}`}>
            <span className="figure">{signed(change)}</span> {shownText(asset)}, <Moment atMs={atMs} />
          </li>
        ))}
      </ul>
      <AskButton
        asking={asking}
        waitsFor="Noting it."
        ask={() => bridge().ask['venues.acknowledge']({ exchange, what: 'unexplained' })}
        then={() => ''}
      >
        I know what it was
      </AskButton>
      <AskingWords asking={asking} />
    </div>
  );
}
