import * as z from 'zod';
import { AtMs } from '../contract/schemas/common.ts';
import { ArmingScope } from '../contract/schemas/golive.ts';
import type { ArmedState } from '../contract/shapes.ts';

/** Live trading as it was armed: for what, until when, and under which settings and policy. Nothing secret is in it. */
export const Armed = z.strictObject({
  ...ArmingScope.shape,
  armedAtMs: AtMs,
  /** Of the safety-relevant settings, and of the policy document, when it was armed. */
  fingerprint: z.string(),
  policyDigest: z.string(),
});
/** One as it is kept. */
export type Armed = Readonly<z.output<typeof Armed>>;

/** What stands now against what was armed. */
export interface ArmedNow {
  readonly nowMs: number;
  readonly isHalted: boolean;
  readonly fingerprint: string;
  readonly policyDigest: string;
}

/** Why this arming holds no more, as a sentence; null while it does. */
export function whyDropped(armed: Armed, now: ArmedNow): string | null {
  if (now.isHalted) return 'Trading was halted.';
  if (now.nowMs >= armed.untilMs) return 'Its time was over.';
  if (now.nowMs < armed.armedAtMs) return 'The clock was set back to before it was armed.';
  if (now.fingerprint !== armed.fingerprint) return 'Settings are others than when it was armed.';
  return now.policyDigest === armed.policyDigest ? null : 'The policy is another than when it was armed.';
}

/** What of an arming is shown: not the marks of settings and policy that it stands on. */
export function shownArmed(armed: Armed | null): ArmedState | null {
  if (armed === null) return null;
  const { armedAtMs, exchanges, maxDayNotional, untilMs } = armed;
  return { armedAtMs, exchanges, maxDayNotional, untilMs };
}
