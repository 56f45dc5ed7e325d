import type { Announcement } from '../contract/topics.ts';
import type { OrderIntent } from '../domain/intent.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { Clock, Ids, Log } from '../ports.ts';
import type { OrderClient, VenueConnection } from '../venues/venue.ts';
import type { Judgement } from './approve.ts';
import type { Journal } from './journal.ts';
import type { Record } from './record.ts';

/** What the use cases of trading stand on. */
export interface Trading {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly halt: HaltControl;
  readonly record: Record;
  readonly journal: Journal;
  readonly venue: VenueConnection;
  /** The one object that can place an order, or null while its scope is not armed. */
  readonly orderClient: () => OrderClient | null;
  /** The policy's ruling on an intent, on facts gathered now. */
  readonly judge: (intent: OrderIntent) => Judgement;
  /** Tells the windows what has changed. */
  readonly announce: (announcement: Announcement) => void;
  /** Asks for the balances to be read again and announced. */
  readonly balancesChanged: () => void;
  /** Client order ids being submitted at this moment: their fate is the submission's to tell. */
  readonly inFlight: Set<string>;
  /** Asks for an order to be read again from the venue soon. */
  readonly refreshSoon: (symbol: string, clientOrderId: string) => void;
  readonly count: (event: 'submitted' | 'refused' | 'canceled' | 'filled') => void;
}
