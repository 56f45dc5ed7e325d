import type { ReactElement } from 'react';
import type { VenueStanding } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useAsking } from '../../parts/use-asking.ts';

const usualSec = 60;

/** The switch by which an exchange cancels everything once it hears nothing from here; off unless the person wants it. */
export function DeadmanSwitch({ venue }: { readonly venue: VenueStanding }): ReactElement {
  const asking = useAsking();
  const { deadman, exchange, title } = venue;
  return (
    <div className="custody-switch">
      <p className="part-note">
        <strong>Dead man's switch: {deadman === null ? 'off' : 'on'}.</strong>{' '}
        {deadman === null ? (
          `With it, ${shownText(title)} cancels every open order of the account once it has heard nothing from here for ${usualSec} s, also those you placed by hand.`
        ) : (
          <>
            Without a beat from here everything is cancelled there at <Moment atMs={deadman.armedUntilMs} />. Missed
            beats: {deadman.missed}.
          </>
        )}
      </p>
      <AskButton
        asking={asking}
        waitsFor="Asking."
        ask={() => bridge().ask['venues.requestDeadman']({ exchange, timeoutSec: deadman === null ? usualSec : 0 })}
        then={(approval) => approval}
      >
        {deadman === null ? 'Switch it on…' : 'Switch it off…'}
      </AskButton>
      <AskingWords asking={asking} />
    </div>
  );
}
