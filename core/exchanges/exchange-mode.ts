import type { KeyPassport } from '../contract/shapes.ts';
import type { AppError } from '../domain/errors.ts';
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
}

/**
 * Whether live orders may go to an exchange now. `not-allowed` while it is not armed or has a stand-in; `denied-by-policy`, with the reason,
 * for a key that its passport does not find fit and for a clock that is off or unknown.
 */
export function liveMode({ exchange, isArmed, passport, skewMs, standIn }: LiveFacts): Result<void> {
  const method = 'orders.submit';
  if (standIn !== null) return err({ code: 'not-allowed', retry: 'never', method, face: 'stand-in' });
  if (!isArmed) return err({ code: 'not-allowed', retry: 'never', method, face: 'unarmed' });
  if (passport.verdict !== 'fit') {
    return err(denied('key-passport', 'key_not_fit', passport.why, { verdict: passport.verdict }));
  }
  const { title } = exchanges[exchange];
  if (skewMs === null)
    return err(denied('venue-clock', 'clock_unknown', `The clock of ${title} is not known now.`, {}));
  if (Math.abs(skewMs) >= liveSkewMs) {
    const message = `The clock of ${title} is ${Math.round(skewMs)} ms from ours; live orders need less than ${liveSkewMs} ms.`;
    return err(denied('venue-clock', 'clock_skew', message, { skewMs: String(Math.round(skewMs)) }));
  }
  return ok(undefined);
}

function denied(rule: string, code: string, message: string, facts: Readonly<Record<string, string>>): AppError {
  return {
    code: 'denied-by-policy',
    retry: 'never',
    rulings: [{ layer: 'engine', rule, decision: 'deny', code, message, facts }],
  };
}
