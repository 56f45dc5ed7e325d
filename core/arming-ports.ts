import { exchangeNames } from './domain/exchanges.ts';
import { type Arming, createArming } from './golive/arming.ts';
import type { HaltControl } from './halt/halt.ts';
import type { Ports } from './ports.ts';
import type { Settings } from './settings/settings.ts';
import type { StandingPolicy } from './standing-policy.ts';
import { liveScope } from './trading/open-live.ts';

/** What arming stands on: each of it as it is now. */
interface ArmingStands {
  readonly halt: HaltControl;
  readonly policy: StandingPolicy;
  readonly settings: Settings;
  /** The pinned address of the signer in use; not asked before something is armed. */
  readonly signerAddress: () => string | null;
}

/** The arming of a console, and its ports with that: what its host says of arming counts beside it. */
export function openArming(
  host: Ports,
  { halt, policy, settings, signerAddress }: ArmingStands,
): {
  readonly arming: Arming;
  readonly ports: Ports;
  /** Whether real money may be moved at this moment, by whatever it was armed. */
  readonly isLive: () => boolean;
} {
  const arming = createArming(() => ({
    nowMs: host.clock.nowMs(),
    isHalted: halt.state().state !== 'active',
    fingerprint: settings.fingerprint,
    policyDigest: policy.digest(),
    signer: signerAddress(),
  }));
  // At once, not when the next order asks: what is armed is seen.
  halt.on(() => void arming.current());
  const isArmed = (scope: string): boolean => host.arming.isArmed(scope) || arming.isArmed(scope);
  const isLive = (): boolean => arming.current() !== null || exchangeNames.some((name) => isArmed(liveScope(name)));
  return { arming, isLive, ports: { ...host, arming: { isArmed } } };
}
