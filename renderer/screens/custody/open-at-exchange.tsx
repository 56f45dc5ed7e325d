import { type ReactElement, useState } from 'react';
import type { VenueOpenOrder, VenueStanding } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { grouped } from '../../format/amount.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { SideWord } from '../../parts/side-word.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { sweepWords } from '../../state/venue-words.ts';

/** What is open at an exchange, whoever placed it: seen when it is asked for, cancelled all together with proof. */
export function OpenAtExchange({ venue }: { readonly venue: VenueStanding }): ReactElement {
  const { exchange, openOrders } = venue;
  const asking = useAsking();
  const [orders, setOrders] = useState<readonly VenueOpenOrder[] | null>(null);

  return (
    <>
      <div className="button-row wrap">
        <AskButton
          asking={asking}
          waitsFor="The exchange is asked."
          ask={() => bridge().ask['venues.openOrders']({ exchange })}
          then={(found) => {
            setOrders(found);
            return found.length === 0 ? 'Nothing is open there.' : '';
          }}
        >
          List what is open
        </AskButton>
        <AskButton
          asking={asking}
          isDisabled={openOrders === null || openOrders.count === 0}
          waitsFor="Cancelling each, then listing again."
          ask={() => bridge().ask['venues.sweep']({ exchange })}
          then={(sweep) => {
            setOrders(sweep.left.length === 0 ? null : sweep.left);
            return sweepWords(sweep);
          }}
        >
          Cancel all there
        </AskButton>
      </div>
      <AskingWords asking={asking} />
      {orders === null || orders.length === 0 ? null : (
        <ul className="open-there" aria-label="Open there">
          {orders.map((order) => (
            <li key={order.venueOrderId}>
              <SideWord side={order.side} /> {grouped(order.amount)} {shownText(order.symbol)}
              {order.price === null ? '' : ` at ${grouped(order.price)}`}
              {order.stopPrice === null ? '' : `, from ${grouped(order.stopPrice)} on`}
              <span className="soft">
                {' '}
                {shownText(order.type)}, {order.isOurs ? 'placed here' : 'placed elsewhere'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
