import type { ReactElement } from 'react';
import { bridge } from '../bridge.ts';
import { showScreen, useConsole } from '../state/console-store.ts';
import { sweepWords, venueNews } from '../state/venue-words.ts';
import { AskButton } from './ask-button.tsx';
import { AskingWords } from './asking-words.tsx';
import { Icon } from './icon.tsx';
import { useAsking } from './use-asking.ts';

/**
 * Across every screen: an armed exchange to which only orders that reduce go, what is open at one that nobody has seen yet, and what changed
 * there without a reason known here.
 */
export function ExchangeBanner(): ReactElement | null {
  const venues = useConsole((state) => state.venues);
  const news = (venues ?? []).flatMap((venue) => venueNews(venue) ?? []);
  if (news.length === 0) return null;
  return (
    <>
      {news.map((one) => (
        <OneExchange key={one.exchange} news={one} />
      ))}
    </>
  );
}

function OneExchange({ news }: { readonly news: NonNullable<ReturnType<typeof venueNews>> }): ReactElement {
  const asking = useAsking();
  const { exchange } = news;
  return (
    <section className="signer-banner exchange-banner" aria-label="Exchange">
      <Icon name="warning" />
      <div>
        {news.reducing === null ? null : <p>{news.reducing}</p>}
        {news.openOrders === null ? null : <p>{news.openOrders}</p>}
        {news.otherKeyOrders === null ? null : <p>{news.otherKeyOrders}</p>}
        {news.unexplained === null ? null : <p>{news.unexplained}</p>}
        <AskingWords asking={asking} />
      </div>
      {news.openOrders === null ? null : (
        <>
          <AskButton
            asking={asking}
            className="text-button"
            waitsFor="Cancelling each, then listing again."
            ask={() => bridge().ask['venues.sweep']({ exchange })}
            then={sweepWords}
          >
            Cancel all there
          </AskButton>
          <AskButton
            asking={asking}
            className="text-button"
            waitsFor="Noting it."
            ask={() => bridge().ask['venues.acknowledge']({ exchange, what: 'open-orders' })}
            then={() => ''}
          >
            Leave them
          </AskButton>
        </>
      )}
      {news.otherKeyOrders === null ? null : (
        <AskButton
          asking={asking}
          className="text-button"
          waitsFor="Noting it."
          ask={() => bridge().ask['venues.acknowledge']({ exchange, what: 'other-key-orders' })}
          then={() => ''}
        >
          I looked there myself
        </AskButton>
      )}
      <button type="button" className="text-button" onClick={() => showScreen('custody')}>
        Open Custody
      </button>
    </section>
  );
}
