import type { ReactElement } from 'react';
import type { SystemStatus } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { latencyWords, liveVenueWords, skewWords } from '../state/connection-words.ts';
import { useConsole } from '../state/console-store.ts';
import { Chip } from './chip.tsx';
import { Fact, Facts } from './facts.tsx';

/** How the place is where orders go: the practice exchange, or the exchanges that live trading is armed for. */
export function VenueChip({ venue }: { readonly venue: SystemStatus['venue'] }): ReactElement {
  const venues = useConsole((state) => state.venues) ?? [];
  const live = venues.filter(({ isArmed }) => isArmed);
  if (live.length > 0) return <LiveVenuesChip live={live} />;
  const state = { ok: '', degraded: ' degraded', down: ' down' }[venue.state];
  return (
    <Chip
      label="Connection"
      tone={venue.state === 'ok' ? 'good' : 'caution'}
      text={`${shownText(venue.exchange)}${state}`}
      more={`${latencyWords(venue)}, skew ${skewWords(venue)}`}
    >
      <p>{shownText(venue.text)}</p>
      <Facts>
        <Fact name="Venue">{shownText(venue.exchange)}</Fact>
        <Fact name="Last answer took">{latencyWords(venue)}</Fact>
        <Fact name="Its clock minus ours">{skewWords(venue)}</Fact>
      </Facts>
    </Chip>
  );
}

function LiveVenuesChip({ live }: { readonly live: Parameters<typeof liveVenueWords>[0] }): ReactElement {
  const { isWell, text } = liveVenueWords(live);
  return (
    <Chip label="Connection" tone={isWell ? 'good' : 'caution'} text={text}>
      <Facts>
        {live.map(({ exchange, health, reducing, title }) => (
          <Fact key={exchange} name={shownText(title)}>
            {shownText(reducing?.why ?? health.text)} ({latencyWords(health)}, skew {skewWords(health)})
          </Fact>
        ))}
      </Facts>
    </Chip>
  );
}
