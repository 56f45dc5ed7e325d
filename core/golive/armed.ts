import * as z from 'zod';
import { ArmedState } from '../contract/schemas/golive.ts';
import type { ArmedState as ShownArmed } from '../contract/shapes.ts';

/** Live trading as it was armed: for what, until when, and under which settings and policy. Nothing secret is in it. */
export const Armed = z.strictObject({
  ...ArmedState.shape,
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
  /** The pinned address of the signer in use; null where there is none. */
  readonly signer: string | null;
}

/** Why this arming holds no more, as a sentence; null while it does. */
export function whyDropped(armed: Armed, now: ArmedNow): string | null {
  if (now.isHalted) return 'Trading was halted.';
  if (now.nowMs >= armed.untilMs) return 'Its time was over.';
  if (now.nowMs < armed.armedAtMs) return 'The clock was set back to before it was armed.';
  if (now.fingerprint !== armed.fingerprint) return 'Settings are others than when it was armed.';
  if (now.policyDigest !== armed.policyDigest) return 'The policy is another than when it was armed.';
  const isOtherSigner = armed.chains.length > 0 && now.signer !== armed.signer;
  return isOtherSigner ? 'The signer is another than when it was armed.' : null;
}

/** What of an arming is shown: not the marks of settings and policy that it stands on. */
export function shownArmed(armed: Armed | null): ShownArmed | null {
  if (armed === null) return null;
  const { fingerprint: _, policyDigest: __, ...shown } = armed;
  return shown;
}
