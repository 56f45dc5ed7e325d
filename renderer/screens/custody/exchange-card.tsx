import type { ReactElement } from 'react';
import type { VenueStanding } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { counted, signed } from '../../format/amount.ts';
import { agoInWords, momentWithZone } from '../../format/time.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { useNow } from '../../state/now.ts';
import { keySourceWords, openOrdersWords, venueStateWords } from '../../state/venue-words.ts';
import { DeadmanSwitch } from './deadman-switch.tsx';
import { OpenAtExchange } from './open-at-exchange.tsx';
import { UnexplainedChanges } from './unexplained-changes.tsx';

/** One exchange. Without a key it is asked nothing, and says so. */
export function ExchangeCard({ venue }: { readonly venue: VenueStanding }): ReactElement {
  const nowMs = useNow();
  const { exchange, health, keyProblem, keySource, openOrders, standIn, title } = venue;
  const hasKey = keySource !== 'none';
  const id = `exchange-${exchange}`;
  return (
    <section className="pane-part" aria-labelledby={id}>
      <header className="exchange-head">
        <h3 id={id}>{shownText(title)}</h3>
        <span className="exchange-state" data-state={hasKey ? health.state : 'none'}>
          {venueStateWords(venue)}
        </span>
      </header>
      {standIn === null ? null : (
        <p className="custody-problem">
          Stand-in at {shownText(standIn)}: this is not the real exchange, and it never trades live.
        </p>
      )}
      {keyProblem === null ? null : (
        <p className="custody-problem" role="alert">
          {shownText(keyProblem)}
        </p>
      )}
      {venue.reducing === null ? null : <p className="custody-problem">{shownText(venue.reducing.why)}</p>}
      {hasKey ? (
        <>
          <Facts>
            <Fact name="Key">{keySourceWords[keySource]}</Fact>
            <Fact name="Last answer took">
              {health.latencyMs === null ? 'no answer yet' : `${counted(health.latencyMs)} ms`}
            </Fact>
            <Fact name="Its clock minus ours">
              {health.skewMs === null ? 'unknown' : `${signed(String(Math.round(health.skewMs)))} ms`}
            </Fact>
            <Fact name="Says of itself">
              {{ ok: 'it works', maintenance: 'maintenance', unknown: 'nothing' }[venue.venueStatus]}
            </Fact>
            <Fact name="Open orders">
              {openOrders === null ? (
                'not asked yet'
              ) : (
                <span title={momentWithZone(openOrders.atMs)}>
                  {openOrdersWords(openOrders)}, {agoInWords(openOrders.atMs, nowMs)}
                </span>
              )}
            </Fact>
            <Fact name="Changing requests">{counted(venue.mutatingRequests)} since start</Fact>
          </Facts>
          <OpenAtExchange venue={venue} />
          <UnexplainedChanges venue={venue} />
          {venue.hasDeadman ? <DeadmanSwitch venue={venue} /> : null}
        </>
      ) : (
        <p className="part-note">No key: it is asked nothing.</p>
      )}
    </section>
  );
}
