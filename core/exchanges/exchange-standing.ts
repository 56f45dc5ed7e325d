import type { VenueStanding } from '../contract/shapes.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import type { ExchangeAccount } from './exchange-account.ts';
import type { ExchangeDeadman } from './exchange-deadman.ts';
import { healthOf } from './exchange-health.ts';
import type { ExchangeLink } from './exchange-link.ts';
import type { PassportWord } from './exchange-mode.ts';
import type { ExchangeOpenOrders } from './exchange-open-orders.ts';
import type { ExchangeOtherKeys } from './exchange-other-keys.ts';
import type { ExchangeReducing } from './exchange-reducing.ts';
import type { ExchangeRounds } from './exchange-rounds.ts';

/** The parts of an exchange that its standing is read from. */
export interface StandingParts {
  readonly name: ExchangeName;
  readonly standIn: string | null;
  readonly isArmed: boolean;
  readonly passport: PassportWord;
  readonly link: ExchangeLink;
  readonly rounds: ExchangeRounds;
  readonly reducing: ExchangeReducing;
  readonly openOrders: ExchangeOpenOrders;
  readonly otherKeys: ExchangeOtherKeys;
  readonly account: ExchangeAccount;
  readonly deadman: ExchangeDeadman;
}

/** An exchange as the console has it now; nothing is asked for that. */
export function standingOf(parts: StandingParts): VenueStanding {
  const { account, deadman, link, name, openOrders, otherKeys, rounds } = parts;
  const beats = deadman.standing();
  const seen = rounds.seen();
  const noKey = link.hasKey() ? null : (link.keyProblem() ?? 'No key is set; it is not asked.');
  const lately = { ping: seen.ping, failure: seen.failure ?? link.failure(), missedBeats: beats?.missed ?? 0 };
  return {
    exchange: name,
    title: exchanges[name].title,
    standIn: parts.standIn,
    keySource: link.keySource(),
    keyProblem: link.keyProblem(),
    passportVerdict: parts.passport.verdict,
    health: healthOf(name, lately, noKey),
    venueStatus: rounds.venueStatus(),
    reducing: parts.reducing.standing(),
    openOrders: openOrders.standing(),
    otherKeyOrders: otherKeys.standing(),
    unexplained: account.unexplained(),
    deadman: beats,
    hasDeadman: (link.current()?.connection.deadman ?? null) !== null,
    isArmed: parts.isArmed,
    mutatingRequests: link.mutatingRequests(),
  };
}
