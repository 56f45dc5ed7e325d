import type { KeyPassport } from '../contract/shapes.ts';
import type { AppError, Ruling } from '../domain/errors.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** How far a venue's clock may be from ours for live orders, in milliseconds; exclusive. */
export const liveSkewMs = 1_000;

/** What is known of the passport of the key in use: its verdict, and in a sentence why it is not fit. */
export interface PassportWord {
  readonly verdict: KeyPassport['verdict'];
  readonly why: string;
}

/** What live trading on an exchange depends on beside the halt. */
export interface LiveFacts {
  readonly exchange: ExchangeName;
  readonly isArmed: boolean;
  /** What stands in for the exchange on this machine, null for the real one. */
  readonly standIn: string | null;
  readonly passport: PassportWord;
  /** The venue's clock minus ours at the last answer; null while it is not known. */
  readonly skewMs: number | null;
  /** Why only orders that reduce go there now, as a sentence; null where all do. */
  readonly reducing: () => string | null;
  /** Why the day's loss allows nothing new anywhere; null where it does, or nothing limits it. */
  readonly loss: () => Ruling | null;
}

/**
 * Whether live orders may go to an exchange now. `not-allowed` while it is not armed or has a stand-in; `denied-by-policy`, with the reason,
 * for a key that its passport does not find fit, and for an order that opens also where the exchange's clock is off or unknown, where only
 * orders that reduce go there, and where the day's loss allows nothing new: who wants to get out is not kept in by any of that.
 */
export function liveMode(
  { exchange, isArmed, loss, passport, reducing, skewMs, standIn }: LiveFacts,
  exposure: 'open' | 'reduce',
): Result<void> {
  const method = 'orders.submit';
  if (standIn !== null) return err({ code: 'not-allowed', retry: 'never', method, face: 'stand-in' });
  if (!isArmed) return err({ code: 'not-allowed', retry: 'never', method, face: 'unarmed' });
  if (passport.verdict !== 'fit') {
    return err(denied('key-passport', 'key_not_fit', passport.why, { verdict: passport.verdict }));
  }
  if (exposure === 'reduce') return ok(undefined);
  const { title } = exchanges[exchange];
  if (skewMs === null)
    return err(denied('venue-clock', 'clock_unknown', `The clock of ${title} is not known now.`, {}));
  if (Math.abs(skewMs) >= liveSkewMs) {
    const message = `The clock of ${title} is ${Math.round(skewMs)} ms from ours; live orders that open need less than ${liveSkewMs} ms.`;
    return err(denied('venue-clock', 'clock_skew', message, { skewMs: String(Math.round(skewMs)) }));
  }
  const why = reducing();
  if (why !== null) return err(denied('venue-reducing', 'venue_reducing', why, {}));
  const ruling = loss();
  return ruling === null ? ok(undefined) : err({ code: 'denied-by-policy', retry: 'never', rulings: [ruling] });
}

function denied(rule: string, code: string, message: string, facts: Readonly<Record<string, string>>): AppError {
  return {
    code: 'denied-by-policy',
    retry: 'never',
    rulings: [{ layer: 'engine', rule, decision: 'deny', code, message, facts }],
  };
}
