import type { VenueStanding } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { liveScope } from '../trading/open-live.ts';
import type { OpenAtVenue, VenueConnection } from '../venues/venue.ts';
import type { Exchange, ExchangeDeps } from './exchange.ts';
import { openExchangeAccount } from './exchange-account.ts';
import { createExchangeDeadman } from './exchange-deadman.ts';
import { createExchangeLink, keyChanged } from './exchange-link.ts';
import { createExchangeLive } from './exchange-live.ts';
import { liveMode } from './exchange-mode.ts';
import { createExchangeOpenOrders } from './exchange-open-orders.ts';
import { createExchangeOtherKeys } from './exchange-other-keys.ts';
import { createExchangeRounds } from './exchange-rounds.ts';
import { standingOf } from './exchange-standing.ts';
import { sweepExchange } from './exchange-sweep.ts';
import { createExchangeWatch } from './exchange-watch.ts';

/** One exchange, asked nothing yet: the connection is opened by `begin`, or by the first thing that needs it. */
export function createExchange(deps: ExchangeDeps): Exchange {
  const { keys, name, ports, record, standIn } = deps;
  const { clock } = ports;
  const isArmed = (): boolean => standIn === null && ports.arming.isArmed(liveScope(name));
  let wasArmed = isArmed();
  let told = '';
  let isClosed = false;

  const { connect, price, reducing } = createExchangeWatch({
    ...deps,
    exchange: name,
    clock,
    changed: tell,
    rounds: () => rounds,
    isAsked: () => !isClosed && link.hasKey(),
  });
  const link = createExchangeLink({
    exchange: name,
    keys,
    clock,
    connect,
    opened() {
      live.follow();
      rounds.start();
      void rounds.now();
    },
    closed() {
      rounds.stop();
      reducing.forget();
      deadman.stop('the key has changed, or the console closes');
      live.follow();
    },
    changed: tell,
  });
  const connection = (): VenueConnection | null => link.current()?.connection ?? null;

  const live = createExchangeLive({
    ...deps,
    exchange: name,
    log: ports.log,
    // What stands in for the exchange knows nothing of real orders: it must not settle one.
    linked: () => (standIn === null ? link.current() : null),
    hasNoKey: () => link.keySource() === 'none' && link.keyProblem() === null,
    isArmed,
    mode,
    balancesChanged: () => rounds.soon('balances'),
  });
  const account = openExchangeAccount({
    exchange: name,
    database: deps.database,
    clock,
    record,
    fills: live.fills,
    inDoubt: live.inDoubt,
  });
  const openOrders = createExchangeOpenOrders({ exchange: name, isOurs: live.isOurs, isArmed, record });
  const otherKeys = createExchangeOtherKeys({ exchange: name, record, unreached: live.unreached });
  const shown = { 'open-orders': openOrders, 'other-key-orders': otherKeys, unexplained: account } as const;
  const deadman = createExchangeDeadman({
    exchange: name,
    clock,
    approvals: deps.approvals,
    record,
    deadman: () => connection()?.deadman ?? null,
    changed: tell,
  });

  const rounds = createExchangeRounds({
    clock,
    linked: link.current,
    isTrading: () => live.current() !== null,
    markets: () => deps.marketsOf(name),
    isDoubtful: account.isDoubtful,
    pinged: live.pinged,
    orders: listed,
    balances: account.take,
    everySecond,
    changed() {
      reducing.look();
      tell();
    },
  });

  function mode(exposure: 'open' | 'reduce'): Result<void> {
    return liveMode(
      {
        exchange: name,
        isArmed: isArmed(),
        standIn,
        passport: deps.passport(name),
        skewMs: rounds.seen().ping?.skewMs ?? null,
        reducing: reducing.why,
        loss: deps.lossRefusal,
      },
      exposure,
    );
  }

  function listed(orders: readonly OpenAtVenue[], atMs = Math.trunc(clock.nowMs())): void {
    openOrders.take(orders, atMs);
    live.noteOpen(orders);
  }

  function everySecond(): void {
    const nowArmed = isArmed();
    live.follow();
    reducing.look();
    if (nowArmed === wasArmed) return;
    wasArmed = nowArmed;
    // What is open now is nobody's business here any more: the person is told at once.
    if (!nowArmed) openOrders.tellAgain();
    // Armed, the first order needs the exchange's time and what the account holds, and should not wait for the next round.
    void rounds.now();
    tell();
  }

  function standing(): VenueStanding {
    const passport = deps.passport(name);
    const parts = { account, deadman, link, name, openOrders, otherKeys, passport, reducing, rounds, standIn };
    return standingOf({ ...parts, isArmed: isArmed() });
  }

  /** Tells the windows, once for each change. */
  function tell(): void {
    const payload = standing();
    const text = JSON.stringify(payload);
    if (text === told) return;
    told = text;
    deps.announce({ topic: 'venue.changed', payload });
  }

  return {
    name,
    standing,
    account,
    async check() {
      const wasOpen = link.current() !== null;
      const opened = await link.open();
      // Opening it has begun the first round.
      if (opened.ok) await (wasOpen ? rounds.now() : rounds.idle());
      return standing();
    },
    async openOrders() {
      const linked = await link.open();
      if (!linked.ok) return linked;
      const orders = await linked.value.connection.canceller.openOrders();
      if (!orders.ok) return orders;
      if (link.current() !== linked.value) return keyChanged;
      listed(orders.value);
      tell();
      return ok([...(openOrders.list() ?? [])]);
    },
    async balances() {
      const linked = await link.open();
      if (!linked.ok) return linked;
      if (account.balances() === null) await rounds.idle();
      const known = account.balances();
      const failure = rounds.seen().failure;
      if (known !== null) return ok(known);
      return err(failure ?? { code: 'venue-unreachable', retry: 'safe', venue: name, why: 'it has not answered yet' });
    },
    async sweep(actor) {
      const linked = await link.open();
      if (!linked.ok) return linked;
      const { canceller } = linked.value.connection;
      const taken = (orders: readonly OpenAtVenue[]): void => {
        if (link.current() === linked.value) listed(orders);
      };
      const parts = {
        exchange: name,
        canceller,
        record,
        isOurs: live.isOurs,
        listed: taken,
        unreached: live.unreached,
      };
      const swept = await sweepExchange(parts, actor);
      rounds.soon('balances');
      tell();
      return ok(swept);
    },
    async acknowledge(what, actor) {
      const done = await shown[what].acknowledge(actor);
      if (!done.ok) return done;
      tell();
      return ok(standing());
    },
    async requestDeadman(timeoutSec) {
      const linked = await link.open();
      return linked.ok ? deadman.request(timeoutSec) : linked;
    },
    connection,
    async live() {
      // The weaker question: an order that opens is asked about by itself.
      if (standIn !== null || !isArmed()) return refusedBy(mode('reduce'));
      const linked = await link.open();
      if (!linked.ok) return linked;
      if (rounds.seen().ping === null) await rounds.idle();
      live.follow();
      const allowed = mode('reduce');
      const open = live.current();
      return allowed.ok && open !== null ? ok(open) : refusedBy(allowed);
    },
    openLive: live.current,
    reducing: reducing.standing,
    openCount: live.openCount,
    isArmed,
    ourFills: live.ourFills,
    price,
    confirmedMs: () => live.current()?.trading.confirmedTime.nowMs() ?? 0,
    unreached: live.unreached,
    async reachLive() {
      if (live.current() !== null || !live.mayHaveOrders()) return ok(live.current());
      if (standIn !== null) return refusedBy(mode('reduce'));
      const linked = await link.open();
      if (!linked.ok) return linked;
      const open = live.current();
      return open !== null || !live.mayHaveOrders() ? ok(open) : refusedBy(ok(undefined));
    },
    begin: () => void (link.hasKey() && link.open()),
    close() {
      isClosed = true;
      link.close();
      live.close();
    },
  };

  function refusedBy(allowed: Result<void>): Result<never> {
    if (!allowed.ok) return allowed;
    return err({ code: 'storage-failed', retry: 'after-checking', what: 'live.db could not be opened' });
  }
}
