import type { ReactElement } from 'react';
import type { VenueStanding } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useAsking } from '../../parts/use-asking.ts';

const usualSec = 60;

/** The switch by which an exchange cancels everything once it hears nothing from here; off unless the person wants it. */
export function DeadmanSwitch({ venue }: { readonly venue: VenueStanding }): ReactElement {
  const asking = useAsking();
  const { deadman, exchange, title } = venue;
  const request = (timeoutSec: number): void =>
    void asking.ask(
      'Asking.',
      () => bridge().ask['venues.requestDeadman']({ exchange, timeoutSec }),
      (approval) => approval,
    );
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
      <button
        type="button"
        className="button"
        disabled={asking.waitsFor !== null}
        onClick={() => request(deadman === null ? usualSec : 0)}
      >
        {deadman === null ? 'Switch it on…' : 'Switch it off…'}
      </button>
      <AskingWords asking={asking} />
    </div>
  );
}
