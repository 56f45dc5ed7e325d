import type { VenueStanding } from '../contract/shapes.ts';
import type { AppError } from '../domain/errors.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import type { Clock } from '../ports.ts';
import type { Record } from '../trading/record.ts';
import type { ExchangeRounds } from './exchange-rounds.ts';
import { isOfVenue, type TroubleThresholds, troublesOf, type VenueSeen } from './venue-trouble.ts';

/** How long nothing may be wrong at an exchange before orders that open go there again. */
export const calmMs = 60_000;
const minuteMs = 60_000;

/** Whether only orders that reduce, and cancels, go to an exchange, and why. It says nothing of any other exchange. */
export interface ExchangeReducing {
  /** A request there went wrong; what says nothing of the exchange itself is not counted. */
  failed(error: AppError): void;
  /** Looks at it as it is now, and tells where that has changed. */
  look(): void;
  /** Why only orders that reduce go there now, as a sentence; null where all go. */
  why(): string | null;
  standing(): VenueStanding['reducing'];
  /** Nothing is known any more: the connection was let go. */
  forget(): void;
}

/** What it stands on. */
export interface ReducingDeps {
  readonly exchange: ExchangeName;
  readonly clock: Clock;
  readonly record: Pick<Record, 'always'>;
  readonly thresholds: () => TroubleThresholds;
  readonly rounds: () => Pick<ExchangeRounds, 'seen' | 'quietMs'>;
  readonly changed: () => void;
}

/**
 * Open as long as nothing is wrong. The first trouble reduces at once; it is open again by itself when nothing was wrong for a minute, so
 * that what comes and goes does not open it in between.
 */
export function createExchangeReducing(deps: ReducingDeps): ExchangeReducing {
  const { clock, exchange, record } = deps;
  const { title } = exchanges[exchange];
  let failures: readonly { readonly atMs: number; readonly code: AppError['code'] }[] = [];
  let current: { readonly sinceMs: number; readonly why: string; readonly kinds: string } | null = null;
  let troubledAtMs = 0;

  const recent = (): typeof failures => {
    failures = failures.filter(({ atMs }) => clock.monotonicMs() - atMs < minuteMs);
    return failures;
  };

  const seen = (): VenueSeen => {
    const rounds = deps.rounds();
    const errors = recent();
    const lastError = errors.at(-1)?.code ?? null;
    return { ping: rounds.seen().ping, errors: errors.length, lastError, quietMs: rounds.quietMs() };
  };

  function become(next: typeof current): void {
    const isChange = (current === null) !== (next === null);
    current = next;
    if (isChange) {
      record.always({
        eventType: 'venue-reducing',
        level: next === null ? 'info' : 'warn',
        status: 'ok',
        actor: 'core',
        subject: exchange,
        body: next === null ? { to: 'open' } : { to: 'reducing', why: next.why },
      });
    }
    deps.changed();
  }

  function look(): void {
    const now = seen();
    const found = troublesOf(now, deps.thresholds());
    const nowMs = clock.monotonicMs();
    if (found.length > 0) {
      troubledAtMs = nowMs;
      const kinds = found.map(({ kind }) => kind).join(' ');
      if (current?.kinds === kinds) return;
      const why = `Only orders that reduce go to ${title}: ${found.map(({ text }) => text).join('; ')}.`;
      become({ sinceMs: current?.sinceMs ?? Math.trunc(clock.nowMs()), why, kinds });
      // Of one that has told nothing nobody knows that it is well.
    } else if (now.ping === null) troubledAtMs = nowMs;
    else if (current !== null && nowMs - troubledAtMs >= calmMs) become(null);
  }

  return {
    failed(error) {
      if (!isOfVenue(error)) return;
      failures = [...recent(), { atMs: clock.monotonicMs(), code: error.code }];
      look();
    },
    look,
    why() {
      look();
      return current?.why ?? null;
    },
    standing: () => (current === null ? null : { sinceMs: current.sinceMs, why: current.why }),
    forget() {
      failures = [];
      current = null;
    },
  };
}
