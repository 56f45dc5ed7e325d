import type { Approval, Order, Sweep, VenueBalances, VenueOpenOrder, VenueStanding } from '../contract/shapes.ts';
import type { ExchangeKey, ExchangeKeys } from '../custody/exchange-keys.ts';
import type { Ruling } from '../domain/errors.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { Ports } from '../ports.ts';
import type { Database } from '../store/database.ts';
import type { LiveStore } from '../trading/live-store.ts';
import type { LiveDeps, LiveTrading } from '../trading/open-live.ts';
import type { VenueConnection } from '../venues/venue.ts';
import type { LossPlace } from './day-loss.ts';
import type { ExchangeAccount } from './exchange-account.ts';
import type { PassportWord } from './exchange-mode.ts';
import type { TroubleThresholds } from './venue-trouble.ts';

/** One real exchange as the console has it. */
export interface Exchange extends LossPlace {
  standing(): VenueStanding;
  /** Since when and why only orders that reduce go there; null while all do. */
  reducing(): VenueStanding['reducing'];
  /** Asks it now: health, status, open orders, balances. Where it does not answer the standing says so. */
  check(): Promise<VenueStanding>;
  openOrders(): Promise<Result<VenueOpenOrder[]>>;
  /** The balances that are believed; asked for where they were not yet. */
  balances(): Promise<Result<VenueBalances>>;
  readonly account: ExchangeAccount;
  sweep(actor: string): Promise<Result<Sweep>>;
  acknowledge(what: 'open-orders' | 'other-key-orders' | 'unexplained', actor: string): Promise<Result<VenueStanding>>;
  requestDeadman(timeoutSec: number): Promise<Result<Approval>>;
  /** The open connection, null while there is none. */
  connection(): VenueConnection | null;
  /** Live trading there; the refusal of `liveMode`, or of opening a connection, where there is none. */
  live(): Promise<Result<LiveTrading>>;
  /** Live trading that is open, also while only orders of before are settled; else null. */
  openLive(): LiveTrading | null;
  /** How many live orders there are not known to be finished, also while live trading there is closed; null where live.db cannot be read. */
  openCount(): number | null;
  /** The open orders of ours that the key in use does not reach; all of them where no key is set. */
  unreached(): readonly Order[];
  /**
   * Live trading that is open, opened first where live.db holds orders of before that are not settled; null where there is nothing to
   * settle. What keeps it from being opened, where there is.
   */
  reachLive(): Promise<Result<LiveTrading | null>>;
  /** Opens the connection in the background, if a key is set. */
  begin(): void;
  close(): void;
}

/** What an exchange stands on. */
export interface ExchangeDeps
  extends Omit<LiveDeps, 'ports' | 'store' | 'connection' | 'key' | 'mode' | 'balancesChanged' | 'exchange'> {
  readonly name: ExchangeName;
  readonly ports: Ports;
  readonly database: Database;
  readonly store: LiveStore;
  readonly keys: ExchangeKeys;
  readonly standIn: string | null;
  readonly connect: (key: ExchangeKey) => Promise<Result<VenueConnection>>;
  readonly passport: (exchange: ExchangeName) => PassportWord;
  /** From which trouble on only orders that reduce go there. */
  readonly thresholds: () => TroubleThresholds;
  /** Why the day's loss allows no order that opens; null where it does. */
  readonly lossRefusal: () => Ruling | null;
  /** The markets there that must have a price, so that the day's loss can be told. */
  readonly marketsOf: (exchange: ExchangeName) => readonly string[];
}
