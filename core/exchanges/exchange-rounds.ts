import type { Balance } from '../contract/shapes.ts';
import type { AppError } from '../domain/errors.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { OpenAtVenue, VenueStatus } from '../venues/venue.ts';
import type { Seen } from './exchange-health.ts';
import type { Linked } from './exchange-link.ts';

/**
 * How often an exchange is asked, by what. It comes to at most 14 requests a minute (30 with a live order open, and two more for each market
 * in which something of ours is held), far below what any of the three allows: Binance counts 6,000 of weight a minute, of which an open-order list over all markets takes 80; Kraken takes back a third
 * of a request a second from the slowest accounts; Coinbase answers 30 private requests a second.
 */
export const roundMs = 10_000;
const balancesMs = 30_000;
const ordersMs = 60_000;
const statusMs = 60_000;
/** How often the account is asked about where the key was refused: it will be refused again. While orders may be open, once a minute. */
const refusedMs = 300_000;
/** How often it is looked whether trading was armed or disarmed; nothing is sent for it. */
const secondMs = 1_000;
/** How long an answer to a ping tells of the exchange's clock: rounds may pause. */
const pingHoldsMs = 60_000;
/** A timer may come a little early. */
const slackMs = 500;

/** The rounds in which an exchange is asked how it is and what the account holds. */
export interface ExchangeRounds {
  seen(): Omit<Seen, 'missedBeats'>;
  /** How long nothing new came of its time or of what is held there, whichever is older; null while there are no rounds. */
  quietMs(): number | null;
  venueStatus(): VenueStatus;
  /** Asks everything now. */
  now(): Promise<void>;
  /** Waits until no round is under way. */
  idle(): Promise<void>;
  /** The next round asks for this, whenever it was due. */
  soon(what: 'orders' | 'balances'): void;
  start(): void;
  stop(): void;
}

/** What rounds stand on, and whom they tell. */
export interface RoundsDeps {
  readonly clock: Clock;
  readonly linked: () => Linked | null;
  /** Whether orders of ours may change there: then what is open is listed in every round. */
  readonly isTrading: () => boolean;
  /** The markets whose books are read now and then: what is held of them must have a price. */
  readonly markets: () => readonly string[];
  /** Whether the balances must be asked again in the next round. */
  readonly isDoubtful: () => boolean;
  readonly pinged: (skewMs: number) => void;
  readonly orders: (orders: readonly OpenAtVenue[], askedAtMs: number) => void;
  readonly balances: (balances: readonly Balance[], askedAtMs: number, credentialId: string) => void;
  readonly everySecond: () => void;
  readonly changed: () => void;
}

type Step = 'ping' | 'status' | 'orders' | 'balances' | 'books';
/** Of what is asked again and again, what must not grow old. */
const mustBeNew: readonly Step[] = ['ping', 'balances'];
/** As many levels as tell the best price. */
const bookDepth = 5;

/** Rounds that have not begun; no timer runs before `start`. A round that takes long is never met by another. */
export function createExchangeRounds(deps: RoundsDeps): ExchangeRounds {
  const { clock } = deps;
  const failures = new Map<Step, AppError>();
  const askedAt = new Map<Step, number>();
  const answeredAt = new Map<Step, number>();
  let startedAtMs: number | null = null;
  let ping: Seen['ping'] = null;
  let pingAtMs = 0;
  let status: VenueStatus = 'unknown';
  let pausedUntilMs = 0;
  let running: Promise<void> | null = null;
  let stopTimers = (): void => undefined;

  const isDue = (step: Step, periodMs: number): boolean => {
    const last = askedAt.get(step);
    return last === undefined || clock.monotonicMs() - last >= periodMs - slackMs;
  };

  /** Asks for one thing; what comes after the connection was let go is not taken in. */
  async function ask<T>(step: Step, linked: Linked, request: () => Promise<Result<T>>): Promise<T | null> {
    askedAt.set(step, clock.monotonicMs());
    const answer = await request();
    if (deps.linked() !== linked) return null;
    if (answer.ok) {
      failures.delete(step);
      answeredAt.set(step, clock.monotonicMs());
      return answer.value;
    }
    failures.set(step, answer.error);
    if (answer.error.code === 'rate-limited') pausedUntilMs = clock.monotonicMs() + answer.error.retryAfterMs;
    return null;
  }

  async function round(isAll: boolean): Promise<void> {
    const linked = deps.linked();
    if (linked === null || (!isAll && clock.monotonicMs() < pausedUntilMs)) return;
    const { canceller, inspector } = linked.connection;
    const pong = await ask('ping', linked, () => inspector.ping());
    if (deps.linked() !== linked) return;
    ping = pong;
    pingAtMs = clock.monotonicMs();
    if (pong !== null) {
      deps.pinged(pong.skewMs);
      await rest(linked, isAll);
    }
    if (deps.linked() === linked) deps.changed();

    /** A key that is refused is not shown every few seconds. */
    function spaced(periodMs: number): number {
      if (![...failures.values()].some(isRefusedKey)) return periodMs;
      return Math.max(periodMs, deps.isTrading() ? ordersMs : refusedMs);
    }

    async function rest(of: Linked, all: boolean): Promise<void> {
      const isStill = (): boolean => deps.linked() === of;
      if (all || isDue('status', statusMs)) status = (await ask('status', of, () => inspector.status())) ?? 'unknown';
      if (isStill() && (all || isDue('orders', spaced(deps.isTrading() ? roundMs : ordersMs)))) {
        const atMs = Math.trunc(clock.nowMs());
        const orders = await ask('orders', of, () => canceller.openOrders());
        if (orders !== null) deps.orders(orders, atMs);
      }
      if (isStill() && (all || isDue('balances', spaced(deps.isDoubtful() ? roundMs : balancesMs)))) {
        const atMs = Math.trunc(clock.nowMs());
        const balances = await ask('balances', of, () => inspector.balances());
        if (balances !== null) deps.balances(balances, atMs, of.credentialId);
      }
      if (all || isDue('books', balancesMs)) {
        for (const symbol of deps.markets()) {
          if (isStill()) await ask('books', of, () => inspector.book(symbol, bookDepth));
        }
      }
    }
  }

  function run(isAll: boolean): Promise<void> {
    const mine = round(isAll).finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  }

  async function idle(): Promise<void> {
    while (running !== null) await running;
  }

  return {
    seen: () => ({
      ping: clock.monotonicMs() - pingAtMs <= pingHoldsMs ? ping : null,
      failure: failures.values().next().value ?? null,
    }),
    quietMs() {
      const since = startedAtMs;
      if (since === null) return null;
      return clock.monotonicMs() - Math.min(...mustBeNew.map((step) => answeredAt.get(step) ?? since));
    },
    venueStatus: () => status,
    async now() {
      await idle();
      await run(true);
    },
    idle,
    soon: (what) => void askedAt.delete(what),
    start() {
      stopTimers();
      startedAtMs = clock.monotonicMs();
      const timers = [
        clock.every(roundMs, () => {
          if (running === null) void run(false);
        }),
        clock.every(secondMs, deps.everySecond),
      ];
      stopTimers = () => {
        for (const stop of timers) stop();
      };
    },
    stop() {
      stopTimers();
      stopTimers = () => undefined;
      startedAtMs = null;
      failures.clear();
      askedAt.clear();
      answeredAt.clear();
      ping = null;
      status = 'unknown';
      pausedUntilMs = 0;
    },
  };
}

function isRefusedKey(error: AppError): boolean {
  return error.code === 'key-refused' && error.problem !== 'clock';
}
