import type { HaltReason } from '../contract/shapes.ts';
import type { StoredHalt } from './halt-store.ts';

/**
 * Why trading is to stop. `code` names the cause in kebab-case; the same source and code again renew one reason, but never the one that the
 * halt began with. Failures of a store (`storeFailedCode`) are told apart by their text, too: one does not stand for another.
 */
export type HaltCause = Pick<HaltReason, 'source' | 'code' | 'text'>;

/** The code of what happened and could not be stored, or is stored and could not be read. */
export const storeFailedCode = 'store-failed';

/** How many failures of a store stay beside the first reason, more than there are texts for them: what is stored of a halt has an end. */
const mostStoreFailures = 32;

/**
 * The state after a cause for halting: halted, since the first cause. That stays the first of its reasons, as it was said; the newest is
 * the last of them. What halts from reducing begins a halt of its own, and the reasons from before come behind it.
 */
export function dropped(halt: StoredHalt, cause: HaltCause, nowMs: number): StoredHalt {
  const { code, source, text } = cause;
  const reason: HaltReason = { source, code, text, atMs: nowMs, resolved: false };
  const isAlike = (one: HaltReason): boolean => one.source === source && one.code === code;
  const apart = code === storeFailedCode ? halt.reasons.filter((one) => isAlike(one) && one.text !== text) : [];
  const kept = new Set(apart.slice(1 - mostStoreFailures));
  const isOther = (one: HaltReason): boolean => !isAlike(one) || kept.has(one);
  if (halt.state !== 'halted') {
    return { state: 'halted', sinceMs: nowMs, reasons: [reason, ...halt.reasons.filter(isOther)] };
  }
  const before = halt.reasons.filter((one, place) => place === 0 || isOther(one));
  return { state: 'halted', sinceMs: halt.sinceMs ?? nowMs, reasons: [...before, reason] };
}

/** The state with the reasons of this source and code marked as gone; null when there is no such reason that still stood. */
export function resolved(halt: StoredHalt, source: HaltReason['source'], code: string): StoredHalt | null {
  const stands = (reason: HaltReason): boolean => reason.source === source && reason.code === code && !reason.resolved;
  if (!halt.reasons.some(stands)) return null;
  return { ...halt, reasons: halt.reasons.map((reason) => (stands(reason) ? { ...reason, resolved: true } : reason)) };
}

/** Why nothing passes, in one sentence: the first reason that still stands. */
export function reasonText(halt: StoredHalt): string {
  if (halt.state === 'reducing') return 'Only what lowers exposure may go on.';
  const reason = halt.reasons.find((one) => !one.resolved) ?? halt.reasons[0];
  return reason?.text ?? 'Trading is halted.';
}
