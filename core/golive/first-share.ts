import { type DecimalText, decimal, multiply } from '../domain/money.ts';

/** How long live trading must have been armed in all before a day may move more than a tenth of the policy's limit. */
const provenAfterMs = 86_400_000;
const tenth = decimal('0.1');

/** Whether live trading was armed for so long, in all, that all of the policy's limit may be armed. */
export function isProven(armedBeforeMs: number): boolean {
  return armedBeforeMs >= provenAfterMs;
}

/** What the most that may be armed is, in words. */
export function mostInWords(armedBeforeMs: number): string {
  return isProven(armedBeforeMs) ? 'the policy’s' : 'until it was armed for a day in all, a tenth of the policy’s';
}

/** A tenth of a whole amount, rounded down. */
export function firstShareOf(limit: bigint): bigint {
  return limit / 10n;
}

/** A tenth of a decimal amount, exact. */
export function firstShareOfNotional(limit: DecimalText): DecimalText {
  return multiply(limit, tenth);
}
