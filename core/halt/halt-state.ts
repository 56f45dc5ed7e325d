import type { HaltReason } from '../contract/shapes.ts';
import type { StoredHalt } from './halt-store.ts';

/** Why trading is to stop. `code` names the cause in kebab-case; the same source and code again renew one reason. */
export type HaltCause = Pick<HaltReason, 'source' | 'code' | 'text'>;

/** The state after a cause for halting: halted, since the first cause, with the cause as its newest reason. */
export function dropped(halt: StoredHalt, cause: HaltCause, nowMs: number): StoredHalt {
  const { code, source, text } = cause;
  const others = halt.reasons.filter((reason) => reason.source !== source || reason.code !== code);
  const sinceMs = halt.state === 'halted' && halt.sinceMs !== null ? halt.sinceMs : nowMs;
  return { state: 'halted', sinceMs, reasons: [...others, { source, code, text, atMs: nowMs, resolved: false }] };
}

/** The state with the reasons of this source and code marked as gone; null when there is no such reason that still stood. */
export function resolved(halt: StoredHalt, source: HaltReason['source'], code: string): StoredHalt | null {
  const stands = (reason: HaltReason): boolean => reason.source === source && reason.code === code && !reason.resolved;
  if (!halt.reasons.some(stands)) return null;
  return { ...halt, reasons: halt.reasons.map((reason) => (stands(reason) ? { ...reason, resolved: true } : reason)) };
}

/** Why nothing passes, in one sentence: the newest reason that still stands. */
export function reasonText(halt: StoredHalt): string {
  if (halt.state === 'reducing') return 'Only what lowers exposure may go on.';
  const newestFirst = halt.reasons.toReversed();
  const reason = newestFirst.find((one) => !one.resolved) ?? newestFirst[0];
  return reason?.text ?? 'Trading is halted.';
}
