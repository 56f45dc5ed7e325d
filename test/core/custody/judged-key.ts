import { judgePassport, type PassportQuestion } from '../../../core/custody/passport.ts';
import type { KeyRights } from '../../../core/domain/key-rights.ts';

/** Milliseconds of a day. */
export const dayMs = 86_400_000;
/** When the tests of passports take place. */
export const nowMs = Date.UTC(2026, 5, 1);

/** A key as it should be. */
export const best: KeyRights = {
  trade: 'yes',
  withdraw: 'no',
  futures: 'no',
  margin: 'no',
  ipRestricted: 'yes',
  createdAtMs: nowMs - 10 * dayMs,
  expiresAtMs: 'never',
  missing: [],
  label: null,
};

/** What a passport of Kraken is judged by when these rights were read just now. */
export function question(rights: KeyRights | null, changes: Partial<PassportQuestion> = {}): PassportQuestion {
  return {
    exchange: 'kraken',
    credentialId: 'c1',
    reading: rights === null ? null : { rights, answerHash: 'h', readAtMs: nowMs },
    isStale: false,
    failure: null,
    attested: null,
    widened: [],
    intervalDays: 90,
    nowMs,
    ...changes,
  };
}
/** The verdict on it. */
export const verdict = (rights: KeyRights | null, changes: Partial<PassportQuestion> = {}) =>
  judgePassport(question(rights, changes)).verdict;
