import type { ReactElement } from 'react';
import type { Market } from '../../../core/contract/shapes.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { standingDenial } from '../../state/standing-denial.ts';
import { setTicket, useTicket } from '../../state/ticket-store.ts';
import { usePolicyRows } from './use-policy-rows.ts';

const sides = [
  { value: 'buy', text: 'Buy' },
  { value: 'sell', text: 'Sell' },
] as const;

/** The kinds of order there are, in the order in which they are offered. */
export const orderKinds = [
  { value: 'limit', text: 'Limit' },
  { value: 'limit-maker', text: 'Post only' },
  { value: 'market', text: 'Market' },
  {
    value: 'stop-limit',
    text: 'Stop limit',
    title: 'Waits until a trade reaches its stop price, then works as a limit order',
  },
  {
    value: 'stop-market',
    text: 'Stop market',
    title: 'Waits until a trade reaches its stop price, then takes what the book offers',
  },
] as const;

const times = [
  { value: 'gtc', text: 'Until cancelled', title: 'GTC: waits in the book until it trades or is cancelled' },
  { value: 'ioc', text: 'IOC', title: 'Immediate or cancel: takes what is there now, the rest expires' },
  { value: 'fok', text: 'FOK', title: 'Fill or kill: all of it now, or nothing' },
] as const;

interface TicketKindProps {
  readonly market: Market;
  readonly offered: readonly (typeof orderKinds)[number][];
}

/** Side, kind and time in force; and why the policy in force denies the chosen kind, before anything is filled in. */
export function TicketKind({ market, offered }: TicketKindProps): ReactElement {
  const { side, timeInForce, type } = useTicket();
  const denial = standingDenial({ type, side, quote: market.quote }, usePolicyRows());
  return (
    <>
      <div className="ticket-choices">
        <Segmented
          label="Side"
          className="sides"
          value={side}
          options={sides}
          onChange={(chosen) => setTicket({ side: chosen })}
        />
        <Segmented
          label="Kind of order"
          className="quiet kinds"
          value={type}
          options={offered}
          onChange={(chosen) => setTicket({ type: chosen })}
        />
      </div>
      {type === 'limit' ? (
        <Segmented
          label="Time in force"
          className="quiet times"
          value={timeInForce}
          options={times}
          onChange={(chosen) => setTicket({ timeInForce: chosen })}
        />
      ) : null}
      {denial === null ? null : (
        <p className="ticket-denial" role="status">
          {denial}
        </p>
      )}
    </>
  );
}
