import type { Announcement } from '../contract/topics.ts';
import type { OrderIntent } from '../domain/intent.ts';
import type { DecimalText } from '../domain/money.ts';
import type { Result } from '../domain/result.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { Facts } from '../policy/rule.ts';
import type { Clock, Ids, Log } from '../ports.ts';
import type { OrderClient, VenueConnection } from '../venues/venue.ts';
import type { Approvals } from './approvals.ts';
import type { Judgement } from './approve.ts';
import type { Cancels } from './cancels.ts';
import type { ConfirmedTime } from './confirmed-time.ts';
import type { Journal } from './journal.ts';
import type { LostOrders } from './lost-orders.ts';
import type { Record } from './record.ts';
import type { Reservations } from './reservations.ts';

/** What the use cases of trading stand on. */
export interface Trading {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly halt: HaltControl;
  readonly record: Record;
  readonly journal: Journal;
  readonly venue: VenueConnection;
  /**
   * Whether orders that open, or that reduce, may go to this venue now, the halt aside; the first refusal where not. Absent on paper, which
   * is always open.
   */
  readonly mode?: (exposure: 'open' | 'reduce') => Result<void>;
  /** The one object that can place such an order, or null while its scope is not armed. */
  readonly orderClient: (exposure: 'open' | 'reduce') => OrderClient | null;
  /** The policy's ruling on an intent and the facts gathered for it. */
  readonly judge: (intent: OrderIntent, facts: Facts) => Judgement;
  /** How far from the middle of the book the policy lets an order trade, in percent; null where it sets no band. */
  readonly priceBandPercent: () => DecimalText | null;
  /** What orders reserved of the rolling windows, and the time those go by. */
  readonly reservations: Reservations;
  readonly confirmedTime: ConfirmedTime;
  readonly approvals: Approvals;
  /** Tells the windows what has changed. */
  readonly announce: (announcement: Announcement) => void;
  /** Asks for the balances to be read again and announced. */
  readonly balancesChanged: () => void;
  /** Client order ids being submitted at this moment: their fate is the submission's to tell. */
  readonly inFlight: Set<string>;
  readonly lostOrders: LostOrders;
  readonly cancels: Cancels;
  /** Asks for an order to be read again from the venue soon. */
  readonly refreshSoon: (symbol: string, clientOrderId: string) => void;
  /** A submit of this origin was refused: too many in a minute halt. */
  readonly refusedSubmit: (origin: string) => void;
  readonly count: (event: 'submitted' | 'refused' | 'canceled' | 'filled') => void;
}
