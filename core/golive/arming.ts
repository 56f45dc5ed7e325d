import type { Limits } from '../policy/limits.ts';
import { liveScope } from '../trading/open-live.ts';
import { chainScope } from '../trading/transactions/chain-scope.ts';
import { type Armed, type ArmedNow, whyDropped } from './armed.ts';

/** Whether live trading is armed, asked for every order, and by everything that exists only while it is. */
export interface Arming {
  /** Whether this scope is armed now: what no longer holds is dropped in the same moment. */
  isArmed(scope: string): boolean;
  /** What is armed now; null while nothing is. */
  current(): Armed | null;
  /** The limits that arming puts upon live orders beside all others; none while nothing is armed. */
  limits(): Limits;
  /** Arms. What may be armed is judged before; nothing here asks again. */
  arm(armed: Armed): void;
  /** Takes it back at once; nothing where nothing is armed. */
  drop(why: string): void;
  /** Hears of what was armed, in the same moment. */
  onArmed(listener: (armed: Armed) => void): void;
  /** Hears of what was dropped, and why, once for each arming. */
  onDropped(listener: (armed: Armed, why: string) => void): void;
}

/** Nothing is armed when a console starts, whatever was when the last one ended. */
export function createArming(now: () => ArmedNow): Arming {
  let armed: Armed | null = null;
  let begun = (_armed: Armed): void => undefined;
  let dropped = (_armed: Armed, _why: string): void => undefined;

  const drop = (why: string): void => {
    const before = armed;
    armed = null;
    if (before !== null) dropped(before, why);
  };

  const current = (): Armed | null => {
    const why = armed === null ? null : whyDropped(armed, now());
    if (why !== null) drop(why);
    return armed;
  };

  return {
    isArmed(scope) {
      const standing = current();
      return standing !== null && scopesOf(standing).includes(scope);
    },
    current,
    limits() {
      const standing = current();
      return standing === null ? {} : limitsOf(standing);
    },
    arm(next) {
      armed = next;
      begun(next);
    },
    drop,
    onArmed(listener) {
      begun = listener;
    },
    onDropped(listener) {
      dropped = listener;
    },
  };
}

function scopesOf({ chains, exchanges }: Armed): readonly string[] {
  return [...exchanges.map(liveScope), ...chains.map((chainId) => chainScope(BigInt(chainId)))];
}

function limitsOf({ chains, exchanges, maxDayNotional, maxDaySpend, signer }: Armed): Limits {
  return {
    allowExchanges: exchanges,
    maxDayNotional,
    allowChainIds: chains.map(BigInt),
    allowSignerAddresses: signer === null ? [] : [signer.toLowerCase()],
    maxDaySpend: Object.fromEntries(Object.entries(maxDaySpend).map(([asset, most]) => [asset, BigInt(most)])),
  };
}
